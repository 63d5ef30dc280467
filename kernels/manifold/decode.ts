/** The two decoders of the ReLU experiment, and how far they are off. float64, like the embedding. */
import { type Activation, activeRange, LEAK, losesNothing, type Pair } from "./collapse.ts";

/** The linear decoder: x̂ = P v / scale, with P (2 × n, by rows) the pseudo-inverse of T. */
export function decodeLinear(
  pinv: readonly ArrayLike<number>[],
  embedded: readonly Float64Array[],
  scale: number,
): Pair[] {
  const [first, second] = pinv as [ArrayLike<number>, ArrayLike<number>];
  return embedded.map((row): Pair => {
    let x = 0;
    let y = 0;
    for (let i = 0; i < row.length; i++) {
      x += (first[i] as number) * (row[i] as number);
      y += (second[i] as number) * (row[i] as number);
    }
    return [x / scale, y / scale];
  });
}

/** Two rows count as parallel if the squared sine of the angle between them is below this: rounding then decides. */
const PARALLEL = 1e-24;

/**
 * The decoder that the mathematics allows: least squares on the rows whose value is still exact. It brings back every
 * point that kept two independent rows, up to rounding; a point that did not is null. null altogether for h-swish.
 * One row alone (n = 1) whose value is always exact has many points that fit: the one nearest to the origin is taken.
 *
 * Gram and Schmidt with the right-hand side carried along, not normal equations: those would square the condition
 * number, and two nearly parallel rows are not rare where only two are left.
 */
export function decodeActive(
  T: readonly Pair[],
  embedded: readonly Float64Array[],
  activation: Activation,
  scale: number,
): (Pair | null)[] | null {
  if (activation === "h-swish") return null;
  const [low, high] = activeRange(activation);
  if (T.length === 1 && losesNothing(activation)) {
    const [a, b] = T[0] as Pair;
    const whole = scale * (a * a + b * b);
    return embedded.map(([value = 0]): Pair => {
      const z = activation === "leaky" && value < 0 ? value / LEAK : value;
      return [(a * z) / whole, (b * z) / whole];
    });
  }
  const columns = [Float64Array.from(T, ([a]) => a), Float64Array.from(T, ([, b]) => b)] as const;
  const [first, second] = columns;
  return embedded.map((row): Pair | null => {
    let aa = 0;
    let ab = 0;
    let av = 0;
    let bb = 0;
    let rows = 0;
    for (let i = 0; i < row.length; i++) {
      const value = row[i] as number;
      if (!(value > low && value < high)) continue;
      const a = first[i] as number;
      const b = second[i] as number;
      aa += a * a;
      ab += a * b;
      av += a * (activation === "leaky" && value < 0 ? value / LEAK : value);
      bb += b * b;
      rows++;
    }
    if (rows < 2 || aa === 0) return null;
    const along = ab / aa;
    const told = av / aa;
    let rest = 0;
    let restV = 0;
    for (let i = 0; i < row.length; i++) {
      const value = row[i] as number;
      if (!(value > low && value < high)) continue;
      const a = first[i] as number;
      const b = (second[i] as number) - along * a;
      rest += b * b;
      restV += b * ((activation === "leaky" && value < 0 ? value / LEAK : value) - told * a);
    }
    if (!(rest > PARALLEL * bb)) return null;
    const y = restV / rest;
    return [(told - along * y) / scale, y / scale];
  });
}

/**
 * Root mean square error of a decoded curve relative to the curve's own root mean square size, over the points that
 * were decoded. null if none was.
 */
export function relativeError(points: readonly Pair[], decoded: readonly (Pair | null)[]): number | null {
  let error = 0;
  let size = 0;
  decoded.forEach((guess, i) => {
    const truth = points[i];
    if (!guess || !truth) return;
    error += (guess[0] - truth[0]) ** 2 + (guess[1] - truth[1]) ** 2;
    size += truth[0] ** 2 + truth[1] ** 2;
  });
  return size === 0 ? null : Math.sqrt(error / size);
}
