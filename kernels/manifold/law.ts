/** The law of lost points and its spread over matrices. */
import { gaussian, seededRandom } from "../random.ts";
import type { Pair } from "./collapse.ts";

/**
 * The expected share of points of a d-dimensional input that ReLU(Tx) loses in n dimensions: fewer than d of n rows
 * are active, each with probability 1/2. For the plane (d = 2) it is (n + 1)/2ⁿ.
 *
 * A mean over T, for any T whose density does not change when rows change sign; single matrices scatter.
 *
 * @see MobileNetV2 appendix A, theorem 1 (its n is our d, its m our n)
 */
export function lostShareLaw(n: number, d = 2): number {
  // Whole numbers up to the last step, so that a half is a half.
  let ways = 1;
  let sum = 0;
  for (let k = 0; k < d && k <= n; k++) {
    sum += ways;
    ways = (ways * (n - k)) / (k + 1);
  }
  return sum / 2 ** n;
}

/**
 * How many points one seed's Gaussian matrix loses, for n = 1, 2, … rows at once: a point is lost until its d-th active
 * row has come. The matrix of n rows is `randomMatrix(n, seed)`, of which a smaller n has the first rows.
 *
 * points m × d, by rows → `rows` counts, that of n rows at n − 1
 */
export function lostCounts(points: Float64Array, d: number, rows: number, seed: number): Uint32Array {
  const random = seededRandom(seed);
  const T = Float64Array.from({ length: rows * d }, () => gaussian(random));
  const saved = new Uint32Array(rows + 1);
  for (let p = 0; p < points.length; p += d) {
    let active = 0;
    let i = 0;
    for (; i < rows && active < d; i++) {
      let z = 0;
      for (let k = 0; k < d; k++) z += (T[i * d + k] as number) * (points[p + k] as number);
      if (z > 0) active++;
    }
    // i is now the number of rows that it took; `rows` of them are not enough if the d-th never came.
    const until = active === d ? i - 1 : rows;
    saved[until] = (saved[until] as number) + 1;
  }
  const lost = new Uint32Array(rows);
  let left = points.length / d;
  for (let n = 1; n <= rows; n++) {
    left -= saved[n - 1] as number;
    lost[n - 1] = left;
  }
  return lost;
}

/** The measured share for one seed's Gaussian matrix of n rows on a curve of the plane. */
export function lostShareOf(n: number, seed: number, points: readonly Pair[]): number {
  const counts = lostCounts(Float64Array.from(points.flat()), 2, n, seed);
  return points.length === 0 ? 0 : (counts[n - 1] as number) / points.length;
}

/** How a measured share scatters: mean, standard deviation, smallest, largest and the 5th and 95th percentile. */
export interface Spread {
  readonly seeds: number;
  readonly mean: number;
  readonly deviation: number;
  readonly low: number;
  readonly high: number;
  readonly p5: number;
  readonly p95: number;
}

export function spreadOf(shares: readonly number[]): Spread {
  const sorted = [...shares].sort((a, b) => a - b);
  const seeds = sorted.length;
  const mean = sorted.reduce((a, b) => a + b, 0) / Math.max(1, seeds);
  const variance = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, seeds - 1);
  const at = (p: number): number => sorted[Math.min(seeds - 1, Math.round(p * (seeds - 1)))] ?? 0;
  return {
    seeds,
    mean,
    deviation: Math.sqrt(variance),
    low: at(0),
    high: at(1),
    p5: at(0.05),
    p95: at(0.95),
  };
}
