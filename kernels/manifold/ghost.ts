/** The second half of ReLU(z) = (z + |z|)/2, which the linear decoder turns into a ghost beside the halved input. */
import { embed, type Pair, randomMatrix } from "./collapse.ts";
import { decodeLinear, relativeError } from "./decode.ts";
import { shapePoints } from "./shapes.ts";
import { thinQr } from "./thin-qr.ts";

/** |T x|, one row of n values a point. points m × 2 · T n × 2 → m rows of n */
export const magnitudes = (T: readonly Pair[], points: readonly Pair[]): Float64Array[] =>
  embed(T, points, "identity", 1).map((row) => row.map(Math.abs));

/** Directions, one every five degrees: the error depends on nothing else of a point. */
const DIRECTIONS = 72;

/**
 * The relative error of 2x̂ against x, x̂ = T⁺ReLU(Tx), on even directions, for the Gaussian matrices of seeds 1, 2, …:
 * the median over the matrices, and what nine in ten lie between.
 */
export function ghostSizes(n: number, seeds: number): { median: number; p5: number; p95: number } {
  const { points } = shapePoints("circle", DIRECTIONS);
  const errors = Array.from({ length: seeds }, (_, k) => {
    const T = randomMatrix(n, k + 1);
    const doubled = decodeLinear(inverseOf(T), embed(T, points, "relu", 1), 0.5);
    return relativeError(points, doubled) ?? 0;
  }).sort((a, b) => a - b);
  const at = (p: number): number => errors[Math.round(p * (seeds - 1))] ?? 0;
  return { median: at(0.5), p5: at(0.05), p95: at(0.95) };
}

/** T⁺ = R⁻¹Qᵀ by back substitution, for T of two independent columns. */
function inverseOf(T: readonly Pair[]): [Float64Array, Float64Array] {
  const { q, r } = thinQr(T);
  const [[r11, r12], [, r22]] = r;
  const second = q[1].map((value) => value / r22);
  return [q[0].map((value, i) => (value - r12 * (second[i] as number)) / r11), second];
}
