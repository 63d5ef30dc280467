/** Why T⁺ returns half the input: T⁺ReLU(Tx) = x/2 + T⁺|Tx|/2, both parts apart, and how the second fades with n. */
import { pseudoInverse } from "@/figures/shell/pseudo-inverse.ts";
import type { Task } from "@/figures/shell/contract.ts";
import { embed, lostPoints, type MatrixName, type Pair, randomMatrix, share } from "@kernels/manifold/collapse.ts";
import { decodeActive, decodeLinear, relativeError } from "@kernels/manifold/decode.ts";
import { ghostSizes, magnitudes } from "@kernels/manifold/ghost.ts";
import { type ShapeName, shapePoints } from "@kernels/manifold/shapes.ts";

export interface GhostState {
  readonly n: number;
  readonly seed: number;
  readonly share: number;
  readonly shape: ShapeName;
  readonly curve: string;
  readonly matrix: MatrixName;
}

/** How large the ghost is for Gaussian matrices of n rows: the relative error of 2x̂, over seeds. */
export interface GhostSize {
  readonly n: number;
  readonly median: number;
  readonly p5: number;
  readonly p95: number;
}

export interface GhostData {
  /** n × 2 */
  readonly T: readonly Pair[];
  readonly points: readonly Pair[];
  readonly starts: readonly number[];
  /** x/2 */
  readonly half: readonly Pair[];
  /** T⁺|Tx|/2 */
  readonly ghost: readonly Pair[];
  /** T⁺ReLU(Tx), computed by itself, not as the sum of the two */
  readonly recoveredPinv: readonly Pair[];
  readonly recoveredActive: readonly (Pair | null)[];
  readonly lost: readonly boolean[];
  readonly lostShare: number | null;
  /** max over the points of |T⁺ReLU(Tx) − (x/2 + T⁺|Tx|/2)| */
  readonly residual: number;
  /** The relative error of 2x̂ against x for this T and curve. */
  readonly errorDoubled: number | null;
  readonly errorActive: number | null;
  readonly sizes: readonly GhostSize[];
  /** How many matrices each of the sizes is a median of. */
  readonly seeds: number;
}

/** The n of the facts sheet's table that the slider reaches, and its end. */
export const SIZES_AT = [2, 3, 5, 8, 15, 30, 64] as const;
const SEEDS = 300;
const POINTS = 400;

export async function compute(state: GhostState, _: unknown, task: Task): Promise<GhostData> {
  const { points, starts } = shapePoints(state.shape, POINTS, state.curve);
  const T = randomMatrix(state.n, state.seed, state.matrix);
  const pinv = pseudoInverse(T);
  const embedded = embed(T, points, "relu", 1);
  const recoveredPinv = decodeLinear(pinv, embedded, 1);
  const recoveredActive = decodeActive(T, embedded, "relu", 1) ?? [];
  const lost = lostPoints(embedded, "relu") ?? [];
  const half = points.map(([x, y]): Pair => [x / 2, y / 2]);
  const ghost = decodeLinear(pinv, magnitudes(T, points), 2);
  const residual = recoveredPinv.reduce((most, [x, y], i) => {
    const [hx, hy] = half[i] as Pair;
    const [gx, gy] = ghost[i] as Pair;
    return Math.max(most, Math.hypot(x - (hx + gx), y - (hy + gy)));
  }, 0);
  return {
    T,
    points,
    starts,
    half,
    ghost,
    recoveredPinv,
    recoveredActive,
    lost,
    lostShare: points.length === 0 ? null : share(lost),
    residual,
    errorDoubled: relativeError(
      points,
      recoveredPinv.map(([x, y]) => [2 * x, 2 * y]),
    ),
    errorActive: relativeError(points, recoveredActive),
    // The same for every state: worked out once.
    sizes: await task.memo("ghost/sizes", () => SIZES_AT.map((n) => ({ n, ...ghostSizes(n, SEEDS) }))),
    seeds: SEEDS,
  };
}
