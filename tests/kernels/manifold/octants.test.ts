import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { embed, lostPoints, type Pair, randomMatrix } from "@kernels/manifold/collapse.ts";
import { foldPoint, octantsOf, remaining, sectorsOf } from "@kernels/manifold/octants.ts";
import { shapePoints } from "@kernels/manifold/shapes.ts";

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const spiral = shapePoints("spiral", 400).points;

describe("the plane of Tx at n = 3", () => {
  test("meets six octants in three opposite pairs, whatever T is", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const sectors = sectorsOf(randomMatrix(3, seed), "relu");
        expect(sectors).toHaveLength(6);
        const names = new Set(sectors.map(({ signs }) => signs.map(Number).join("")));
        expect(names.size).toBe(6);
        for (const { signs } of sectors) expect(names).toContain(signs.map((sign) => Number(!sign)).join(""));
        const turn = sectors.reduce((sum, { from, to }) => sum + to - from, 0);
        expect(turn).toBeCloseTo(2 * Math.PI, 12);
      }),
    );
  });

  test("loses exactly half of the spiral, as lostPoints counts too", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const T = randomMatrix(3, seed);
        const octants = octantsOf(T, spiral, "relu");
        const lost = octants.filter(({ active }) => active < 2).reduce((sum, { points }) => sum + points, 0);
        expect(octants.reduce((sum, { points }) => sum + points, 0)).toBe(400);
        expect(lost).toBe(200);
        expect(lostPoints(embed(T, spiral, "relu", 1), "relu")?.filter(Boolean)).toHaveLength(lost);
        for (const { met, points } of octants) if (!met) expect(points).toBe(0);
      }),
    );
  });

  test("by hand: the rows (1, 0), (0, 1), (−1, −1) never meet + + + and − − −", () => {
    const T: Pair[] = [
      [1, 0],
      [0, 1],
      [-1, -1],
    ];
    const octants = octantsOf(
      T,
      [
        [1, 0.5],
        [-0.2, 1],
      ],
      "relu",
    );
    const of = (name: string) => octants.find(({ signs }) => signs.map((sign) => (sign ? "+" : "-")).join("") === name);
    expect([of("+++")?.met, of("---")?.met]).toEqual([false, false]);
    expect(of("++-")).toMatchObject({ active: 2, points: 1, met: true });
    expect(of("-+-")).toMatchObject({ active: 1, points: 1, met: true });
    expect(sectorsOf(T, "relu").map(({ from }) => Math.round((from * 180) / Math.PI))).toEqual([
      0, 90, 135, 180, 270, 315,
    ]);
  });
});

describe("the fold", () => {
  const T: Pair[] = [
    [1, 0],
    [0, 1],
    [1, 1],
  ];
  test("goes from Tx to the activation and keeps what is positive", () => {
    const at = (activation: "relu" | "leaky" | "identity", fold: number) =>
      foldPoint(T, [1, -2], remaining(activation, fold));
    expect(at("relu", 0)).toEqual([1, -2, -1]);
    expect(at("relu", 0.25)).toEqual([1, -1.5, -0.75]);
    expect(at("relu", 1)).toEqual([1, 0, 0]);
    expect(at("identity", 1)).toEqual([1, -2, -1]);
    expect(at("leaky", 1)[1]).toBeCloseTo(-0.2, 12);
  });
  test("leaves no −0", () => {
    expect(foldPoint(T, [1, -2], 0).some((value) => Object.is(value, -0))).toBe(false);
  });
});

test("without a flat side every row is active everywhere", () => {
  for (const activation of ["identity", "leaky"] as const) {
    expect(octantsOf(randomMatrix(3, 5), spiral, activation).map(({ active }) => active)).toEqual(Array(8).fill(3));
  }
});
