import { addBias } from "@kernels/ops/add-bias.ts";
import { add } from "@kernels/ops/add.ts";
import { batchNorm } from "@kernels/ops/batch-norm.ts";
import { channelShuffle } from "@kernels/ops/channel-shuffle.ts";
import { concat } from "@kernels/ops/concat.ts";
import { conv2d } from "@kernels/ops/conv2d.ts";
import { depthwise } from "@kernels/ops/depthwise.ts";
import { globalAveragePool } from "@kernels/ops/global-average-pool.ts";
import { hSigmoid } from "@kernels/ops/h-sigmoid.ts";
import { hSwish } from "@kernels/ops/h-swish.ts";
import { linear } from "@kernels/ops/linear.ts";
import { maxPool } from "@kernels/ops/max-pool.ts";
import { pointwise } from "@kernels/ops/pointwise.ts";
import { relu } from "@kernels/ops/relu.ts";
import { relu6 } from "@kernels/ops/relu6.ts";
import { scale } from "@kernels/ops/scale.ts";
import { probabilities, softmax } from "@kernels/ops/softmax.ts";
import { split } from "@kernels/ops/split.ts";
import { slide } from "@kernels/ops/window.ts";
import type { Shape, Tensor } from "@kernels/tensor.ts";
import { describe, expect, it } from "vitest";

const f32 = (...values: number[]): Float32Array => Float32Array.from(values);
const tensor = (shape: Shape, ...values: number[]): Tensor => ({ shape, data: f32(...values) });

/** 1 2 3 / 4 5 6 / 7 8 9 */
const nine = tensor([3, 3, 1], 1, 2, 3, 4, 5, 6, 7, 8, 9);
const ones = f32(1, 1, 1, 1, 1, 1, 1, 1, 1);

describe("worked by hand", () => {
  it("conv2d: 3 × 3 of ones adds each pixel's neighbourhood, outside is 0", () => {
    const same = { kernel: 3, stride: 1, padding: "symmetric", outC: 1 } as const;
    expect(conv2d(nine, ones, same)).toEqual(tensor([3, 3, 1], 12, 21, 16, 27, 45, 33, 24, 39, 28));
  });

  it("conv2d mixes channels: filter [1, 1, 2, 2] is a 2 × 2 matrix at each pixel", () => {
    const x = tensor([1, 2, 2], 1, 2, 3, 4);
    const out = conv2d(x, f32(1, 10, 100, 1000), { kernel: 1, stride: 1, padding: "same-tf", outC: 2 });
    expect(out).toEqual(tensor([1, 2, 2], 201, 2010, 403, 4030));
    expect(pointwise(x, f32(1, 10, 100, 1000), { outC: 2 })).toEqual(out);
  });

  it("stride 2 on 4 × 4: symmetric padding looks one pixel further up and left than TensorFlow's", () => {
    const x = tensor([4, 4, 1], ...Array.from({ length: 16 }, (_, i) => i));
    const centre = f32(0, 0, 0, 0, 1, 0, 0, 0, 0);
    const window = { kernel: 3, stride: 2 };
    expect(depthwise(x, centre, { ...window, padding: "symmetric" }).data).toEqual(f32(0, 2, 8, 10));
    expect(depthwise(x, centre, { ...window, padding: "same-tf" }).data).toEqual(f32(5, 7, 13, 15));
  });

  it("stride 2 on odd sizes: both paddings see the same pixels", () => {
    const centre = f32(0, 0, 0, 0, 1, 0, 0, 0, 0);
    for (const padding of ["symmetric", "same-tf"] as const) {
      expect(depthwise(nine, centre, { kernel: 3, stride: 2, padding }).data).toEqual(f32(1, 3, 7, 9));
    }
  });

  it("without padding a 5 × 5 window has eight places on 12 pixels, and none on 4", () => {
    expect(slide(12, 5, 1, "valid")).toEqual({ out: 8, before: 0 });
    expect(conv2d(nine, ones, { kernel: 3, stride: 1, padding: "valid", outC: 1 })).toEqual(tensor([1, 1, 1], 45));
    expect(() =>
      depthwise(nine, f32(...Array<number>(25).fill(1)), { kernel: 5, stride: 1, padding: "valid" }),
    ).toThrow("kernel 5 × 5 does not fit into x 3 × 3 × 1");
  });

  it("depthwise keeps channels apart", () => {
    const x = tensor([1, 2, 2], 1, 10, 2, 20);
    // Taps left, middle, right of the middle row; channel 0 takes the left pixel, channel 1 twice the right one.
    const filter = f32(...Array<number>(6).fill(0), 1, 0, 0, 0, 0, 2, ...Array<number>(6).fill(0));
    expect(depthwise(x, filter, { kernel: 3, stride: 1, padding: "symmetric" })).toEqual(
      tensor([1, 2, 2], 0, 40, 1, 0),
    );
  });

  it("sums run in the documented order, each rounded to float32", () => {
    // 2²⁴ + 1 is lost in float32, 2²⁴ + 2 is not: (2²⁴ + 1) + 1 ≠ 2²⁴ + (1 + 1).
    const big = 2 ** 24;
    expect(pointwise(tensor([1, 1, 3], big, 1, 1), f32(1, 1, 1), { outC: 1 }).data[0]).toBe(big);
    expect(pointwise(tensor([1, 1, 3], 1, 1, big), f32(1, 1, 1), { outC: 1 }).data[0]).toBe(big + 2);
    expect(globalAveragePool(tensor([1, 4, 1], big, 1, 1, 0)).data[0]).toBe(big / 4);
    expect(linear(tensor([1, 1, 2], big, 1), f32(1, 1), f32(1)).data[0]).toBe(big);
    const row = { kernel: 3, stride: 1, padding: "symmetric" } as const;
    const x = tensor([3, 3, 1], big, 1, 1, 0, 0, 0, 0, 0, 0);
    expect(depthwise(x, ones, row).data[4]).toBe(big);
    expect(conv2d(x, ones, { ...row, outC: 1 }).data[4]).toBe(big);
  });

  it("batchNorm: (7 − 3) · 2 / √(3 + 1) + 1 = 5, channel by channel", () => {
    const norm = { gamma: f32(2, 1), beta: f32(1, 0), mean: f32(3, 0), variance: f32(3, 0), epsilon: 1 };
    expect(batchNorm(tensor([1, 1, 2], 7, 7), norm).data).toEqual(f32(5, 7));
  });

  it("relu6 cuts below 0 and above 6", () => {
    expect(relu6(tensor([1, 1, 5], -1, 0, 3, 6, 7)).data).toEqual(f32(0, 0, 3, 6, 6));
  });

  it("relu cuts below 0; h-swish and h-sigmoid are straight outside −3 to 3", () => {
    expect(relu(tensor([1, 1, 4], -1, 0, 3, 7)).data).toEqual(f32(0, 0, 3, 7));
    expect(hSwish(tensor([1, 1, 6], -4, -3, -1.5, 0, 3, 5)).data).toEqual(f32(-0, -0, -0.375, 0, 3, 5));
    expect(hSigmoid(tensor([1, 1, 5], -3, -1.5, 0, 3, 9)).data).toEqual(f32(0, 0.25, 0.5, 1, 1));
  });

  it("maxPool: the largest of each window; outside never wins, even over negative values", () => {
    const window = { kernel: 3, stride: 2, padding: "symmetric" } as const;
    expect(maxPool(nine, window)).toEqual(tensor([2, 2, 1], 5, 6, 8, 9));
    expect(maxPool(tensor([1, 2, 2], -5, -1, -4, -2), { ...window, stride: 1 }).data).toEqual(f32(-4, -1, -4, -1));
  });

  it("scale, split, concat, shuffle, bias", () => {
    expect(scale(tensor([1, 2, 2], 1, 2, 3, 4), tensor([1, 1, 2], 10, 0.5)).data).toEqual(f32(10, 1, 30, 2));
    expect(split(tensor([1, 2, 3], 1, 2, 3, 4, 5, 6), [1, 3])).toEqual(tensor([1, 2, 2], 2, 3, 5, 6));
    expect(concat(tensor([1, 2, 1], 1, 2), tensor([1, 2, 2], 3, 4, 5, 6))).toEqual(tensor([1, 2, 3], 1, 3, 4, 2, 5, 6));
    // Two groups of three: 0 1 2 | 3 4 5.
    expect(channelShuffle(tensor([1, 1, 6], 0, 1, 2, 3, 4, 5), { groups: 2 }).data).toEqual(f32(0, 3, 1, 4, 2, 5));
    expect(channelShuffle(tensor([1, 1, 6], 0, 1, 2, 3, 4, 5), { groups: 3 }).data).toEqual(f32(0, 2, 4, 1, 3, 5));
    expect(addBias(tensor([1, 2, 2], 1, 2, 3, 4), f32(10, -1)).data).toEqual(f32(11, 1, 13, 3));
  });

  it("add, pool, linear, softmax", () => {
    expect(add(tensor([1, 1, 2], 1, 2), tensor([1, 1, 2], 3, 4)).data).toEqual(f32(4, 6));
    expect(globalAveragePool(tensor([2, 1, 2], 1, 10, 3, 30))).toEqual(tensor([1, 1, 2], 2, 20));
    expect(linear(tensor([1, 1, 2], 3, 5), f32(1, 2, 10, 20), f32(0.5, -1))).toEqual(tensor([1, 1, 2], 53.5, 105));
    expect(probabilities(f32(0, 0, 0, 0))).toEqual(f32(0.25, 0.25, 0.25, 0.25));
    expect(softmax(tensor([1, 2, 2], 1000, 1000, 5, 5)).data).toEqual(f32(0.5, 0.5, 0.5, 0.5));
    expect([...probabilities(f32(0, Math.log(3)))].map((p) => p.toFixed(6))).toEqual(["0.250000", "0.750000"]);
  });

  it("slide: output size and leading padding", () => {
    expect(slide(224, 3, 2, "symmetric")).toEqual({ out: 112, before: 1 });
    expect(slide(224, 3, 2, "same-tf")).toEqual({ out: 112, before: 0 });
    expect(slide(7, 3, 2, "symmetric")).toEqual({ out: 4, before: 1 });
    expect(slide(7, 3, 2, "same-tf")).toEqual({ out: 4, before: 1 });
    expect(slide(1, 1, 2, "same-tf")).toEqual({ out: 1, before: 0 });
  });
});

describe("what kernels refuse", () => {
  const x = tensor([1, 1, 2], 1, 2);
  const window = { kernel: 3, stride: 1, padding: "symmetric" } as const;
  const norm = { gamma: f32(1, 1), beta: f32(0, 0), mean: f32(0, 0), variance: f32(1, 1), epsilon: 1e-5 };
  const cases: [string, () => unknown, string][] = [
    ["conv2d", () => conv2d(x, new Float32Array(9 * 3 * 4), { ...window, outC: 4 }), "conv2d: filter has 3 input channels, x has 2"],
    ["conv2d fit", () => conv2d(x, new Float32Array(4 * 2), { ...window, kernel: 2, outC: 1 }), "conv2d: kernel 2 × 2 does not fit into x 1 × 1 × 2"],
    ["conv2d stride", () => conv2d(x, new Float32Array(18), { ...window, stride: 0, outC: 1 }), "conv2d: stride must be a whole number of at least 1, got 0"],
    ["conv2d outC", () => conv2d(x, new Float32Array(18), { ...window, outC: NaN }), "conv2d: outC must be a whole number of at least 1, got NaN"],
    ["depthwise", () => depthwise(tensor([1, 1, 32], ...Array<number>(32).fill(1)), new Float32Array(9 * 24), window), "depthwise: filter has 24 channels, x has 32"],
    ["depthwise kernel", () => depthwise(x, new Float32Array(18), { ...window, kernel: 1.5 }), "depthwise: kernel must be a whole number of at least 1, got 1.5"],
    ["depthwise fit", () => depthwise(x, new Float32Array(8), { ...window, kernel: 2 }), "depthwise: kernel 2 × 2 does not fit into x 1 × 1 × 2"],
    ["pointwise", () => pointwise(x, new Float32Array(12), { outC: 4 }), "pointwise: filter has 3 input channels, x has 2"],
    ["pointwise outC", () => pointwise(x, new Float32Array(12), { outC: 0 }), "pointwise: outC must be a whole number of at least 1, got 0"],
    ["batchNorm", () => batchNorm(x, { ...norm, mean: f32(0, 0, 0) }), "batchNorm: mean has 3 channels, x has 2"],
    ["relu6", () => relu6({ shape: [2, 3, 4], data: f32(1) }), "relu6: x holds 1 values, its shape 2 × 3 × 4 needs 24"],
    ["add", () => add(x, tensor([1, 2, 1], 1, 2)), "add: a is 1 × 1 × 2, b is 1 × 2 × 1"],
    ["addBias", () => addBias(x, f32(1)), "addBias: bias has 1 channels, x has 2"],
    ["relu", () => relu({ shape: [1, 1, 2], data: f32(1) }), "relu: x holds 1 values, its shape 1 × 1 × 2 needs 2"],
    ["hSwish", () => hSwish({ shape: [1, 1, 2], data: f32(1) }), "hSwish: x holds 1 values, its shape 1 × 1 × 2 needs 2"],
    ["hSigmoid", () => hSigmoid({ shape: [1, 1, 2], data: f32(1) }), "hSigmoid: x holds 1 values, its shape 1 × 1 × 2 needs 2"],
    ["scale", () => scale(x, tensor([1, 1, 1], 1)), "scale: gate is 1 × 1 × 1, x has 2 channels"],
    ["split", () => split(x, [1, 3]), "split: channels 1 to 3 are not in x, which has 2"],
    ["split order", () => split(x, [1, 1]), "split: channels 1 to 1 are not in x, which has 2"],
    ["concat", () => concat(x, tensor([1, 2, 1], 1, 2)), "concat: a is 1 × 1 × 2, b is 1 × 2 × 1"],
    ["channelShuffle", () => channelShuffle(x, { groups: 3 }), "channelShuffle: 3 groups do not divide the 2 channels of x"],
    ["channelShuffle groups", () => channelShuffle(x, { groups: 0 }), "channelShuffle: groups must be a whole number of at least 1, got 0"],
    ["maxPool fit", () => maxPool(x, { ...window, kernel: 2 }), "maxPool: kernel 2 × 2 does not fit into x 1 × 1 × 2"],
    ["maxPool stride", () => maxPool(x, { ...window, stride: 0 }), "maxPool: stride must be a whole number of at least 1, got 0"],
    ["globalAveragePool", () => globalAveragePool({ shape: [0, 3, 2], data: f32() }), "globalAveragePool: height of x must be a whole number of at least 1, got 0"],
    ["linear pixels", () => linear(tensor([1, 2, 1], 1, 2), f32(1), f32(1)), "linear: x has 1 × 2 pixels, it must have 1 × 1"],
    ["linear", () => linear(x, new Float32Array(12), f32(1, 2, 3)), "linear: weight has 4 inputs, x has 2"],
    ["softmax", () => softmax({ shape: [1, 1, 3], data: f32(1) }), "softmax: x holds 1 values, its shape 1 × 1 × 3 needs 3"],
  ]; // prettier-ignore
  it.each(cases)("%s", (_name, act, message) => {
    let caught: unknown;
    try {
      act();
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(Error);
    expect((caught as Error).message).toBe(message);
    expect((caught as Error).name).toBe(message.includes("whole number") ? "RangeError" : "ShapeError");
  });
});
