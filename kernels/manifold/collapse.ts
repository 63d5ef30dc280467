/**
 * The ReLU experiment (MobileNetV2 figure 1): a curve of the plane is embedded in n dimensions by a random matrix T,
 * an activation is applied, and two decoders try to bring it back. Everything here is float64: it is mathematics
 * about the layer, not the layer.
 */
import { gaussian, seededRandom, type Random } from "../random.ts";

export const ACTIVATIONS = ["identity", "relu", "relu6", "leaky", "h-swish"] as const;
export type Activation = (typeof ACTIVATIONS)[number];
export const MATRICES = ["gaussian", "orthonormal"] as const;
export type MatrixName = (typeof MATRICES)[number];

/** The slope of the leaky ReLU below zero. */
export const LEAK = 0.1;

export type Pair = readonly [x: number, y: number];

/**
 * T, n × 2, by rows, from a visible seed.
 *
 * "gaussian": independent entries of variance 1. "orthonormal": the same matrix with its two columns made
 * orthonormal (Gram and Schmidt); one row alone (n = 1) has no two orthonormal columns and stays as it is, scaled to
 * length 1. The rows of a larger n begin with those of a smaller one for the same Gaussian seed, so that sliding n
 * adds rows instead of starting afresh.
 */
export function randomMatrix(n: number, seed: number, kind: MatrixName = "gaussian"): Pair[] {
  const random: Random = seededRandom(seed);
  const rows = Array.from({ length: n }, (): [number, number] => [gaussian(random), gaussian(random)]);
  if (kind === "gaussian") return rows;
  if (n === 1) {
    const [a, b] = rows[0] as Pair;
    const size = Math.hypot(a, b);
    return [[a / size, b / size]];
  }
  const first = Math.sqrt(rows.reduce((sum, [a]) => sum + a * a, 0));
  const unit = rows.map(([a]) => a / first);
  const shared = rows.reduce((sum, [, b], i) => sum + b * (unit[i] as number), 0);
  const rest = rows.map(([, b], i) => b - shared * (unit[i] as number));
  const second = Math.sqrt(rest.reduce((sum, b) => sum + b * b, 0));
  return rows.map((_, i): Pair => [unit[i] as number, (rest[i] as number) / second]);
}

/**
 * The activation at every value, in place. One loop for each, without branches in it: the rule is chosen once, and
 * which sign comes next cannot be guessed.
 */
export function activate(values: Float64Array, activation: Activation): void {
  const z = (k: number): number => values[k] as number;
  switch (activation) {
    case "identity":
      return;
    case "relu":
      for (let k = 0; k < values.length; k++) values[k] = Math.max(z(k), 0);
      return;
    case "relu6":
      for (let k = 0; k < values.length; k++) values[k] = Math.min(Math.max(z(k), 0), 6);
      return;
    case "leaky":
      for (let k = 0; k < values.length; k++) values[k] = Math.max(z(k), LEAK * z(k));
      return;
    case "h-swish":
      for (let k = 0; k < values.length; k++) values[k] = (z(k) * Math.min(Math.max(z(k) + 3, 0), 6)) / 6;
  }
}

/** The open interval of kept values whose row tells its z exactly: there the activation is invertible. */
export function activeRange(activation: Exclude<Activation, "h-swish">): readonly [low: number, high: number] {
  switch (activation) {
    case "identity":
    case "leaky":
      return [-Infinity, Infinity];
    case "relu":
      return [0, Infinity];
    case "relu6":
      return [0, 6];
  }
}

/**
 * The curve in n dimensions: activation(scale · T x), one row of n values a point.
 *
 * points m × 2 · T n × 2 → m rows of n
 */
export function embed(
  T: readonly Pair[],
  points: readonly Pair[],
  activation: Activation,
  scale: number,
): Float64Array[] {
  const n = T.length;
  const a = Float64Array.from(T, (row) => scale * row[0]);
  const b = Float64Array.from(T, (row) => scale * row[1]);
  // One block of memory for all rows: 2,000 points in 64 dimensions must fit into a frame.
  const all = new Float64Array(n * points.length);
  points.forEach(([x, y], p) => {
    for (let i = 0; i < n; i++) all[p * n + i] = (a[i] as number) * x + (b[i] as number) * y;
  });
  activate(all, activation);
  return points.map((_, p) => all.subarray(p * n, (p + 1) * n));
}

/** Whether every kept value tells its z, whatever z is: then the activation itself loses no point. */
export const losesNothing = (activation: Activation): boolean => activation === "identity" || activation === "leaky";

/**
 * Which points the activation makes unrecoverable: those with fewer than two active rows (MobileNetV2 appendix A, lemma 2; two
 * random rows are independent with probability 1). Read from the kept values, which tell it exactly: zero and six are
 * the only flat places. An activation that is invertible everywhere loses none, even where T itself has no inverse
 * (n = 1). null for h-swish, which is neither invertible nor flat.
 *
 * embedded: rows as `embed` returns them
 */
export function lostPoints(embedded: readonly Float64Array[], activation: Activation): boolean[] | null {
  if (activation === "h-swish") return null;
  if (losesNothing(activation)) return embedded.map(() => false);
  const [low, high] = activeRange(activation);
  return embedded.map((row) => {
    let active = 0;
    for (let i = 0; i < row.length; i++) {
      const value = row[i] as number;
      if (value > low && value < high && ++active === 2) return false;
    }
    return true;
  });
}

export const share = (lost: readonly boolean[]): number =>
  lost.length === 0 ? 0 : lost.reduce((sum, is) => sum + (is ? 1 : 0), 0) / lost.length;
