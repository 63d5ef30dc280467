import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { compute, type CityData } from "@/figures/network-city/compute.ts";
import { faceSvg } from "@/figures/network-city/faces.ts";
import { frame } from "@/figures/network-city/framing.ts";
import { type CityLabel, labelsOf, rulersOf, thinned } from "@/figures/network-city/labels.ts";
import { channelsPerCell, focusPoints, layCity, memoryDepth, opened } from "@/figures/network-city/layout.ts";
import { cityLines } from "@/figures/network-city/lines.ts";
import { Focus } from "@/figures/network-city/motion.ts";
import { LAST_BLOCK, layersOf, WHOLE } from "@/figures/network-city/networks.ts";
import { pickBlock } from "@/figures/network-city/pick-block.ts";
import { blockTensors, streetOf } from "@/figures/network-city/street-data.ts";
import { turnOf, VIEW } from "@/figures/network-city/view.ts";
import { axesOf, cameraOf, projector, rayThrough, type View } from "@/figures/shell/camera.ts";
import { packTensors } from "@/figures/shell/tensor-atlas.ts";
import { cornersOf, pointAt } from "@/figures/shell/tensor-layout.ts";
import { NO_VALUE } from "@/figures/shell/value-colour.ts";
import { peak } from "@kernels/cost/memory.ts";
import { totals } from "@kernels/cost/totals.ts";
import { run } from "@kernels/engine/reference.ts";
import { seededRandom } from "@kernels/random.ts";
import { loadNetwork, networkInput } from "@/figures/shell/network.ts";
import { buildTask } from "@/figures/shell/render.ts";
import { runFigure } from "./run.ts";

const shapes = (network: Parameters<typeof layersOf>[0]) => streetOf(network, layersOf(network), () => null);
const NAMES = ["digits", "mobilenet-v2", "mobilenet-v1", "resnet-50"] as const;
const show = (initial = {}) => runFigure<CityData>("network-city", initial);

describe("the street's numbers", () => {
  it.each(NAMES)("%s: costs of its tensors add up to the network's, and its peak is the kernels'", (name) => {
    const layers = layersOf(name);
    const street = shapes(name);
    for (const key of ["madds", "params"] as const) {
      expect(street.tensors.reduce((sum, tensor) => sum + tensor[key], 0)).toBe(totals(layers)[key]);
    }
    const most = peak(layers);
    expect(street.tensors[street.peak]!.live).toBe(most.bytes);
    expect(street.tensors[street.peak]!.key).toBe(layers[most.layer]!.name);
    expect(new Set(street.tensors.map(({ key }) => key)).size).toBe(street.tensors.length);
  });
  it("MobileNetV2 1.0: published totals; 6,021,120 bytes at block 2's depthwise layer; ten shortcuts", () => {
    const street = shapes("mobilenet-v2");
    expect(street.params).toBe(3_504_872);
    expect(street.madds).toBe(300_774_272);
    // 112 × 112 × 96 and 56 × 56 × 96 values of 4 bytes.
    expect(street.tensors[street.peak]).toMatchObject({
      block: 2,
      role: "depthwise",
      live: 4 * 96 * (112 ** 2 + 56 ** 2),
    });
    expect(street.tensors.filter(({ shortcut }) => shortcut !== null)).toHaveLength(10);
    for (const { shortcut, shape, block } of street.tensors) {
      if (shortcut === null) continue;
      expect(street.tensors[shortcut]).toMatchObject({ shape, block: block - 1, isOutput: true });
    }
  });
  it("block 3 reads the 24-channel tensor of block 2, and makes three", () => {
    const street = shapes("mobilenet-v2");
    const own = blockTensors(street, 3).map((at) => street.tensors[at]!);
    expect(own.map(({ role, shape }) => [role, ...shape])).toEqual([
      ["projected", 56, 56, 24],
      ["expanded", 56, 56, 144],
      ["depthwise", 56, 56, 144],
      ["projected", 56, 56, 24],
    ]);
    expect(blockTensors(street, WHOLE)).toEqual([]);
  });
  it("digits: every value is the reference engine's after all that works in place", async () => {
    const network = await loadNetwork(buildTask, "digits");
    const chosen = { network: "digits", compare: "none", sample: "test-35", garment: "none", photo: "none" } as const;
    const state = { ...chosen, block: WHOLE, weights: null };
    const { street, answer } = await compute(state, { shipped: network, opened: null }, buildTask);
    const input = networkInput(network, {
      sample: "test-35",
      garment: "none",
      photo: "none",
      strokes: "",
      picture: null,
    });
    const { tensors } = run(network.layers, network.weights, input.tensor, { keep: true });
    const after = (name: string) => tensors[network.layers.findIndex((layer) => layer.name === name)]!.data;
    const at = (key: string) => street.tensors.find((tensor) => tensor.key === key)!;
    expect(at("input").values).toEqual(input.tensor.data);
    expect(at("features.3.conv.0.0").values).toEqual(after("features.3.conv.0.2"));
    expect(at("features.3.conv.0.0").marksSix).toBe(true);
    expect(at("features.3.conv.2").values).toEqual(after("features.3.add"));
    expect(at("features.2.conv.2").values).toEqual(after("features.2.conv.3"));
    expect(at("classifier.1").values).toEqual(after("classifier.1"));
    expect(answer).toMatchObject({ label: "2", truth: 2 });
  });
});

describe("the city's ground plan", () => {
  const openness = fc.record({
    block: fc.integer({ min: WHOLE, max: LAST_BLOCK }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  it("is one scale, tensors never overlap, and stretches join without a gap, however far a block is open", () => {
    fc.assert(
      fc.property(fc.constantFrom("digits", "mobilenet-v2"), openness, (name, { block, share }) => {
        const city = layCity([shapes(name)], (one) => (one === block ? share : 0));
        const [lane] = city.lanes;
        lane!.standing.forEach((standing, at) => {
          const corners = cornersOf(standing, city);
          const [h, w, c] = standing.shape;
          const extent = ([0, 1, 2] as const).map(
            (k) => Math.max(...corners.map((p) => p[k])) - Math.min(...corners.map((p) => p[k])),
          );
          expect(extent[0]).toBeCloseTo(w, 6);
          expect(extent[2]).toBeCloseTo(h, 6);
          expect(extent[1]).toBeCloseTo((c - 1) * (standing.pitch ?? city.pitch), 6);
          expect(Math.min(...corners.map((p) => p[2]))).toBeCloseTo(0, 6);
          const [from, to] = lane!.stretches[at]!;
          expect(Math.min(...corners.map((p) => p[1]))).toBeGreaterThan(from);
          expect(Math.max(...corners.map((p) => p[1]))).toBeLessThan(to);
          if (at > 0) expect(lane!.stretches[at - 1]![1]).toBe(from);
        });
      }),
      { numRuns: 40 },
    );
  });
  it("says how many channels are as long as a cell: powers of two that keep the street readable", () => {
    expect(channelsPerCell(shapes("digits"))).toBe(64);
    expect(channelsPerCell(shapes("mobilenet-v2"))).toBe(32);
    const city = layCity([shapes("mobilenet-v2")], opened(2));
    expect(rulersOf(city, WHOLE)).toMatchObject({ perCell: 32, cells: 200 });
    const { upright, level, channels, perCell } = rulersOf(city, 2);
    expect(perCell).toBe(1);
    // Ruler and planes agree.
    for (const at of blockTensors(city.lanes[0]!.street, 2))
      expect(city.lanes[0]!.standing[at]!.pitch).toBe(1 / perCell);
    expect(upright[1][2] - upright[0][2]).toBe(100);
    expect(level[1][1] - level[0][1]).toBeCloseTo(channels / perCell, 9);
  });
  it("hangs memory to one scale: the peak is the deepest, and depth is bytes", () => {
    const city = layCity([shapes("mobilenet-v2"), shapes("resnet-50")]);
    const [one, other] = city.lanes;
    const per = (lane: typeof one, at: number) => memoryDepth(city, lane!, at) / lane!.street.tensors[at]!.live;
    expect(per(one, 5)).toBeCloseTo(per(other, 9), 12);
    // The second lane lies wholly below the first one's memory.
    const deepest = one!.ground - memoryDepth(city, one!, one!.street.peak);
    expect(Math.max(...other!.standing.flatMap((standing) => cornersOf(standing, city)).map((p) => p[2]))).toBeLessThan(
      deepest,
    );
  });
  it.each([0.9, 1.4, 2.3])(
    "fills a picture %d times as wide as high: all of it inside, some of it at the margin",
    (aspect) => {
      for (const block of [WHOLE, 0, 5, 17, LAST_BLOCK]) {
        const home = cameraOf(VIEW);
        const view = { ...home, azimuth: home.azimuth + turnOf(aspect) };
        const points = focusPoints(layCity([shapes("mobilenet-v2")], opened(block)), block);
        const { middle, radius } = frame(points, view, aspect, 0.1);
        const see = projector({ ...view, target: middle }, radius);
        const reach = points.map((point) => Math.max(Math.abs(see(point)[1]), Math.abs(see(point)[0]) / aspect));
        for (const axis of [0, 1] as const) {
          const all = points.map((point) => see(point)[axis]);
          expect(Math.abs(Math.min(...all) + Math.max(...all))).toBeLessThan(0.02);
        }
        expect(Math.max(...reach)).toBeLessThan(0.93);
        expect(Math.max(...reach)).toBeGreaterThan(0.86);
      }
    },
  );
  it("a ray through the middle of a block's output, or of its memory, finds that block", () => {
    const city = layCity([shapes("mobilenet-v2")]);
    const [lane] = city.lanes;
    const view: View = { azimuth: 0, elevation: 2, zoom: 100 };
    const under = (point: readonly [number, number, number]) => {
      const [x, y] = projector(view, 900)(point);
      return pickBlock(rayThrough(view, 900, x, y), city);
    };
    for (let block = 0; block <= LAST_BLOCK; block++) {
      const at = blockTensors(lane!.street, block).at(-1)!;
      const { shape } = lane!.standing[at]!;
      const [from, to] = lane!.stretches[at]!;
      expect(under(pointAt(lane!.standing[at]!, city, { c: (shape[2] - 1) / 2, y: shape[0] / 2, x: shape[1] }))).toBe(
        block,
      );
      expect(under([0, (from + to) / 2, -memoryDepth(city, lane!, at) / 2])).toBe(block);
    }
    expect(under([0, 0, 900])).toBeNull();
  });
});

/** Words that are shown of a focus in a picture, with where they stand. */
function shown(
  { tr, num }: Pick<Awaited<ReturnType<typeof show>>, "tr" | "num">,
  block: number,
  [width, height]: readonly [number, number],
  zoom: number,
) {
  const home = cameraOf(VIEW);
  const view = { ...home, zoom, azimuth: home.azimuth + turnOf(width / height) };
  const city = layCity([shapes("mobilenet-v2")], opened(block));
  const { middle, radius } = frame(focusPoints(city, block), view, width / height, block === WHOLE ? 0.07 : 0.24);
  const pixel = (200 * radius) / zoom / height;
  const see = projector({ ...view, target: middle }, radius);
  const labels: CityLabel[] = labelsOf(city, block, pixel, { tr, num });
  return thinned(labels, { see, right: axesOf(view).right, width, height, pixel }).map(
    ({ at, text, anchor = "middle" }) => {
      const [x, y] = see(at);
      const wide = 7.4 * text.length;
      const left = (width + height * x) / 2 - { start: 0, middle: wide / 2, end: wide }[anchor];
      return { text, left, right: left + wide, y: (height * (1 - y)) / 2 };
    },
  );
}
const [DESK, PHONE] = [
  [1200, 525],
  [350, 389],
] as const;

test("words never lie on each other or outside the picture, and both rulers are told, at any zoom", async () => {
  const words = await show();
  fc.assert(
    fc.property(
      fc.integer({ min: WHOLE, max: LAST_BLOCK }),
      fc.constantFrom(DESK, PHONE),
      fc.integer({ min: 50, max: 400 }),
      (block, size, zoom) => {
        const kept = shown(words, block, size, zoom);
        kept.forEach((a, i) => {
          expect(a.left).toBeGreaterThan(-2);
          expect(a.right).toBeLessThan(size[0] + 6);
          for (const b of kept.slice(i + 1)) {
            expect(a.left < b.right && a.right > b.left && Math.abs(a.y - b.y) < 17, a.text).toBe(false);
          }
        });
        if (zoom > 100) return;
        expect(kept.map(({ text }) => text).join()).toMatch(/cells,\d[\d,]* channels \(\d+ a cell\)/);
      },
    ),
    { numRuns: 60 },
  );
});

test.each([
  ["a wide picture", DESK, 0],
  ["a phone, but one at most", PHONE, 1],
] as const)("an open block's tensors are all named with their sizes: %s", async (_, size, missing) => {
  const words = await show();
  for (let block = 0; block <= LAST_BLOCK; block++) {
    const named = shown(words, block, size, 100).filter(({ text }) => text.includes("×") && text !== "1×1");
    expect(named.length, `block ${String(block)}`).toBeGreaterThanOrEqual(
      blockTensors(shapes("mobilenet-v2"), block).length - missing,
    );
  }
});

describe("a flight", () => {
  const sum = (weights: ReadonlyMap<number, number>) => [...weights.values()].reduce((a, b) => a + b, 0);
  it("goes from one block to another, can be turned at any moment without a jump, and ends", () => {
    const focus = new Focus(WHOLE);
    focus.go(5, 1000, false);
    const before = focus.at(1400);
    expect(sum(before)).toBeCloseTo(1, 12);
    expect(before.get(5)).toBeGreaterThan(0.05);
    focus.go(6, 1400, false);
    const after = focus.at(1400);
    for (const block of [WHOLE, 5]) expect(after.get(block)).toBeCloseTo(before.get(block)!, 12);
    expect(focus.moves).toBe(true);
    expect([...focus.at(99_999)]).toEqual([[6, 1]]);
    expect(focus.moves).toBe(false);
  });
  it("jumps where no motion is wanted", () => {
    const focus = new Focus(WHOLE);
    focus.go(5, 0, false);
    focus.go(7, 100, true);
    expect([...focus.at(100)]).toEqual([[7, 1]]);
    expect(focus.moves).toBe(false);
  });
});

describe("the picture and its words", () => {
  const states = [
    {},
    { block: 0 },
    { block: 1 },
    { block: 2 },
    { block: 5 },
    { block: 18 },
    { block: 19 },
    { sample: "none" },
    { network: "mobilenet-v2" },
    { network: "mobilenet-v2", block: 2, compare: "resnet-50" },
    { network: "mobilenet-v2", compare: "mobilenet-v1" },
  ];
  it.each(states)("%j: within 300 nodes and 8 kB, plain sentences, no number that is none", async (initial) => {
    const { nodes, bytes, sentence, panels, data } = await show(initial);
    expect(nodes).toBeLessThanOrEqual(300);
    expect(bytes).toBeLessThanOrEqual(8192);
    expect(sentence.split(/\. |\.$/).filter(Boolean).length).toBeLessThanOrEqual(4);
    expect(JSON.stringify(panels) + sentence).not.toMatch(/NaN|undefined|Infinity/);
    if (data.answer === null) expect(data.street.tensors.every(({ values }) => values === null)).toBe(true);
  });
  it("says what a block does and needs; the peak is told where it is", async () => {
    expect((await show({ network: "mobilenet-v2", block: 3 })).sentence).toBe(
      "Here block 3 widens 56×56×24 to 144 channels, filters each of them, narrows them to 56×56×24, and adds its input to that by a shortcut. " +
        "It costs 25,740,288 multiply-adds (8.6% of the network) and 8,832 parameters. " +
        "It needs most memory at “depthwise (3×3)”: 3.91 MB, 65.0% of the peak of the street.",
    );
    expect((await show({ network: "mobilenet-v2", block: 2 })).sentence).toContain(
      "Here is the peak of the whole street",
    );
    expect((await show({ network: "mobilenet-v2" })).sentence).toContain("Shapes alone");
    expect((await show({ network: "mobilenet-v2", compare: "resnet-50" })).sentence).toContain(
      "ResNet-50 takes 13.60 times",
    );
    expect((await show()).sentence).toContain("It reads this input as a 2 with");
  });
  it("links an open block of ours to the microscope on the same input, and no other", async () => {
    const facts = async (initial: object) => (await show(initial)).panels.find(({ id }) => id === "facts")!.html!;
    expect(await facts({ block: 5, sample: "test-3" })).toContain("/lab/block/?sample=test-3&amp;block=5");
    expect(await facts({ block: 19 })).not.toContain("/lab/block/");
    expect(await facts({ network: "mobilenet-v2", block: 5 })).not.toContain("/lab/block/");
  });
  it("draws the first channels of an open block where there are values, as many cells as are not zero", async () => {
    const run = await show({ block: 3 });
    const svg = run.panels.find(({ id }) => id === "facts")!.html!;
    const [, expanded] = blockTensors(run.data.street, 3).map((at) => run.data.street.tensors[at]!);
    const face = faceSvg(expanded!, 0, 0, 70);
    // A run of equal steps is one box; its width counts its cells of 10 units.
    const cells = [...face.matchAll(/M[\d.]+ [\d.]+h(\d+)v10/g)].reduce((sum, [, wide]) => sum + Number(wide) / 10, 0);
    const [h, w, c] = expanded!.shape;
    const shown = Array.from({ length: h * w }, (_, i) => expanded!.values![i * c]!).filter(
      (value) => Math.round(5 * Math.min(1, Math.abs(value) / expanded!.reach)) > 0,
    );
    expect(cells).toBe(shown.length);
    expect(cells).toBeGreaterThan(0);
    expect(svg).toContain("their first channels");
    const shapesOnly = (await show({ network: "mobilenet-v2", block: 3 })).panels.find(
      ({ id }) => id === "facts",
    )!.html!;
    expect(shapesOnly).not.toContain("their first channels");
  });
  it("ways along the street end at both ends", async () => {
    const nav = async (block: number) => (await show({ block })).panels.find(({ id }) => id === "nav")!.html!;
    expect(await nav(WHOLE)).toMatch(/data-nav="previous"[^>]*aria-disabled/);
    expect(await nav(LAST_BLOCK)).toMatch(/data-nav="next"[^>]*aria-disabled/);
    expect(await nav(5)).not.toContain("aria-disabled");
    expect(await nav(5)).toMatch(/data-block="5"[^>]*aria-pressed="true"/);
  });
});

describe("on the graphics card", () => {
  it("shapes take one empty plane a tensor, values one byte a cell", () => {
    const one = { key: "a", shape: [5, 4, 300] as const, reach: 1, marksSix: false };
    const empty = packTensors([{ ...one, values: null }]);
    expect(empty.bytes).toBe(20);
    expect([...empty.pages[0]!.bytes]).toEqual(Array(20).fill(NO_VALUE));
    expect(empty.slots.get("a")).toHaveLength(300);
    expect(packTensors([{ ...one, values: new Float32Array(6000) }]).bytes).toBeGreaterThanOrEqual(6000);
  });
  it("MobileNetV2 1.0 at 224 px with seeded values stands, is framed and packed in 8 MB of textures", () => {
    const random = seededRandom(3);
    const street = shapes("mobilenet-v2");
    const full = street.tensors.map((tensor) => ({
      ...tensor,
      values: Float32Array.from({ length: tensor.bytes / 4 }, random),
      reach: 1,
    }));
    const start = process.cpuUsage();
    const city = layCity([{ ...street, tensors: full }]);
    frame(focusPoints(city, WHOLE), cameraOf(VIEW), 2.3, 0.1);
    const lines = cityLines(city, WHOLE, () => 0);
    const { pages, bytes } = packTensors(full);
    // The processor's own time: other work on the machine does not count.
    const took = process.cpuUsage(start).user / 1000;
    const cells = full.reduce((sum, { values }) => sum + values.length, 0);
    console.log(
      `${cells} values, ${lines.length} lines, ${pages.length} textures of ${bytes} bytes, ${took.toFixed(0)} ms`,
    );
    expect(cells).toBe(6_830_920);
    expect(bytes).toBeLessThan(8e6);
    expect(pages.length).toBeLessThanOrEqual(3);
  });
});
