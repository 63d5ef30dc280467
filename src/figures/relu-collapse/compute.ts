/** The ReLU experiment for one state: the curve, T, the image, both decoders, what is lost and what the law expects. */
import { pseudoInverse } from "@/figures/shell/pseudo-inverse.ts";
import {
  type Activation,
  embed,
  lostPoints,
  type MatrixName,
  type Pair,
  randomMatrix,
  share,
} from "@kernels/manifold/collapse.ts";
import { decodeActive, decodeLinear, relativeError } from "@kernels/manifold/decode.ts";
import { lostCounts, lostShareLaw, type Spread, spreadOf } from "@kernels/manifold/law.ts";
import { type ShapeName, shapePoints } from "@kernels/manifold/shapes.ts";

export interface ReluCollapseState {
  readonly n: number;
  readonly seed: number;
  readonly activation: Activation;
  readonly scale: number;
  readonly shape: ShapeName;
  readonly curve: string;
  readonly points: number;
  readonly matrix: MatrixName;
}

export interface ReluCollapseData {
  /** n × 2 */
  readonly T: readonly Pair[];
  /** m × 2, the curve in order; `starts` tells where its separate pieces begin. */
  readonly points: readonly Pair[];
  readonly starts: readonly number[];
  /** m × n: activation(scale · T x) */
  readonly embedded: readonly Float64Array[];
  /** One boolean a point; null for h-swish. */
  readonly lost: readonly boolean[] | null;
  readonly recoveredPinv: readonly Pair[];
  /** null where a point cannot be decoded; null altogether for h-swish. */
  readonly recoveredActive: readonly (Pair | null)[] | null;
  readonly lostShare: number | null;
  /** (n + 1)/2ⁿ; null unless the activation is ReLU, of which alone it speaks. */
  readonly law: number | null;
  /** The measured share for seeds 1, 2, … on a coarser curve of the same shape; null where the law is. */
  readonly spread: Spread | null;
  readonly errorPinv: number | null;
  readonly errorActive: number | null;
}

/** Seeds 1 to this are drawn for the spread: enough to show scatter, few enough for a frame. */
const SPREAD_SEEDS = 100;
/** A multiple of 4, so that opposite directions of the spiral stay opposite. */
const SPREAD_POINTS = 80;
/** The end of the slider of n. */
const MOST_N = 64;

export function compute(state: ReluCollapseState): ReluCollapseData {
  const { n, seed, activation } = state;
  const scale = activation === "relu6" ? state.scale : 1;
  const { points, starts } = shapePoints(state.shape, state.points, state.curve);
  const T = randomMatrix(n, seed, state.matrix);
  const embedded = embed(T, points, activation, scale);
  const lost = lostPoints(embedded, activation);
  const recoveredPinv = decodeLinear(pseudoInverse(T), embedded, scale);
  const recoveredActive = decodeActive(T, embedded, activation, scale);
  // The law is a mean over matrices whose rows may change sign; orthonormal columns keep that symmetry too, but the
  // spread is that of Gaussian ones, so it is drawn for these alone.
  const spread = activation === "relu" && state.matrix === "gaussian" && points.length > 0 ? spreadAt(state) : null;
  return {
    T,
    points,
    starts,
    embedded,
    lost,
    recoveredPinv,
    recoveredActive,
    lostShare: lost && points.length > 0 ? share(lost) : null,
    law: activation === "relu" ? lostShareLaw(n) : null,
    spread,
    errorPinv: relativeError(points, recoveredPinv),
    errorActive: recoveredActive && relativeError(points, recoveredActive),
  };
}

/** The shares of the last shape for every n, by seed: a slider that moves n asks for the same ones again. */
let known: { readonly key: string; readonly counts: readonly Uint32Array[] } | null = null;

function spreadAt({ n, shape, curve }: ReluCollapseState): Spread {
  const key = `${shape} ${curve}`;
  if (known?.key !== key) {
    const points = Float64Array.from(shapePoints(shape, SPREAD_POINTS, curve).points.flat());
    known = { key, counts: Array.from({ length: SPREAD_SEEDS }, (_, k) => lostCounts(points, 2, MOST_N, k + 1)) };
  }
  return spreadOf(known.counts.map((counts) => (counts[n - 1] as number) / SPREAD_POINTS));
}
