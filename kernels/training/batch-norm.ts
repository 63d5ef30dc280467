import type { Normalisation, Rows } from "./ops.ts";

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

/** y = x · scale + shift for each channel, cut to [0, 6] if `clamp`: batch norm and ReLU6 in one pass. */
export function scaleShift(
  y: Float32Array,
  x: Float32Array,
  scale: Float32Array,
  shift: Float32Array,
  { rows, c }: Rows,
  clamp: boolean,
): void {
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < c; i++) {
      const value = x[row * c + i]! * scale[i]! + shift[i]!;
      y[row * c + i] = clamp ? Math.min(Math.max(value, 0), 6) : value;
    }
  }
}

/** The gradient that ReLU6 lets through: dy where batch norm's output lay between 0 and 6, else 0. */
function passed(dy: number, x: number, scale: number, shift: number, clamp: boolean): number {
  const value = x * scale + shift;
  return !clamp || (value > 0 && value < 6) ? dy : 0;
}

/** Σ g and Σ g · (x − mean) of each channel: all that batch norm's backward pass needs to know of the whole batch. */
export function gradientSums(
  sumG: Float32Array,
  sumGX: Float32Array,
  dy: Float32Array,
  x: Float32Array,
  { scale, shift, mean }: Normalisation,
  { rows, c }: Rows,
  clamp: boolean,
): void {
  for (let i = 0; i < c; i++) {
    let sum = 0;
    let product = 0;
    for (let row = 0; row < rows; row++) {
      const value = x[row * c + i]!;
      const g = passed(dy[row * c + i]!, value, scale[i]!, shift[i]!, clamp);
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
  clamp: boolean,
): void {
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < c; i++) {
      const at = row * c + i;
      const value = x[at]!;
      const g = passed(dy[at]!, value, scale[i]!, shift[i]!, clamp);
      dx[at] = g * scale[i]! + value * p[i]! + q[i]!;
    }
  }
}
