import { NetworkHealth, shareBelow } from "@kernels/engine/health.ts";
import { CloudRank, effectiveRank, symmetricEigenvalues } from "@kernels/manifold/spectrum.ts";
import { build } from "@kernels/models/build.ts";
import { DIGITS } from "@kernels/models/digits.ts";
import { gaussian, seededRandom } from "@kernels/random.ts";
import { describe, expect, it } from "vitest";

describe("eigenvalues of symmetric matrices", () => {
  it("finds 1 and 3 of [[2, 1], [1, 2]], and the diagonal of a diagonal matrix", () => {
    expect([...symmetricEigenvalues([2, 1, 1, 2], 2)].sort()).toEqual([expect.closeTo(1, 12), expect.closeTo(3, 12)]);
    expect([...symmetricEigenvalues([5, 0, 0, 0, -2, 0, 0, 0, 0], 3)]).toEqual([5, -2, 0]);
  });
  it("keeps the trace and the sum of squares of a random one, and finds v'Av on each of them", () => {
    const random = seededRandom(5);
    const n = 24;
    const half = Array.from({ length: n * n }, () => gaussian(random));
    const matrix = half.map((value, at) => value + half[(at % n) * n + Math.floor(at / n)]!);
    const values = symmetricEigenvalues(matrix, n);
    const sum = (of: Iterable<number>): number => [...of].reduce((total, value) => total + value, 0);
    expect(sum(values)).toBeCloseTo(sum(Array.from({ length: n }, (_, i) => matrix[i * n + i]!)), 8);
    expect(sum(values.map((value) => value ** 2))).toBeCloseTo(sum(matrix.map((value) => value ** 2)), 6);
  });
});

describe("effective rank", () => {
  it("is n for n equal shares, 1 for one direction, 0 without variance", () => {
    expect(effectiveRank([2, 2, 2, 2])).toBeCloseTo(4, 12);
    expect(effectiveRank([7, 0, 0])).toBeCloseTo(1, 12);
    expect(effectiveRank([0, 0])).toBe(0);
    // Shares 3/4 and 1/4: e^(−3/4 ln 3/4 − 1/4 ln 1/4) = 4 / 3^(3/4).
    expect(effectiveRank([3, 1])).toBeCloseTo(4 / 3 ** 0.75, 12);
  });
  it("of a cloud: a plane turned into five dimensions, wherever it lies, has rank 2", () => {
    const random = seededRandom(3);
    const cloud = new CloudRank(5);
    for (let i = 0; i < 4000; i++) {
      const [a, b] = [gaussian(random), gaussian(random)];
      // Two orthogonal directions of length 2, shifted.
      cloud.add(Float32Array.of(a + b + 9, a - b, a + b, a - b - 5, 3), 0);
    }
    expect(cloud.rank).toBeCloseTo(2, 2);
  });
});

describe("network health, counted by hand", () => {
  const layers = build(DIGITS);
  const layer = (block: number, step: string) => layers.find((one) => one.block === block && one.step === step)!;
  const tensor = (channels: number, positions: readonly (readonly number[])[]) => ({
    shape: [1, positions.length, channels] as const,
    data: Float32Array.from(positions.flatMap((own) => [...own, ...Array<number>(channels - own.length).fill(0)])),
  });
  const health = new NetworkHealth(layers);
  const wide = layer(2, "expand-relu6").outShape[2];
  // Needed: the twelve channels of the input.
  const active = (count: number): number[] => Array<number>(count).fill(1);
  health.add(layer(2, "expand-relu6"), tensor(wide, [active(12), active(11), [...active(11), 6]]));
  health.add(layer(2, "depthwise-relu6"), tensor(wide, [[6, 6], [1]]));
  health.add(
    layer(2, "project-bn"),
    tensor(12, [
      [3, -1],
      [-3, 1],
      [3, 1],
      [-3, -1],
    ]),
  );
  const block = health.blocks.find((one) => one.block === 2)!;

  it("counts zeros, sixes and channels that never fire", () => {
    const { zeros, sixes, dead, channels } = block.expand!;
    expect([dead, channels]).toEqual([wide - 12, wide]);
    expect(zeros).toBeCloseTo(1 - 35 / (3 * wide), 12);
    expect(sixes).toBeCloseTo(1 / (3 * wide), 12);
    expect([block.depthwise.sixes, block.depthwise.dead]).toEqual([2 / (2 * wide), wide - 2]);
  });
  it("counts a position as lost below as many active channels as the input has; a six is not active", () => {
    expect(layer(2, "expand-relu6").inShape[2] / 6).toBe(12);
    expect(block.lost).toBeCloseTo(2 / 3, 12);
    expect(shareBelow(block.expand!, 11)).toBe(0);
  });
  it("measures the neck as it is, and as ReLU6 would leave it", () => {
    const rank = 10 / 9 ** 0.9;
    expect(block.rank).toBeCloseTo(rank, 6);
    // Of the four points one keeps no channel, two keep one, one keeps both; the neck fills between one and two.
    expect(block.neck.kept.slice(0, 3)).toEqual([1, 2, 1]);
    expect(block.neckLost).toBe(3 / 4);
    expect(block.clippedRank).toBeCloseTo(rank, 6);
  });
  it("has no expansion in block 1", () => {
    const fresh = new NetworkHealth(layers);
    for (const step of ["depthwise-relu6", "project-bn"]) {
      fresh.add(layer(1, step), tensor(layer(1, step).outShape[2], [[1, 2]]));
    }
    expect(fresh.blocks).toHaveLength(17);
    expect(fresh.blocks[0]).toMatchObject({ block: 1, expand: null, lost: null });
  });
});
