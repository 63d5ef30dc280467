/**
 * What a `cases.ts` of an exercise says: which function the reader writes, hidden cases from a seed, the reference that
 * judges, and the mistakes that can be told from their results.
 */
import type { Random } from "@kernels/random.ts";
import type { Shape, Tensor } from "@kernels/tensor.ts";

export interface Case<Args extends readonly unknown[]> {
  /** Sizes by their names in the code, for the reader: { h: 5, stride: 2 }. */
  readonly says: Readonly<Record<string, number>>;
  readonly args: Args;
}

export interface Exercise<Args extends readonly unknown[] = readonly unknown[], Result = unknown> {
  /** The exported function that is checked. */
  readonly name: string;
  /** From small to large: the first wrong one is shown. */
  readonly cases: (random: Random) => readonly Case<Args>[];
  readonly reference: (...args: Args) => Result;
  /** Deliberately wrong variants: if the reader's result is theirs, that is the likely mistake. */
  readonly mistakes: Readonly<Record<string, (...args: Args) => Result>>;
  /** The result as a tensor, if it is none: may throw or return undefined on what a reader returned instead. */
  readonly view?: (result: Result) => Tensor | undefined;
  /** What of the network the function can stand for once it passes. */
  readonly plugsIn?: "depthwise" | "pointwise" | "relu6";
}

/** Forgets the argument types, which only the file itself needs. */
export const defineExercise = <Args extends readonly unknown[], Result>(exercise: Exercise<Args, Result>): Exercise =>
  exercise as unknown as Exercise;

/** A whole number from `from` to `to`, both included. */
export const between = (random: Random, from: number, to: number): number =>
  from + Math.floor(random() * (to - from + 1));
export const pick = <T>(random: Random, ...choices: readonly T[]): T =>
  choices[between(random, 0, choices.length - 1)]!;

/** Values in [−1, 1), in thousandths, so that they can be read. */
export const values = (random: Random, count: number): Float32Array =>
  Float32Array.from({ length: count }, () => Math.floor(2000 * random() - 1000) / 1000);
export const tensor = (random: Random, shape: Shape): Tensor => ({
  shape,
  data: values(random, shape[0] * shape[1] * shape[2]),
});

export const CASES = 24;
/** `CASES` cases; the first are small, the later ones grow. */
export const many = <Args extends readonly unknown[]>(
  random: Random,
  make: (random: Random, most: number) => Case<Args>,
): Case<Args>[] => Array.from({ length: CASES }, (_, i) => make(random, 3 + Math.floor(i / 3)));
