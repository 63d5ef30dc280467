/** The Moore and Penrose pseudo-inverse by mathjs; only what that needs of it is loaded. */
import { thinQr } from "@kernels/manifold/thin-qr.ts";
import { create, invDependencies, pinvDependencies } from "mathjs";

const math = create({ ...invDependencies, ...pinvDependencies });

/**
 * T n × 2, by rows → its pseudo-inverse, 2 × n, by rows.
 *
 * T⁺ = R⁺Qᵀ with T = QR, so mathjs inverts two by two numbers: on the whole of T it needs milliseconds at n = 64, and
 * a slider has no more than that for everything.
 */
export function pseudoInverse(T: readonly (readonly [number, number])[]): [Float64Array, Float64Array] {
  const { q, r } = thinQr(T);
  const square = r.map(([a, b]) => [a, b]);
  // pinv goes through the normal equations and so loses twice the digits that inv loses; it is for one row alone.
  const inverse = r[1][1] === 0 ? math.pinv(square) : math.inv(square);
  const row = ([a = 0, b = 0]: readonly number[] = []): Float64Array =>
    Float64Array.from(q[0], (value, i) => a * value + b * (q[1][i] as number));
  return [row(inverse[0]), row(inverse[1])];
}
