import fc from "fast-check";
import { all, create } from "mathjs";
import { describe, expect, it, test } from "vitest";
import { pseudoInverse } from "@/figures/shell/pseudo-inverse.ts";
import {
  type Activation,
  ACTIVATIONS,
  activate,
  embed,
  lostPoints,
  MATRICES,
  type Pair,
  randomMatrix,
  share,
} from "@kernels/manifold/collapse.ts";
import { decodeActive, decodeLinear, relativeError } from "@kernels/manifold/decode.ts";
import { ghostSizes, magnitudes } from "@kernels/manifold/ghost.ts";
import { lostCounts, lostShareLaw, lostShareOf, spreadOf } from "@kernels/manifold/law.ts";
import { SHAPES, shapePoints } from "@kernels/manifold/shapes.ts";
import { spherePoints } from "@kernels/manifold/sphere.ts";
import { thinQr } from "@kernels/manifold/thin-qr.ts";

const SEED = Number(process.env["FUZZ_SEED"] ?? 20180113);
fc.configureGlobal({ seed: SEED, numRuns: 100 });

const dimensions = fc.integer({ min: 1, max: 64 });
const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const shapes = fc.constantFrom(...SHAPES.filter((shape) => shape !== "drawn"));
const matrices = fc.constantFrom(...MATRICES);

/** How many z of a point lie strictly inside the part of the activation that is one to one. */
const activeRows = (T: readonly Pair[], [x, y]: Pair, activation: Activation, scale: number): number =>
  T.filter(([a, b]) => {
    const z = scale * a * x + scale * b * y;
    if (activation === "relu") return z > 0;
    if (activation === "relu6") return z > 0 && z < 6;
    return true;
  }).length;

/** The condition number of the rows, by their singular values: it bounds how far rounding can be amplified. */
function condition(rows: readonly Pair[]): number {
  let [aa, ab, bb] = [0, 0, 0];
  for (const [a, b] of rows) [aa, ab, bb] = [aa + a * a, ab + a * b, bb + b * b];
  const middle = (aa + bb) / 2;
  const spread = Math.hypot((aa - bb) / 2, ab);
  return Math.sqrt((middle + spread) / Math.max(middle - spread, Number.MIN_VALUE));
}

describe("activations", () => {
  it("have their textbook values", () => {
    const at = (activation: Activation) => {
      const values = Float64Array.of(-4, -1, 0, 1, 5, 6, 8);
      activate(values, activation);
      return [...values];
    };
    expect(at("identity")).toEqual([-4, -1, 0, 1, 5, 6, 8]);
    expect(at("relu")).toEqual([0, 0, 0, 1, 5, 6, 8]);
    expect(at("relu6")).toEqual([0, 0, 0, 1, 5, 6, 6]);
    expect(at("leaky")).toEqual([-0.4, -0.1, 0, 1, 5, 6, 8]);
    expect(at("h-swish").map((v) => Math.round(1e6 * v) / 1e6)).toEqual([-0, -0.333333, 0, 0.666667, 5, 6, 8]);
  });
});

describe("lost points", () => {
  test("lemma 2, by hand: rows (1, 0), (0, 1), (−1, 1) keep two rows of some points only", () => {
    const T: Pair[] = [
      [1, 0],
      [0, 1],
      [-1, 1],
    ];
    // Tx = (2, 1, −1), (−2, 1, 3), (−2, −1, 1), (2, −1, −3), (0, 1, 1): active 2, 2, 1, 1, 2
    const points: Pair[] = [
      [2, 1],
      [-2, 1],
      [-2, -1],
      [2, -1],
      [0, 1],
    ];
    const kept = embed(T, points, "relu", 1);
    expect(lostPoints(kept, "relu")).toEqual([false, false, true, true, false]);
    expect(decodeActive(T, kept, "relu", 1)).toEqual([[2, 1], [-2, 1], null, null, [0, 1]]);
  });

  test("ReLU6 is active where 0 < z < 6, both ends left out", () => {
    const T: Pair[] = [
      [1, 0],
      [0, 1],
    ];
    const points: Pair[] = [
      [1, 1],
      [1, 6],
      [1, 5.999],
      [0, 3],
      [7, 3],
    ];
    expect(lostPoints(embed(T, points, "relu6", 1), "relu6")).toEqual([false, true, false, true, true]);
    // Twice the scale saturates what was below six before.
    expect(lostPoints(embed(T, [[1, 4]], "relu6", 2), "relu6")).toEqual([true]);
  });

  test.each(["identity", "leaky"] as const)("%s loses none and decodes every point", (activation) => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 64 }), seeds, shapes, (n, seed, shape) => {
        const { points } = shapePoints(shape, 40);
        const T = randomMatrix(n, seed);
        const kept = embed(T, points, activation, 1);
        expect(share(lostPoints(kept, activation)!)).toBe(0);
        expect(relativeError(points, decodeActive(T, kept, activation, 1)!)).toBeLessThan(1e-14 * condition(T));
      }),
    );
  });

  test.each(["identity", "leaky"] as const)(
    "%s loses none at n = 1 either; there a point comes back as the nearest on the row's line",
    (activation) => {
      const points: Pair[] = [
        [1, 2],
        [-3, 1],
        [4, -3],
      ];
      // The row (3, 4): its line goes through (0.6, 0.8); along it lie 11/5, −5/5 and 0.
      const T: Pair[] = [[3, 4]];
      const kept = embed(T, points, activation, 2);
      expect(lostPoints(kept, activation)).toEqual([false, false, false]);
      const back = decodeActive(T, kept, activation, 2)!;
      const line = [2.2, -1, 0].map((along) => [0.6 * along, 0.8 * along]);
      back.forEach((point, i) => {
        expect(point![0]).toBeCloseTo(line[i]![0]!, 14);
        expect(point![1]).toBeCloseTo(line[i]![1]!, 14);
      });
    },
  );

  test("h-swish has no lost points and no active rows: both are null", () => {
    const kept = embed(randomMatrix(5, 1), shapePoints("spiral", 40).points, "h-swish", 1);
    expect([lostPoints(kept, "h-swish"), decodeActive(randomMatrix(5, 1), kept, "h-swish", 1)]).toEqual([null, null]);
  });

  test("are, of ReLU and ReLU6, exactly those with fewer than two active rows, and exactly those that cannot be decoded", () => {
    fc.assert(
      fc.property(
        dimensions,
        seeds,
        shapes,
        matrices,
        fc.constantFrom(...ACTIVATIONS.filter((name) => name !== "h-swish")),
        fc.constantFrom(0.5, 1, 4, 12),
        (n, seed, shape, matrix, activation, scale) => {
          const { points } = shapePoints(shape, 40);
          const T = randomMatrix(n, seed, matrix);
          const kept = embed(T, points, activation, scale);
          const lost = lostPoints(kept, activation)!;
          const loses = activation === "relu" || activation === "relu6";
          expect(lost).toEqual(points.map((point) => loses && activeRows(T, point, activation, scale) < 2));
          expect(decodeActive(T, kept, activation, scale)!.map((point) => point === null)).toEqual(lost);
        },
      ),
    );
  });
});

describe("matrices", () => {
  test("of a smaller n are the first rows of a larger one, for the same seed", () => {
    fc.assert(
      fc.property(dimensions, seeds, (n, seed) => {
        expect(randomMatrix(n, seed)).toEqual(randomMatrix(64, seed).slice(0, n));
      }),
    );
  });
  test("with orthonormal columns have them", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 64 }), seeds, (n, seed) => {
        const T = randomMatrix(n, seed, "orthonormal");
        const sum = (value: (row: Pair) => number): number => T.reduce((total, row) => total + value(row), 0);
        expect(sum(([a]) => a * a)).toBeCloseTo(1, 12);
        expect(sum(([, b]) => b * b)).toBeCloseTo(1, 12);
        expect(sum(([a, b]) => a * b)).toBeCloseTo(0, 9);
      }),
    );
  });
});

describe("the pseudo-inverse", () => {
  const math = create(all!);
  test.each([1, 2, 3, 7, 64])("of n = %i rows is the one that mathjs finds from T itself", (n) => {
    for (let seed = 1; seed <= 20; seed++) {
      const T = randomMatrix(n, seed);
      const whole = math.pinv(T.map(([a, b]) => [a, b]));
      const ours = pseudoInverse(T);
      // mathjs goes through normal equations, which square the condition number.
      const tolerance = 1e-14 * (n === 1 ? 1 : condition(T) ** 2);
      const size = Math.hypot(...whole.flat());
      whole.forEach((row, i) =>
        row.forEach((value, k) => expect(Math.abs(ours[i]![k]! - value)).toBeLessThan(tolerance * size)),
      );
    }
  });
  test("undoes T on the plane: T⁺T = I to 1e-14 times the condition of T", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 64 }), seeds, (n, seed) => {
        const T = randomMatrix(n, seed);
        const P = pseudoInverse(T);
        const product = [0, 1].flatMap((i) =>
          [0, 1].map((k) => T.reduce((sum, row, j) => sum + P[i]![j]! * row[k]!, 0)),
        );
        const off = product.map((value, i) => Math.abs(value - (i % 3 === 0 ? 1 : 0)));
        expect(Math.max(...off)).toBeLessThan(1e-14 * condition(T));
      }),
    );
  });
  test("QR of rank one has a zero in the corner and no NaN", () => {
    const { q, r } = thinQr([
      [1, 2],
      [2, 4],
    ]);
    expect(r[1][1]).toBe(0);
    expect([...q[0], ...q[1]].every(Number.isFinite)).toBe(true);
    const [[first], [second]] = pseudoInverse([[3, 4]]);
    expect([first, second]).toEqual([expect.closeTo(3 / 25, 14), expect.closeTo(4 / 25, 14)]);
  });
});

describe("decoders", () => {
  test("active rows bring back every point with two rows, to 1e-12, or rounding times the condition of its rows", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 64 }), seeds, shapes, matrices, (n, seed, shape, matrix) => {
        const { points } = shapePoints(shape, 40);
        const T = randomMatrix(n, seed, matrix);
        decodeActive(T, embed(T, points, "relu", 1), "relu", 1)!.forEach((guess, i) => {
          if (!guess) return;
          const [x, y] = points[i]!;
          const rows = T.filter(([a, b]) => a * x + b * y > 0);
          const error = Math.hypot(guess[0] - x, guess[1] - y);
          expect(error).toBeLessThan(Math.max(1e-12, 1e-15 * condition(rows)));
        });
      }),
    );
  });

  test("T⁺ReLU(Tx) = x/2 + T⁺|Tx|/2, to rounding times the condition of T", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 64 }), seeds, shapes, (n, seed, shape) => {
        const { points } = shapePoints(shape, 40);
        const T = randomMatrix(n, seed);
        const P = pseudoInverse(T);
        const back = decodeLinear(P, embed(T, points, "relu", 1), 1);
        const ghost = decodeLinear(P, magnitudes(T, points), 2);
        back.forEach(([x, y], i) => {
          const [px, py] = points[i]!;
          const off = Math.hypot(x - px / 2 - ghost[i]![0], y - py / 2 - ghost[i]![1]);
          expect(off).toBeLessThan(1e-14 * condition(T));
        });
      }),
    );
  });

  test("undo the scale before the activation", () => {
    const { points } = shapePoints("spiral", 40);
    const T = randomMatrix(8, 3);
    const [one, four] = [1, 4].map((scale) => decodeLinear(pseudoInverse(T), embed(T, points, "relu", scale), scale));
    four!.forEach(([x, y], i) =>
      expect([x, y]).toEqual([expect.closeTo(one![i]![0], 12), expect.closeTo(one![i]![1], 12)]),
    );
  });

  test("what no point was decoded for is null, not NaN", () => {
    expect(relativeError([[1, 2]], [null])).toBeNull();
    expect(relativeError([], [])).toBeNull();
    expect(relativeError([[3, 4]], [[3, 5]])).toBeCloseTo(0.2, 15);
  });

  test("no state has a NaN or an infinity anywhere", () => {
    fc.assert(
      fc.property(
        dimensions,
        seeds,
        shapes,
        matrices,
        fc.constantFrom(...ACTIVATIONS),
        (n, seed, shape, matrix, activation) => {
          const { points } = shapePoints(shape, 40);
          const T = randomMatrix(n, seed, matrix);
          const kept = embed(T, points, activation, 2);
          const numbers = [
            ...T.flat(),
            ...kept.flatMap((row) => Array.from(row)),
            ...decodeLinear(pseudoInverse(T), kept, 2).flat(),
            ...(decodeActive(T, kept, activation, 2) ?? []).flatMap((point) => point ?? []),
          ];
          expect(numbers.every(Number.isFinite)).toBe(true);
        },
      ),
    );
  });
});

describe("the law", () => {
  // facts/manifold_montecarlo.csv: measured with random angles, and its standard error.
  const MONTE_CARLO = [
    [2, 0.749999688, 1.37e-5],
    [3, 0.499989993, 1.59e-5],
    [5, 0.187502335, 1.24e-5],
    [8, 0.035158714, 5.83e-6],
    [15, 0.000487865, 6.99e-7],
    [30, 2.8866666666666667e-8, 9.82e-10],
  ] as const;
  test.each(MONTE_CARLO)(
    "at n = %i lies within three standard errors of the facts sheet's %d",
    (n, measured, error) => {
      expect(Math.abs(lostShareLaw(n) - measured)).toBeLessThan(3 * error);
    },
  );

  test("is (n + 1)/2ⁿ in the plane, and 1/2 at n = 2d − 1 in any dimension", () => {
    for (let n = 1; n <= 64; n++) expect(lostShareLaw(n)).toBe((n + 1) / 2 ** n);
    for (let d = 1; d <= 8; d++) expect(lostShareLaw(2 * d - 1, d)).toBe(0.5);
  });

  test("is the mean of fresh Gaussian matrices, within four standard errors", () => {
    const point: Pair[] = [[0.6, -0.3]];
    for (const n of [2, 3, 5, 8]) {
      const many = 20_000;
      const mean =
        Array.from({ length: many }, (_, k) => lostShareOf(n, 1000 + k, point)).reduce((a, b) => a + b) / many;
      const law = lostShareLaw(n);
      expect(Math.abs(mean - law), `n = ${n}`).toBeLessThan(4 * Math.sqrt((law * (1 - law)) / many));
    }
  });

  test("at n = 3 is met exactly by every T on a spiral whose directions are even", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 10, max: 500 }), (seed, quarter) => {
        const { points } = shapePoints("spiral", 4 * quarter);
        expect(lostShareOf(3, seed, points)).toBe(0.5);
      }),
    );
  });

  test("counts for all n at once are those of each n by itself", () => {
    fc.assert(
      fc.property(dimensions, seeds, shapes, (n, seed, shape) => {
        const { points } = shapePoints(shape, 60);
        const counts = lostCounts(Float64Array.from(points.flat()), 2, n, seed);
        const T = randomMatrix(n, seed);
        expect(counts[n - 1]! / 60).toBe(share(lostPoints(embed(T, points, "relu", 1), "relu")!));
        expect([...counts]).toEqual([...counts].sort((a, b) => b - a));
      }),
    );
  });

  test("a spread has its extremes, its percentiles and its deviation", () => {
    const spread = spreadOf([0.4, 0.1, 0.2, 0.3]);
    expect(spread).toMatchObject({ seeds: 4, low: 0.1, high: 0.4 });
    expect([spread.mean, spread.deviation]).toEqual([
      expect.closeTo(0.25, 12),
      expect.closeTo(Math.sqrt(0.05 / 3), 12),
    ]);
  });
});

test("the ghost's median size is that of the facts sheet's table, within 0.04", () => {
  const facts = [
    [2, 1.0],
    [3, 0.96],
    [5, 0.83],
    [8, 0.65],
    [15, 0.46],
    [30, 0.32],
    [100, 0.17],
  ] as const;
  for (const [n, size] of facts) expect(Math.abs(ghostSizes(n, 1000).median - size), `n = ${n}`).toBeLessThan(0.04);
});

describe("curves", () => {
  it("have as many points as asked, inside the square, none at the origin", () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 4, max: 2000 }), (shape, m) => {
        const { points, starts } = shapePoints(shape, m);
        expect(points.length).toBe(m);
        expect(starts[0]).toBe(0);
        const outside = points.filter(([x, y]) => Math.max(Math.abs(x), Math.abs(y)) > 1 || Math.hypot(x, y) === 0);
        expect(outside).toEqual([]);
      }),
    );
  });
  it("drawn by hand are the reader's strokes, at even distances", () => {
    expect(shapePoints("drawn", 10, "")).toEqual({ points: [], starts: [] });
    const { points, starts } = shapePoints("drawn", 4, "0,500 1000,500");
    expect(points.map(([x, y]) => [Math.round(1e9 * x) / 1e9, y])).toEqual(
      [-0.75, -0.25, 0.25, 0.75].map((x) => [x, 0]),
    );
    expect(starts).toEqual([0]);
    expect(shapePoints("drawn", 8, "0,0 0,1000;1000,0 1000,1000").starts).toEqual([0, 4]);
  });
  it("directions on the sphere have length 1 and come with their opposites", () => {
    const points = spherePoints(5, 40, 3);
    for (let p = 0; p < 40; p++) expect(Math.hypot(...points.subarray(5 * p, 5 * p + 5))).toBeCloseTo(1, 12);
    expect(Array.from(points.subarray(0, 5))).toEqual(Array.from(points.subarray(5, 10), (value) => -value));
    expect([...spherePoints(1, 40, 3)]).toEqual([1, -1]);
  });
});
