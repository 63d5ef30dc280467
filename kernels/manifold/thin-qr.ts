/** The orthogonal and the triangular part of a matrix of two columns. */
import type { Pair } from "./collapse.ts";

export interface ThinQr {
  /** The two orthonormal columns, n values each. The second is zero if T has rank 1. */
  readonly q: readonly [Float64Array, Float64Array];
  /** [[r11, r12], [0, r22]] */
  readonly r: readonly [Pair, Pair];
}

/** Below this share of the second column's length what is left of it is rounding. */
const RANK = 1e-14;

/**
 * T = Q R by Gram and Schmidt, the second column made orthogonal twice: once would leave it oblique by rounding times
 * the condition number.
 *
 * T n × 2, by rows, first column not zero → Q n × 2, R 2 × 2
 */
export function thinQr(T: readonly Pair[]): ThinQr {
  const q1 = Float64Array.from(T, ([a]) => a);
  const q2 = Float64Array.from(T, ([, b]) => b);
  const r11 = length(q1);
  const whole = length(q2);
  for (let i = 0; i < q1.length; i++) q1[i] = (q1[i] as number) / r11;
  let r12 = 0;
  for (let pass = 0; pass < 2; pass++) {
    const along = dot(q1, q2);
    r12 += along;
    for (let i = 0; i < q2.length; i++) q2[i] = (q2[i] as number) - along * (q1[i] as number);
  }
  const rest = length(q2);
  const r22 = rest > RANK * whole ? rest : 0;
  for (let i = 0; i < q2.length; i++) q2[i] = r22 === 0 ? 0 : (q2[i] as number) / r22;
  return {
    q: [q1, q2],
    r: [
      [r11, r12],
      [0, r22],
    ],
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

const length = (a: Float64Array): number => Math.sqrt(dot(a, a));
