/** The value below which a share of the numbers lies; NaN if there are none. */
export function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
}

/** A measured time: the median, and the tenth and the ninetieth of a hundred. */
export interface Spread {
  readonly medianMs: number;
  readonly p10Ms: number;
  readonly p90Ms: number;
}

/** Median and spread of times in milliseconds. */
export const spreadOf = (times: readonly number[]): Spread => ({
  medianMs: quantile(times, 0.5),
  p10Ms: quantile(times, 0.1),
  p90Ms: quantile(times, 0.9),
});
