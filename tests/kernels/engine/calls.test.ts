import { totals } from "@kernels/cost/totals.ts";
import { callsOf, type KernelCall, WAYS } from "@kernels/engine/calls.ts";
import { compile } from "@kernels/engine/plan.ts";
import { build } from "@kernels/models/build.ts";
import { NETWORKS } from "@kernels/models/catalogue.ts";
import { DIGITS } from "@kernels/models/digits.ts";
import { seededNetwork } from "@kernels/models/seeded-weights.ts";
import { describe, expect, it, test } from "vitest";

const LAYERS = NETWORKS["mobilenet-v2"].build();
const bytes = (calls: readonly KernelCall[]): number => calls.reduce((sum, call) => sum + call.bytes, 0);
const calls = (way: (typeof WAYS)[number]): KernelCall[] => callsOf(LAYERS, way);
const covering = (way: (typeof WAYS)[number], name: string): KernelCall =>
  calls(way).find(({ layers }) => layers.some((index) => LAYERS[index]!.name === name))!;

test.each(["simd", "fused"] as const)("the calls of %s are the plan's steps, one by one", (way) => {
  const layers = build(DIGITS);
  const { weights } = seededNetwork(layers, 3);
  const { steps } = compile(layers, weights, { fuse: way === "fused" });
  const listed = callsOf(layers, way);
  expect(listed.map(({ layers: done }) => done)).toEqual(steps.map(({ layers: done }) => done));
  expect(listed.map(({ madds }) => madds)).toEqual(steps.map(({ madds }) => madds));
  expect(listed.map(({ kernel }) => kernel.replace(/-(.)/g, (_, sign: string) => sign.toUpperCase()))).toEqual(
    steps.map(({ call }) => call),
  );
});

describe("MobileNetV2 1.0 at 224 px", () => {
  it("takes the same multiply-adds each way, in fewer and fewer calls that move fewer and fewer bytes", () => {
    for (const way of WAYS) {
      expect(calls(way).reduce((sum, { madds }) => sum + madds, 0)).toBe(totals(LAYERS).madds);
    }
    // 52 convolutions, pool and classifier; then 17 blocks, the first with the stem, and the last 1×1.
    expect(WAYS.map((way) => calls(way).length)).toEqual([151, 54, 20]);
    const moved = WAYS.map((way) => bytes(calls(way)));
    expect(moved[1]).toBeLessThan(0.5 * moved[0]!);
    expect(moved[2]).toBeLessThan(0.5 * moved[1]!);
  });

  it("bytes of block 3 by hand: 24 channels at 56², 144 inside, a shortcut", () => {
    const [narrow, wide] = [56 * 56 * 24, 56 * 56 * 144];
    const weights = [24 * 144 + 144, 9 * 144 + 144, 144 * 24 + 24] as const;
    expect(covering("simd", "features.3.conv.0.0").bytes).toBe(4 * (narrow + wide + weights[0]));
    expect(covering("simd", "features.3.conv.1.0").bytes).toBe(4 * (wide + wide + weights[1]));
    // The projection reads the block's input too: the sum is made at its store.
    expect(covering("simd", "features.3.conv.2").bytes).toBe(4 * (wide + narrow + narrow + weights[2]));
    const block = covering("fused", "features.3.conv.1.0");
    // As one, the block takes its input once and gives its output.
    expect(block.bytes).toBe(4 * (narrow + narrow + weights[0] + weights[1] + weights[2]));
    expect(block).toMatchObject({ kernel: "inverted-residual", shape: [56, 56, 24] });
  });

  it("a reference kernel reads and writes whole tensors: batch norm its four vectors, the classifier its weights", () => {
    expect(covering("reference", "features.0.1").bytes).toBe(4 * (2 * 112 * 112 * 32 + 4 * 32));
    expect(covering("reference", "classifier.1").bytes).toBe(4 * (1280 + 1000 + 1280 * 1000 + 1000));
    expect(calls("reference").some(({ kernel }) => (kernel as string) === "dropout")).toBe(false);
  });
});
