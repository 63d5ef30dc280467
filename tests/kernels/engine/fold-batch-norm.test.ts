import { foldBatchNorm } from "@kernels/engine/fold-batch-norm.ts";
import { batchNorm, type Norm } from "@kernels/ops/batch-norm.ts";
import { conv2d } from "@kernels/ops/conv2d.ts";
import { depthwise } from "@kernels/ops/depthwise.ts";
import { gaussian, seededRandom } from "@kernels/random.ts";
import type { Tensor } from "@kernels/tensor.ts";
import { expect, it } from "vitest";
import { seededTensor } from "../seeded-network.ts";

const random = seededRandom(7);
const vector = (n: number, draw = () => gaussian(random)): Float32Array => Float32Array.from({ length: n }, draw);
const norm = (c: number): Norm => ({
  gamma: vector(c),
  beta: vector(c),
  mean: vector(c),
  variance: vector(c, () => 0.1 + random()),
  epsilon: 1e-5,
});
const plus = ({ data }: Tensor, bias: Float32Array): number[] => [...data].map((v, i) => v + bias[i % bias.length]!);

it("folded convolution plus bias equals convolution then batch norm within 4 · 10⁻⁵ of its size", () => {
  const x = seededTensor([5, 7, 4], random);
  const window = { kernel: 3, stride: 2, padding: "symmetric" } as const;
  const after = norm(6);
  const filter = vector(9 * 4 * 6);
  const folded = foldBatchNorm(filter, after);
  const expected = batchNorm(conv2d(x, filter, { ...window, outC: 6 }), after).data;
  plus(conv2d(x, folded.filter, { ...window, outC: 6 }), folded.bias).forEach((value, i) =>
    expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-5 * (1 + Math.abs(expected[i]!)) * 4),
  );

  const each = norm(4);
  const own = vector(9 * 4);
  const foldedOwn = foldBatchNorm(own, each);
  const expectedOwn = batchNorm(depthwise(x, own, window), each).data;
  plus(depthwise(x, foldedOwn.filter, window), foldedOwn.bias).forEach((value, i) =>
    expect(Math.abs(value - expectedOwn[i]!)).toBeLessThan(1e-5 * (1 + Math.abs(expectedOwn[i]!)) * 4),
  );
});

it("folds a hand-worked channel: scale 3/2, filter 2 → 3, bias 1 − 4 · 3/2 = −5", () => {
  const one = (value: number): Float32Array => Float32Array.of(value);
  const folded = foldBatchNorm(one(2), { gamma: one(3), beta: one(1), mean: one(4), variance: one(3), epsilon: 1 });
  expect(folded).toEqual({ filter: one(3), bias: one(-5) });
});

it("refuses a filter without whole output channels", () => {
  expect(() => foldBatchNorm(vector(10), norm(4))).toThrow(
    "foldBatchNorm: filter of 10 values has no 4 output channels",
  );
  expect(() => foldBatchNorm(vector(8), { ...norm(4), mean: vector(3) })).toThrow(
    "foldBatchNorm: mean has 3 channels, x has 4",
  );
});
