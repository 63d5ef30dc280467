/**
 * The experiment at n = 3: the plane of all Tx passes through the origin of R³ and so meets six of the eight octants;
 * ReLU folds it onto the positive one. Float64, as in collapse.ts.
 */
import { activeRange, type Activation, LEAK, type Pair } from "./collapse.ts";

export type FoldActivation = Extract<Activation, "identity" | "relu" | "leaky">;
export type Triple = readonly [z1: number, z2: number, z3: number];

/** What remains of a negative value when the fold is done to a share from 0 (z itself) to 1 (the activation). */
export function remaining(activation: FoldActivation, fold: number): number {
  const end = activation === "relu" ? 0 : activation === "leaky" ? LEAK : 1;
  return 1 - fold * (1 - end);
}

/** T x folded to a share: z⁺ − remaining · z⁻ in each coordinate. Adding 0 makes −0 a plain 0. */
export function foldPoint(T: readonly Pair[], [x, y]: Pair, rest: number): Triple {
  const [a, b, c] = T.map(([p, q]) => {
    const z = p * x + q * y;
    return (z > 0 ? z : rest * z) + 0;
  });
  return [a as number, b as number, c as number];
}

export interface Octant {
  /** Which of z₁, z₂, z₃ are positive. */
  readonly signs: readonly [boolean, boolean, boolean];
  /** How many rows are active there. */
  readonly active: number;
  /** How many points of the curve fall in. */
  readonly points: number;
  /** Whether the plane of Tx meets it. */
  readonly met: boolean;
}

/** One of the six sectors that the plane is cut into where a coordinate changes its sign; angles in the input plane. */
export interface Sector {
  readonly from: number;
  readonly to: number;
  readonly signs: readonly [boolean, boolean, boolean];
  readonly active: number;
}

const signsAt = (T: readonly Pair[], [x, y]: Pair): readonly [boolean, boolean, boolean] => {
  const [a, b, c] = T.map(([p, q]) => p * x + q * y > 0);
  return [a === true, b === true, c === true];
};
/** Every activation here either keeps all values of a sign apart or none. */
const count = (signs: readonly boolean[], activation: FoldActivation): number =>
  signs.filter((positive) => positive || activeRange(activation)[0] < 0).length;

/** T 3 × 2 → the sectors in order of angle; six, unless two rows are parallel. */
export function sectorsOf(T: readonly Pair[], activation: FoldActivation): Sector[] {
  const turns = T.flatMap(([a, b]) => {
    const zero = Math.atan2(b, a) + Math.PI / 2;
    return [zero, zero + Math.PI].map((angle) => angle - 2 * Math.PI * Math.floor(angle / (2 * Math.PI)));
  }).sort((a, b) => a - b);
  return turns.flatMap((from, i): Sector[] => {
    const to = turns[i + 1] ?? (turns[0] as number) + 2 * Math.PI;
    if (to - from < 1e-9) return [];
    const middle = (from + to) / 2;
    const signs = signsAt(T, [Math.cos(middle), Math.sin(middle)]);
    return [{ from, to, signs, active: count(signs, activation) }];
  });
}

/** The eight octants, most positive signs first, with how many of the points each holds. A zero counts as not positive. */
export function octantsOf(T: readonly Pair[], points: readonly Pair[], activation: FoldActivation): Octant[] {
  const name = (signs: readonly boolean[]): string => signs.map(Number).join("");
  const met = new Set(sectorsOf(T, activation).map(({ signs }) => name(signs)));
  const held = new Map<string, number>();
  for (const point of points) {
    const key = name(signsAt(T, point));
    held.set(key, (held.get(key) ?? 0) + 1);
  }
  const all = Array.from({ length: 8 }, (_, k): Octant => {
    const signs = [(k & 4) === 0, (k & 2) === 0, (k & 1) === 0] as const;
    return {
      signs,
      active: count(signs, activation),
      points: held.get(name(signs)) ?? 0,
      met: met.has(name(signs)),
    };
  });
  const positive = ({ signs }: Octant): number => signs.filter(Boolean).length;
  return all.sort((one, other) => positive(other) - positive(one));
}
