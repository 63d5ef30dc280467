import { studentQuantile } from "./student.ts";

/** How one row of numbers differs from another, pair by pair, and how sure that is. */
export interface PairedDifference {
  readonly pairs: number;
  /** Mean of second − first. */
  readonly mean: number;
  /** The interval around the mean; null with fewer than two pairs. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Whether the interval leaves out 0; null without one, or where all differences are equal, which tells of no spread. */
  readonly isTold: boolean | null;
}

/**
 * Mean difference of two rows of equal length, and its interval by Student's t over the pairs' differences.
 *
 * `together` intervals at once hold jointly with the given confidence (Bonferroni's correction): each is made wider.
 *
 * @throws {RangeError} if the rows are empty or differ in length
 */
export function pairedDifference(
  first: readonly number[],
  second: readonly number[],
  { confidence = 0.95, together = 1 }: { readonly confidence?: number; readonly together?: number } = {},
): PairedDifference {
  const pairs = first.length;
  if (pairs === 0 || pairs !== second.length) {
    throw new RangeError(`pairedDifference: rows of ${first.length} and ${second.length} numbers make no pairs`);
  }
  const differences = first.map((value, i) => second[i]! - value);
  const mean = differences.reduce((sum, value) => sum + value, 0) / pairs;
  if (pairs === 1) return { pairs, mean, interval: null, isTold: null };
  const variance = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (pairs - 1);
  const half = studentQuantile(1 - (1 - confidence) / (2 * together), pairs - 1) * Math.sqrt(variance / pairs);
  const interval = [mean - half, mean + half] as const;
  // Rounding alone makes a spread of 1e-17 of equal differences.
  const hasSpread = Math.sqrt(variance) > 1e-12;
  return { pairs, mean, interval, isTold: hasSpread ? interval[0] > 0 || interval[1] < 0 : null };
}
