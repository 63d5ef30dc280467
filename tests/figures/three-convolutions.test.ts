import { describe, expect, test } from "vitest";
import type { ThreeData } from "@/figures/three-convolutions/compute.ts";
import figure from "@/figures/three-convolutions/figure.ts";
import {
  isSmall,
  KINDS,
  mostKernel,
  outputOf,
  positionOf,
  PRESETS,
  type Sizes,
  stepsOf,
  termsOf,
} from "@/figures/three-convolutions/sizes.ts";
import { initialState, settle } from "@/figures/shell/state.ts";
import { splitMadds } from "@kernels/cost/separable.ts";
import { fact } from "@kernels/facts/index.ts";
import { seededRandom } from "@kernels/random.ts";
import { runFigure } from "./run.ts";

const run = (initial = {}) => runFigure<ThreeData>("three-convolutions", initial);

describe("the published examples", () => {
  test("112×112×64 → 128: 924,844,032 against 109,985,792, ratio 0.1189", async () => {
    const { data, sentence, panels } = await run(PRESETS.vgg);
    expect(data.madds.standard).toBe(fact("separable.112-64-128.standard-madds").value);
    expect(data.madds.depthwise + data.madds.pointwise).toBe(fact("separable.112-64-128.separable-madds").value);
    expect(data.share).toBeCloseTo(fact("separable.112-64-128.ratio").value, 4);
    expect(sentence).toContain("924,844,032 against 109,985,792");
    expect(panels[2]!.html).toContain("109,985,792 / 924,844,032 = 0.1189 = 1/128 + 1/9");
  });
  test("12×12×3 → 8×8×256 with 5×5 filters: 1,228,800 against 53,952, weights 19,200 against 843", async () => {
    const { data } = await run(PRESETS.worked);
    expect([data.outH, data.outW]).toEqual([8, 8]);
    expect(data.madds.standard).toBe(fact("separable.8-3-256.standard-madds").value);
    expect(data.madds.depthwise + data.madds.pointwise).toBe(fact("separable.8-3-256.separable-madds").value);
    expect(data.weights.standard).toBe(fact("separable.8-3-256.standard-weights").value);
    expect(data.weights.depthwise + data.weights.pointwise).toBe(fact("separable.8-3-256.separable-weights").value);
  });
  test("the small one is what the figure opens with", () => {
    expect(initialState(figure.controls)).toMatchObject(PRESETS.small);
  });
});

/** 60 sizes of seed 5, half of them small enough for cells. */
const random = seededRandom(5);
const below = (count: number): number => Math.floor(random() * count);
const someSizes = Array.from({ length: 60 }, (_, i) => {
  const small = i % 2 === 0;
  const state = {
    h: 3 + below(small ? 6 : 110),
    w: 3 + below(small ? 6 : 110),
    inC: 1 + below(small ? 4 : 64),
    outC: 1 + below(small ? 6 : 256),
    kernel: 1 + 2 * below(small ? 3 : 4),
    stride: below(2) ? "1" : "2",
    padding: below(2) ? "symmetric" : "valid",
  };
  return settle(figure.controls, { ...initialState(figure.controls), ...state }) as unknown as Sizes;
});

test("counters only grow, by one value a step, and end at the formulas' numbers (60 sizes of seed 5)", () => {
  for (const sizes of someSizes) {
    const steps = stepsOf(sizes);
    let before = positionOf(sizes, 0);
    expect(Object.values(before.done)).toEqual([0, 0, 0]);
    for (let step = 1; step <= steps; step++) {
      const here = positionOf(sizes, step);
      for (const kind of KINDS) {
        const grown = here.done[kind] - before.done[kind];
        if (isSmall(sizes)) expect([0, termsOf(kind, sizes)]).toContain(grown);
        else expect(grown).toBeGreaterThan(0);
        if (here.now[kind]) expect(here.made[kind] - before.made[kind]).toBe(1);
      }
      before = here;
    }
    expect(before.done, JSON.stringify(sizes)).toEqual(splitMadds({ ...outputOf(sizes), ...sizes }));
  }
});

test("the pointwise kernel reads only what the depthwise one has made", () => {
  for (const sizes of someSizes.filter(isSmall)) {
    const { outW } = outputOf(sizes);
    for (let step = 1; step <= stepsOf(sizes); step++) {
      const { now, made } = positionOf(sizes, step);
      if (!now.pointwise) continue;
      expect(made.depthwise).toBeGreaterThanOrEqual((now.pointwise.y * outW + now.pointwise.x + 1) * sizes.inC);
    }
  }
});

test("a kernel never outgrows an unpadded input, and stays odd", () => {
  expect(mostKernel({ h: 4, w: 9, padding: "valid" })).toBe(3);
  expect(mostKernel({ h: 3, w: 3, padding: "symmetric" })).toBe(7);
  const settled = settle(figure.controls, {
    ...initialState(figure.controls),
    h: 4,
    kernel: 7,
    padding: "valid",
  });
  expect(settled["kernel"]).toBe(3);
});

test("the value told under a column is the kernel's", async () => {
  const { data, panels } = await run({ step: 50 });
  const { now } = data.position;
  expect(now.depthwise).toEqual({ y: 2, x: 2, channel: 1 });
  expect(now.pointwise).toEqual({ y: 2, x: 1, channel: 1 });
  const { shape, data: values } = data.values!.standard;
  const value = values[(now.standard!.y * shape[1] + now.standard!.x) * shape[2] + now.standard!.channel]!;
  expect(panels.find(({ id }) => id === "standard")!.svg).toContain(
    `27 products, sum ${String(value).replace("-", "−")}</text>`,
  );
});

test("splitting may save nothing, and the sentence says so", async () => {
  expect((await run({ outC: 1 })).sentence).toContain("so splitting saves nothing here");
});

test.each([
  {},
  { step: 0 },
  PRESETS.worked,
  PRESETS.vgg,
  { h: 8, w: 8, inC: 4, outC: 6, kernel: 5, step: 200 },
  { h: 3, w: 3, kernel: 3, padding: "valid", stride: "2", step: 4 },
])("the picture of %o is light", async (initial) => {
  const { nodes, bytes, panels } = await run(initial);
  expect(nodes).toBeLessThanOrEqual(300);
  expect(bytes).toBeLessThanOrEqual(8 * 1024);
  expect(panels.map(({ svg, html }) => `${svg ?? ""}${html ?? ""}`).join("")).not.toMatch(/NaN|undefined|Infinity/);
});
