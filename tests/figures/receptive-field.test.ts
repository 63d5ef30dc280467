import { describe, expect, it, test } from "vitest";
import { compute, type FieldData, type FieldState, load } from "@/figures/receptive-field/compute.ts";
import figure from "@/figures/receptive-field/figure.ts";
import { heatPaths, outline } from "@/figures/receptive-field/heat.ts";
import { FIELD_STEPS, lastBlock } from "@/figures/receptive-field/places.ts";
import { MICRO_STEPS } from "@/figures/block-microscope/steps.ts";
import { buildTask } from "@/figures/shell/render.ts";
import { initialState, settle } from "@/figures/shell/state.ts";
import { seededRandom } from "@kernels/random.ts";
import { runFigure } from "./run.ts";

const run = (initial = {}) => runFigure<FieldData>("receptive-field", initial);
const base = initialState(figure.controls) as unknown as FieldState;
const network = await load(base, buildTask);
const at = (change: Partial<FieldState>): Promise<FieldData> =>
  compute(settle(figure.controls, { ...base, ...change }) as unknown as FieldState, network, buildTask);

const SEED = 311;
const random = seededRandom(SEED);
const below = (size: number): number => Math.floor(random() * size);

test("the steps are the microscope's, so that one link's words serve both", () => {
  // None of the networks shown here joins expansions.
  expect(FIELD_STEPS).toEqual(MICRO_STEPS.filter((step) => step !== "expand-add"));
});

describe("the first state: block 3's output in the middle", () => {
  it("reaches 19 × 19 pixels: 3, then 2 · 2 a 3×3 layer at stride 2, and 2 · 4 behind block 2", async () => {
    const { data, sentence } = await run();
    const side = 3 + 2 * 2 + 2 * 2 + 2 * 4;
    const [picture] = data.tensors;
    expect(picture!.reach.bottom - picture!.reach.top + 1).toBe(side);
    expect(picture!.inside).toBe(side ** 2);
    expect(data.growth.slice(0, 4).map((one) => one.side)).toEqual([3, 7, 11, 19]);
    expect(sentence).toContain(
      `Block 3, shortcut added, channel 7, row 3, column 3: by formula this value can depend on 19 × 19 pixels.`,
    );
    const { carry } = picture!.measured!;
    expect(sentence).toContain(`Measured here, ${carry} pixels carry 90% of the gradient`);
    expect(carry).toBeGreaterThan(9);
    expect(carry).toBeLessThan(side ** 2 / 2);
  });
  it("goes from the picture over every block's output through the block's own steps", async () => {
    const { data } = await run();
    expect(data.tensors.map(({ block, step }) => `${block} ${step}`)).toEqual([
      "0 input",
      "0 expand-relu6",
      "1 project-bn",
      "2 project-bn",
      "3 expand",
      "3 expand-bn",
      "3 expand-relu6",
      "3 depthwise",
      "3 depthwise-bn",
      "3 depthwise-relu6",
      "3 project",
      "3 project-bn",
      "3 add",
    ]);
    const picked = data.tensors.at(-1)!;
    expect([picked.inside, picked.measured!.carry]).toEqual([1, 1]);
  });
});

test(`measured influence stays in the box, and 90 % is 90 %, for any value (seed ${SEED})`, async () => {
  for (let i = 0; i < 20; i++) {
    const data = await at({
      block: below(19),
      step: FIELD_STEPS[below(FIELD_STEPS.length)]!,
      c: below(240),
      y: below(14),
      x: below(14),
    });
    for (const { shape, reach, inside, measured } of data.tensors) {
      const name = `block ${data.block} ${data.step} on ${shape.join("×")}`;
      const { map, rank, carry } = measured!;
      const all = map.reduce((sum, value) => sum + value, 0);
      let carried = 0;
      rank.forEach((own, pixel) => {
        const [y, x] = [Math.floor(pixel / shape[1]), pixel % shape[1]];
        const isInside = y >= reach.top && y <= reach.bottom && x >= reach.left && x <= reach.right;
        if (!isInside) expect(own, name).toBe(-1);
        if (own >= 0 && own < 3) carried += map[pixel]!;
      });
      expect(
        [...rank].filter((own) => own >= 0 && own < 3),
        name,
      ).toHaveLength(carry);
      expect(carry, name).toBeLessThanOrEqual(inside);
      expect(carried, name).toBeGreaterThanOrEqual(0.9 * all * (1 - 1e-6));
    }
  }
});

test("a value that ReLU6 holds at 0 is moved by nothing, and the sentence says so", async () => {
  let c = 0;
  while ((await at({ step: "expand-relu6", c })).value !== 0) c++;
  const { data, sentence } = await run({ step: "expand-relu6", c });
  expect(data.tensors[0]!.measured!.carry).toBe(0);
  expect(sentence).toContain("ReLU6 holds the value at 0");
  expect(sentence).not.toContain("carry");
});

test("the last block's box is wider than the picture; what is cut is said", async () => {
  const { data, sentence } = await run({ block: 18, y: 0, x: 0 });
  const side = data.growth.at(-1)!.side;
  expect(side).toBeGreaterThan(28);
  expect(sentence).toContain(`${side} × ${side} pixels. The box covers the whole picture of 28 × 28.`);
  expect((await run({ block: 1, y: 0, x: 0 })).sentence).toContain(
    "16 of them lie in the picture; the rest is padding.",
  );
});

describe("networks without values", () => {
  it.each([
    ["mobilenet-v2", 18, 491],
    ["mobilenet-v1", 13, 315],
  ] as const)("%s: sizes alone, up to block %i with %i pixels", async (name, last, side) => {
    expect(lastBlock(name)).toBe(last);
    const { data, sentence, panels } = await run({ network: name, block: last, y: 3, x: 3 });
    expect(data.growth.at(-1)!.side).toBe(side);
    expect([data.value, data.tensors[0]!.measured, data.growth[0]!.carry]).toEqual([null, null, null]);
    expect(sentence).toContain("no weights of this network are loaded");
    expect(panels.map(({ svg, html }) => `${svg ?? ""}${html ?? ""}`).join("")).not.toContain("var(--heat");
  });
});

test("a change of block keeps the place in the picture, and no bound is passed", () => {
  const { follow, controls } = figure;
  expect(follow!({ block: 0 }, { ...base, y: 3, x: 6 } as never)).toEqual({ y: 7, x: 13 });
  const change = { network: "mobilenet-v1", block: 18 } as const;
  const moved = settle(controls, { ...base, ...change, ...follow!(change, base as never) });
  expect(moved["block"]).toBe(13);
});

test("paths: runs of one rank in a row, and a digit's edges", () => {
  expect(heatPaths(Int8Array.of(0, 0, -1, 1), 2)).toBe(
    '<path d="M0 0h2v1h-2z" fill="var(--heat-5)" shape-rendering="crispEdges"/><path d="M1 1h1v1h-1z" fill="var(--heat-4)" shape-rendering="crispEdges"/>',
  );
  const edges = "M1 0H3M1 1H3M1 0V1M3 0V1";
  expect(outline({ width: 3, height: 2, grey: Uint8Array.of(0, 255, 255, 0, 0, 0) })).toBe(edges);
  // A photo: green is brighter than the mean, red and blue are darker.
  const [green, red, blue] = [
    [0, 200, 0],
    [200, 0, 0],
    [0, 0, 255],
  ] as const;
  const rgb = Uint8Array.from([red, green, green, blue, red, blue].flat());
  expect(outline({ width: 3, height: 2, rgb })).toBe(edges);
});

test.each([{}, { block: 18, sample: "test-0" }, { network: "mobilenet-v2", block: 17 }, { sample: "none" }])(
  "the picture of %o is whole",
  async (initial) => {
    const { nodes, bytes, panels, sentence } = await run(initial);
    if (Object.keys(initial).length === 0) {
      expect(nodes).toBeLessThanOrEqual(300);
      expect(bytes).toBeLessThanOrEqual(8 * 1024);
    }
    expect(sentence + panels.map(({ svg, html }) => `${svg ?? ""}${html ?? ""}`).join("")).not.toMatch(
      /NaN|Infinity|undefined/,
    );
  },
);
