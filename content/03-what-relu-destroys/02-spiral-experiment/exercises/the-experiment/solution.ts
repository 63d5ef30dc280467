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
  const embedded = points.map(([x, y]) =>
    T.map(([a, b]) => Math.max(a * x + b * y, 0)),
  );
  const lost = embedded.map(
    (row) => row.filter((value) => value > 0).length < 2,
  );
  return { embedded, lost };
}
