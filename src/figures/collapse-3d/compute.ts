/** The experiment at n = 3 for one state: T, the curve folded to a share, what the whole fold loses, and the octants. */
import { embed, lostPoints, type Pair, randomMatrix, share } from "@kernels/manifold/collapse.ts";
import {
  type FoldActivation,
  foldPoint,
  type Octant,
  octantsOf,
  remaining,
  type Sector,
  sectorsOf,
  type Triple,
} from "@kernels/manifold/octants.ts";
import { type ShapeName, shapePoints } from "@kernels/manifold/shapes.ts";

export interface Collapse3dState {
  readonly seed: number;
  readonly shape: ShapeName;
  readonly curve: string;
  readonly activation: FoldActivation;
  readonly fold: number;
}

export interface Collapse3dData {
  /** 3 × 2 */
  readonly T: readonly Pair[];
  readonly points: readonly Pair[];
  readonly starts: readonly number[];
  /** m × 3: the curve as folded now. */
  readonly embedded: readonly Triple[];
  /** m × 3: the curve before the fold, Tx. */
  readonly flat: readonly Triple[];
  /** What a negative coordinate keeps of its size now. */
  readonly rest: number;
  /** Which points the whole fold loses: fewer than two active rows. */
  readonly lost: readonly boolean[];
  readonly lostShare: number | null;
  readonly octants: readonly Octant[];
  readonly sectors: readonly Sector[];
}

/** A multiple of four: every direction of the spiral then has its opposite, so that exactly half is lost. */
export const POINTS = 400;

export function compute({ seed, shape, curve, activation, fold }: Collapse3dState): Collapse3dData {
  const { points, starts } = shapePoints(shape, POINTS, curve);
  const T = randomMatrix(3, seed);
  const rest = remaining(activation, fold);
  const lost = lostPoints(embed(T, points, activation, 1), activation) ?? [];
  return {
    T,
    points,
    starts,
    embedded: points.map((point) => foldPoint(T, point, rest)),
    flat: points.map((point) => foldPoint(T, point, 1)),
    rest,
    lost,
    lostShare: points.length > 0 ? share(lost) : null,
    octants: octantsOf(T, points, activation),
    sectors: sectorsOf(T, activation),
  };
}
