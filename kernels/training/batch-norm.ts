import type { Normalisation, Range, Rows } from "./ops.ts";

/**
 * Mean and biased variance of every channel over a batch, as batch norm in training mode takes them.
 *
 * x [rows, c] → mean [c], variance [c]; two passes, summed in float64.
 */
export function moments(mean: Float32Array, variance: Float32Array, x: Float32Array, { rows, c }: Rows): void {
  for (let i = 0; i < c; i++) {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += x[row * c + i]!;
    const centre = sum / rows;
    let squares = 0;
    for (let row = 0; row < rows; row++) squares += (x[row * c + i]! - centre) ** 2;
    mean[i] = centre;
    variance[i] = squares / rows;
  }
}

/** y = x · scale + shift for each channel, cut to `range`: batch norm and activation in one pass. */
export function scaleShift(
  y: Float32Array,
  x: Float32Array,
  scale: Float32Array,
  shift: Float32Array,
  { rows, c }: Rows,
  range: Range,
): void {
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < c; i++) {
      const value = x[row * c + i]! * scale[i]! + shift[i]!;
      y[row * c + i] = Math.min(Math.max(value, range.low), range.high);
    }
  }
}

/** The gradient that the activation lets through: dy where batch norm's output lay inside `range`, else 0. */
function passed(dy: number, x: number, scale: number, shift: number, range: Range): number {
  const value = x * scale + shift;
  return value > range.low && value < range.high ? dy : 0;
}

/** Σ g and Σ g · (x − mean) of each channel: all that batch norm's backward pass needs to know of the whole batch. */
export function gradientSums(
  sumG: Float32Array,
  sumGX: Float32Array,
  dy: Float32Array,
  x: Float32Array,
  { scale, shift, mean }: Normalisation,
  { rows, c }: Rows,
  range: Range,
): void {
  for (let i = 0; i < c; i++) {
    let sum = 0;
    let product = 0;
    for (let row = 0; row < rows; row++) {
      const value = x[row * c + i]!;
      const g = passed(dy[row * c + i]!, value, scale[i]!, shift[i]!, range);
      sum += g;
      product += g * (value - mean[i]!);
    }
    sumG[i] = sum;
    sumGX[i] = product;
  }
}

/**
 * dx = g · scale + x · p + q for each channel.
 *
 * g · scale is the gradient had mean and variance been constants; p and q, from `gradientSums`, take away what moving
 * x does to them. dx may be dy.
 */
export function normInputGradient(
  dx: Float32Array,
  dy: Float32Array,
  x: Float32Array,
  { scale, shift }: Normalisation,
  { p, q }: { readonly p: Float32Array; readonly q: Float32Array },
  { rows, c }: Rows,
  range: Range,
): void {
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < c; i++) {
      const at = row * c + i;
      const value = x[at]!;
      const g = passed(dy[at]!, value, scale[i]!, shift[i]!, range);
      dx[at] = g * scale[i]! + value * p[i]! + q[i]!;
    }
  }
}
