/** Runs a reader's function against the reference on hidden cases, and finds the first wrong value and its likely cause. */
import type { Exercise } from "@content/exercise.ts";
import { seededRandom } from "@kernels/random.ts";

export interface Values {
  readonly shape: readonly [h: number, w: number, c: number];
  readonly data: Float32Array;
}
export interface Wrong {
  /** Number of the case, from 1. */
  readonly index: number;
  readonly says: readonly (readonly [name: string, value: number])[];
  /** "value": another number; "shape": another shape; "form": nothing that could be compared; "threw": an error. */
  readonly kind: "value" | "shape" | "form" | "threw";
  readonly expected: Values;
  readonly found?: Values;
  readonly at?: readonly [y: number, x: number, c: number];
  /** A name among the exercise's mistakes. */
  readonly mistake?: string;
  /** What came back instead, or what was thrown. */
  readonly text?: string;
}
export interface Verdict {
  /** Cases before the first wrong one, or all. */
  readonly passed: number;
  readonly total: number;
  readonly seed: number;
  readonly wrong?: Wrong;
}

/** Found values may differ by this share of the largest expected one: sums in another order, or in float64. */
export const TOLERANCE = 1e-4;

const isNumbers = (value: unknown): value is ArrayLike<number> =>
  (ArrayBuffer.isView(value) && !(value instanceof DataView)) ||
  (Array.isArray(value) && value.every((one) => typeof one === "number"));

/** A result as values with a shape: tensors as they are, a number as one cell, a list as one column. */
function plainValues(value: unknown): Values | undefined {
  if (typeof value === "number") return { shape: [1, 1, 1], data: Float32Array.of(value) };
  if (typeof value !== "object" || value === null) return undefined;
  const { shape, data } = value as { shape?: unknown; data?: unknown };
  if (!Array.isArray(shape) || shape.length !== 3 || !isNumbers(data)) return undefined;
  const [h, w, c] = shape as [number, number, number];
  if (![h, w, c].every((size) => Number.isInteger(size) && size > 0) || data.length !== h * w * c) return undefined;
  return { shape: [h, w, c], data: Float32Array.from(data) };
}

function valuesOf(exercise: Exercise, result: unknown): Values | undefined {
  try {
    return plainValues(exercise.view ? exercise.view(result) : result);
  } catch {
    return undefined; // a result without the fields that the view reads
  }
}

const sameShape = (a: Values, b: Values): boolean => a.shape.every((size, i) => size === b.shape[i]);

/** Index of the first value that differs; −1 if none does. NaN agrees with NaN. */
function firstDifference(expected: Values, found: Values): number {
  let largest = 0;
  for (const value of expected.data) if (Math.abs(value) > largest) largest = Math.abs(value);
  const most = TOLERANCE * Math.max(largest, 1e-3);
  for (let i = 0; i < expected.data.length; i++) {
    const [a, b] = [expected.data[i]!, found.data[i]!];
    if (!(Math.abs(a - b) <= most) && !(Number.isNaN(a) && Number.isNaN(b))) return i;
  }
  return -1;
}
const agrees = (a: Values, b: Values): boolean => sameShape(a, b) && firstDifference(a, b) < 0;

/**
 * The variant that explains a wrong result: it gives the same at the first wrong case, and of those that do, at the
 * most other cases.
 */
function mistakeOf(
  exercise: Exercise,
  cases: readonly { readonly args: readonly unknown[] }[],
  first: number,
  write: (...args: readonly unknown[]) => unknown,
): string | undefined {
  const agreesAt = (variant: (...args: readonly unknown[]) => unknown, i: number): boolean => {
    const { args } = cases[i]!;
    const made = valuesOf(exercise, variant(...structuredClone(args)));
    const found = valuesOf(exercise, write(...structuredClone(args)));
    return made !== undefined && found !== undefined && agrees(made, found);
  };
  let best: { readonly name: string; readonly count: number } | undefined;
  for (const [name, variant] of Object.entries(exercise.mistakes)) {
    if (!agreesAt(variant, first)) continue;
    const count = cases.filter((_, i) => agreesAt(variant, i)).length;
    if (!best || count > best.count) best = { name, count };
  }
  return best?.name;
}

/** `write` is the reader's function; it gets copies, since it may write into what it is given. */
export function judge(
  exercise: Exercise,
  write: (...args: readonly unknown[]) => unknown,
  seed: number,
  textOf: (value: unknown) => string,
): Verdict {
  const cases = exercise.cases(seededRandom(seed));
  const total = cases.length;
  for (const [i, { args, says }] of cases.entries()) {
    const expected = valuesOf(exercise, exercise.reference(...structuredClone(args)));
    if (!expected) throw new RangeError(`the reference of ${exercise.name} gives no values`);
    const result = write(...structuredClone(args));
    const found = valuesOf(exercise, result);
    const base = { index: i + 1, says: Object.entries(says), expected };
    const wrong = (rest: Omit<Wrong, keyof typeof base>): Verdict => ({ passed: i, total, seed, wrong: { ...base, ...rest } }); // prettier-ignore
    if (!found) return wrong({ kind: "form", text: textOf(result).slice(0, 300) });
    const first = sameShape(expected, found) ? firstDifference(expected, found) : -1;
    if (sameShape(expected, found) && first < 0) continue;
    const mistake = mistakeOf(exercise, cases, i, write);
    const told = mistake === undefined ? {} : { mistake };
    if (!sameShape(expected, found)) return wrong({ kind: "shape", found, ...told });
    const [, w, c] = expected.shape;
    const at = [Math.floor(first / (w * c)), Math.floor(first / c) % w, first % c] as const;
    return wrong({ kind: "value", found, at, ...told });
  }
  return { passed: total, total, seed };
}
