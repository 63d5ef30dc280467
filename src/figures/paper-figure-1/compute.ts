/** The paper's figure 1: one curve through 2, 3, 5, 15 and 30 dimensions, all matrices from one seed. */
import { pseudoInverse } from "@/figures/shell/pseudo-inverse.ts";
import { embed, lostPoints, type MatrixName, type Pair, randomMatrix, share } from "@kernels/manifold/collapse.ts";
import { decodeActive, decodeLinear, relativeError } from "@kernels/manifold/decode.ts";
import { lostShareLaw } from "@kernels/manifold/law.ts";
import { type ShapeName, shapePoints } from "@kernels/manifold/shapes.ts";
import { DIMENSIONS } from "./dimensions.ts";

export interface PaperFigureState {
  readonly seed: number;
  readonly shape: ShapeName;
  readonly curve: string;
  readonly matrix: MatrixName;
  readonly decoder: "pinv" | "active";
  readonly double: boolean;
}

/** One panel of the paper's figure. */
export interface Passage {
  readonly n: number;
  /** n × 2 */
  readonly T: readonly Pair[];
  readonly lost: readonly boolean[];
  readonly lostShare: number;
  /** (n + 1)/2ⁿ */
  readonly law: number;
  /** x̂ = T⁺ReLU(Tx), not doubled */
  readonly recoveredPinv: readonly Pair[];
  readonly recoveredActive: readonly (Pair | null)[];
  /** Of x̂, of 2x̂ and of the decoded points, against x. null if there is none. */
  readonly errorPinv: number | null;
  readonly errorDoubled: number | null;
  readonly errorActive: number | null;
}

export interface PaperFigureData {
  readonly points: readonly Pair[];
  readonly starts: readonly number[];
  /** One for each n of the paper; empty while nothing is drawn. */
  readonly passages: readonly Passage[];
}

const POINTS = 400;

export function compute({ seed, shape, curve, matrix }: PaperFigureState): PaperFigureData {
  const { points, starts } = shapePoints(shape, POINTS, curve);
  const passages = DIMENSIONS.map((n): Passage => {
    const T = randomMatrix(n, seed, matrix);
    const embedded = embed(T, points, "relu", 1);
    const lost = lostPoints(embedded, "relu") ?? [];
    const recoveredPinv = decodeLinear(pseudoInverse(T), embedded, 1);
    const recoveredActive = decodeActive(T, embedded, "relu", 1) ?? [];
    return {
      n,
      T,
      lost,
      lostShare: share(lost),
      law: lostShareLaw(n),
      recoveredPinv,
      recoveredActive,
      errorPinv: relativeError(points, recoveredPinv),
      errorDoubled: relativeError(
        points,
        recoveredPinv.map(([x, y]) => [2 * x, 2 * y]),
      ),
      errorActive: relativeError(points, recoveredActive),
    };
  });
  return { points, starts, passages: points.length === 0 ? [] : passages };
}
