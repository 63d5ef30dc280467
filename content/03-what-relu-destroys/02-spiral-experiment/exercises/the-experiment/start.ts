export type Pair = readonly [number, number];
export interface Experiment {
  /** One row of n values a point: what ReLU leaves of T · x. */
  readonly embedded: number[][];
  /** One a point: true if fewer than two of its rows are active. */
  readonly lost: boolean[];
}

/** The experiment: T has n rows of two entries, the points lie in the plane. */
export function experiment(
  T: readonly Pair[],
  points: readonly Pair[],
): Experiment {
  // T · x so far; ReLU is missing, and no point is called lost.
  const embedded = points.map(([x, y]) => T.map(([a, b]) => a * x + b * y));
  return { embedded, lost: embedded.map(() => false) };
}
