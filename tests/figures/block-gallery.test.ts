import { describe, expect, it, test } from "vitest";
import {
  BLOCKS,
  type BlockId,
  EXPANDING,
  isLive,
  lastStage,
  layersOf,
  partsOf,
  stagesOf,
} from "@/figures/block-gallery/blocks.ts";
import { commonWidth, faces, hatching, outlineOf, rulerLength } from "@/figures/block-gallery/boxes.ts";
import { compute, type GalleryData, type GalleryState } from "@/figures/block-gallery/compute.ts";
import figure from "@/figures/block-gallery/figure.ts";
import { initialState, settle } from "@/figures/shell/state.ts";
import { bottleneckMadds, conv2dMadds, depthwiseMadds, pointwiseMadds } from "@kernels/cost/madds.ts";
import { runFigure } from "./run.ts";

const run = (initial = {}) => runFigure<GalleryData>("block-gallery", initial);
const base = initialState(figure.controls) as unknown as GalleryState;
const at = (change: Partial<GalleryState>): GalleryData => compute({ ...base, ...change });
const of = (data: GalleryData, id: BlockId) => data.blocks.find((block) => block.id === id)!;

const SIZES = [
  { size: 28, channels: 32, stride: "1", expansion: 6 },
  { size: 7, channels: 8, stride: "2", expansion: 10 },
  { size: 112, channels: 256, stride: "2", expansion: 1 },
] as const;

describe.each(SIZES)("ten blocks at %o", (state) => {
  const data = at(state);
  const outSize = Math.ceil(state.size / Number(state.stride));
  const outC = state.channels * Number(state.stride);

  it("read one input and give equal outputs, but for the narrow end of figure 2c", () => {
    for (const { id, stages } of data.blocks) {
      expect(stages[0]!.shape, id).toEqual([state.size, state.size, state.channels]);
      const [h, w, c] = stages.at(-1)!.shape;
      expect([h, w], id).toEqual([outSize, outSize]);
      if (id === "linear-bottleneck") expect(c).toBeLessThanOrEqual(outC);
      else expect(c, id).toBe(outC);
    }
  });

  it("cost what the formulas say", () => {
    const [h, w, inC, stride, kernel] = [state.size, state.size, state.channels, Number(state.stride), 3];
    const [outH, outW] = [outSize, outSize];
    expect(of(data, "regular").madds).toBe(conv2dMadds({ outH, outW, inC, outC, kernel }));
    const separable = depthwiseMadds({ outH, outW, c: inC, kernel }) + pointwiseMadds({ h: outH, w: outW, inC, outC });
    expect([of(data, "separable").madds, of(data, "mobilenet-v1").madds]).toEqual([separable, separable]);
    const parts = bottleneckMadds({ h, w, inC, outC, expansion: state.expansion, stride });
    expect(of(data, "mobilenet-v2").madds).toBe(parts.reduce((sum, { madds }) => sum + madds, 0));
  });

  it("have stages that make up the whole, and the peak is the most that any stage needs", () => {
    for (const { id, stages, madds, params, peakBytes } of data.blocks) {
      expect(
        stages.reduce((sum, stage) => sum + stage.madds, 0),
        id,
      ).toBe(madds);
      expect(
        stages.reduce((sum, stage) => sum + stage.params, 0),
        id,
      ).toBe(params);
      expect(Math.max(...stages.slice(1).map(({ bytesLive }) => bytesLive)), id).toBe(peakBytes);
    }
  });
});

describe("hatched is what had no non-linear function, as in the paper's figures 2 and 3", () => {
  const linear = (id: BlockId): boolean[] => of(at({}), id).stages.map(({ isLinear }) => isLinear);
  it.each([
    ["regular", [false, false]],
    ["separable", [false, false, false]],
    ["linear-bottleneck", [true, false, true]],
    ["expansion-layer", [true, false, false, true]],
    ["mobilenet-v2", [true, false, false, true, true]],
    ["resnet-bottleneck", [false, false, false, true, false]],
  ] as const)("%s", (id, expected) => {
    expect(linear(id)).toEqual(expected);
  });
});

test("what is in memory: an inverted residual's input waits for its shortcut, the expanded tensor does not", () => {
  const stages = stagesOf(layersOf("mobilenet-v2", base));
  const live = (step: number): boolean[] => stages.map((_, index) => isLive(stages, index, step));
  expect(live(2)).toEqual([true, true, true, false, false]);
  expect(live(3)).toEqual([true, false, true, true, false]);
  expect(live(4)).toEqual([true, false, false, true, true]);
});

test("bytes at a step are those of the tensors in memory, block by hand", () => {
  const { stages } = of(at({}), "mobilenet-v2");
  const pixels = 4 * 28 * 28;
  expect(stages.map(({ bytesLive }) => bytesLive / pixels)).toEqual([32, 32 + 192, 32 + 192 + 192, 32 + 192 + 32, 64]);
});

test("the step ends where the longer block ends, and a shorter choice pulls it back", () => {
  expect(lastStage(base, "regular", "mobilenet-v2")).toBe(4);
  const state = settle(figure.controls, { ...base, a: "regular", b: "regular", at: 4 });
  expect(state["at"]).toBe(1);
});

describe("the sentence", () => {
  it("says which is dearer and by what factor, and what both do at this step", async () => {
    const { sentence, data } = await run();
    const factor = data.b.madds / data.a.madds;
    expect(factor).toBeGreaterThan(1);
    expect(sentence).toContain(`${factor.toFixed(factor < 10 ? 2 : 1)} times the ${data.a.madds.toLocaleString("en")}`);
    expect(sentence).toContain("At step 2 A makes “convolution 3×3, ReLU”");
    expect(sentence).toContain("B “depthwise 3×3, ReLU6” with 1,304,576");
  });
  it("knows fewer, equal and the same", async () => {
    expect((await run({ a: "regular", b: "separable" })).sentence).toContain(
      "7.02 times fewer than the 7,225,344 of A",
    );
    expect((await run({ a: "separable", b: "mobilenet-v1" })).sentence).toContain("Both take 1,028,608 multiply-adds.");
    expect((await run({ a: "regular", b: "regular", at: 1 })).sentence).toContain("A and B are the same");
  });
});

describe("the drawing", () => {
  it("is to one scale: the widest box fills it, none is wider", () => {
    const { stages } = of(at({}), "mobilenet-v2");
    const width = commonWidth(stages);
    expect(width).toBe(Math.max(...stages.map(({ shape }) => outlineOf(shape).width)));
    expect(faces([2, 4, 3]).front).toBe("M0 1.41h3v2h-3z");
  });
  it("hatches inside the front face alone", () => {
    const [h, c] = [5, 8];
    const points = [...hatching([h, 0, c], 2).matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [
      Number(x),
      Number(y),
    ]);
    expect(points).toHaveLength(2 * 6);
    for (const [x = 0, y = 0] of points) {
      expect(x >= 0 && x <= c && y >= 0 && y <= h, `${x}, ${y}`).toBe(true);
      expect(x === 0 || x === c || y === 0 || y === h).toBe(true);
    }
  });
  it.each([
    [260, 50],
    [90, 20],
    [31, 10],
  ])("has a ruler of round length: for %d cells %d", (width, length) => {
    expect(rulerLength(width)).toBe(length);
  });
  it.each([{}, { a: "shufflenet-v2", b: "mobilenet-v3", stride: "2", expansion: 1, size: 112, channels: 8, at: 0 }])(
    "of %o is whole",
    async (initial) => {
      const { nodes, bytes, panels, sentence } = await run(initial);
      if (Object.keys(initial).length === 0) {
        expect(nodes).toBeLessThanOrEqual(300);
        expect(bytes).toBeLessThanOrEqual(8 * 1024);
      }
      expect(sentence + panels.map(({ html }) => html).join("")).not.toMatch(/NaN|Infinity|undefined/);
    },
  );
});

test("the pair alone leaves out the eight others, and the expansion where neither block has one", async () => {
  const ids = async (initial: object): Promise<string[]> => (await run(initial)).panels.map(({ id }) => id);
  expect(await ids({})).toEqual(["presets", "ruler", "a", "b", "facts", "bars", "cards"]);
  expect(await ids({ shown: "pair" })).toEqual(["presets", "ruler", "a", "b", "facts"]);
  const hidden = (change: Partial<GalleryState>): readonly string[] => figure.hides!({ ...base, ...change });
  expect(hidden({ shown: "pair" })).toEqual([]);
  expect(hidden({ b: "resnet-basic" })).toEqual([]);
  expect(hidden({ shown: "pair", b: "resnet-basic" })).toEqual(["expansion"]);
});

test("words can light what looks around, what mixes, what is linear and what the shortcut made", () => {
  const parts = (id: BlockId): string[] => of(at({}), id).stages.map((stage) => partsOf(stage).join(" "));
  expect(parts("mobilenet-v2")).toEqual(["input linear", "mix", "look", "mix linear", "shortcut linear"]);
  expect(parts("resnet-basic")).toEqual(["input", "look", "look linear", "shortcut"]);
});

test.each(BLOCKS)("%s depends on the expansion exactly if it is said to", (id) => {
  const madds = (expansion: number): number => of(at({ expansion }), id).madds;
  expect(madds(2) !== madds(6)).toBe(EXPANDING.includes(id));
});

test("the number beside the longest bar has room", async () => {
  const { panels } = await run({ size: 112, channels: 256 });
  const { svg = "" } = panels.find(({ id }) => id === "bars")!;
  const ends = [...svg.matchAll(/<text[^>]*\bx="([\d.]+)"[^>]*>([\d,]+)</g)].map(
    ([, x, text = ""]) => Number(x) + 8 * text.length,
  );
  expect(ends.length).toBeGreaterThanOrEqual(BLOCKS.length);
  expect(Math.max(...ends)).toBeLessThanOrEqual(340);
});

test("every block has its name and a place in both menus", () => {
  expect(figure.controls.a.options).toEqual(BLOCKS);
  expect(figure.controls.b.options).toEqual(BLOCKS);
});
