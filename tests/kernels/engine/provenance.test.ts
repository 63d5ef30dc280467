import { classVotes, energyShares } from "@kernels/engine/provenance.ts";
import { globalAveragePool } from "@kernels/ops/global-average-pool.ts";
import { linear } from "@kernels/ops/linear.ts";
import { seededRandom } from "@kernels/random.ts";
import type { Tensor } from "@kernels/tensor.ts";
import { describe, expect, it, test } from "vitest";
import { seededTensor } from "../seeded-network.ts";

const one = (...values: number[]): Tensor => ({ shape: [1, 1, values.length], data: Float32Array.from(values) });

describe("energyShares", () => {
  it("by hand: (3 + 1)² + (0 − 2)² = 20 is 9 by the skip, 5 by the branch, 6 together", () => {
    const { skip, branch, both, energy } = energyShares(one(3, 0), one(1, -2));
    expect([energy, skip, branch, both]).toEqual([20, 9 / 20, 5 / 20, 6 / 20]);
  });
  it("is negative where they pull against each other, and nothing where all cancels", () => {
    expect(energyShares(one(2), one(-1)).both).toBe(-4);
    expect(energyShares(one(1), one(-1))).toEqual({ skip: 0, branch: 0, both: 0, energy: 0 });
  });
  it("refuses tensors of two sizes", () => {
    expect(() => energyShares(one(1), one(1, 2))).toThrow("energyShares: skip has 1 values, branch has 2");
  });
});

const SEED = 77;
test(`channels sum to the classifier's logit bit for bit, positions within 1e-5 (seed ${SEED})`, () => {
  const random = seededRandom(SEED);
  const features = seededTensor([3, 3, 40], random);
  const weight = seededTensor([1, 1, 40 * 7], random).data;
  const bias = seededTensor([1, 1, 7], random).data;
  const pooled = globalAveragePool(features);
  const logits = linear(pooled, weight, bias).data;
  logits.forEach((logit, index) => {
    const votes = classVotes(features, pooled, { weight, bias }, index);
    const sum = votes.channels.reduce((total, value) => Math.fround(total + value), 0);
    expect([votes.logit, Math.fround(sum + votes.bias)]).toEqual([logit, logit]);
    expect(votes.positions.reduce((total, value) => total + value, votes.bias)).toBeCloseTo(logit, 5);
    expect(votes.positions).toHaveLength(9);
  });
  expect(() => classVotes(features, pooled, { weight, bias }, 7)).toThrow(
    "classVotes: class must be from 0 to 6, got 7",
  );
  expect(() => classVotes(features, one(1), { weight, bias }, 0)).toThrow("classVotes: features have 40 channels");
});
