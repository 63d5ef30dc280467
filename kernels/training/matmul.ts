import type { ProductShape } from "./ops.ts";

/**
 * Matrix product: what a 1×1 convolution is once every pixel of every image is a row.
 *
 * x [m, k] · w [k, n] → y [m, n]; with `accumulate` added to y. Sums run over k in order, from what y held or zero.
 * Cost: m · k · n MAdds.
 */
export function matmul(
  y: Float32Array,
  x: Float32Array,
  w: Float32Array,
  { m, k, n }: ProductShape,
  accumulate: boolean,
): void {
  if (!accumulate) y.fill(0, 0, m * n);
  for (let row = 0; row < m; row++) {
    for (let i = 0; i < k; i++) {
      const value = x[row * k + i]!;
      for (let j = 0; j < n; j++) y[row * n + j]! += value * w[i * n + j]!;
    }
  }
}

/**
 * Gradient of `matmul` for its weights: how much each weight would have changed the loss, summed over all rows.
 *
 * x [m, k], dy [m, n] → dw [k, n] = xᵀ · dy, summed over rows in order. Cost: m · k · n MAdds.
 */
export function matmulWeightGradient(
  dw: Float32Array,
  x: Float32Array,
  dy: Float32Array,
  { m, k, n }: ProductShape,
): void {
  dw.fill(0, 0, k * n);
  for (let row = 0; row < m; row++) {
    for (let i = 0; i < k; i++) {
      const value = x[row * k + i]!;
      for (let j = 0; j < n; j++) dw[i * n + j]! += value * dy[row * n + j]!;
    }
  }
}

/** w [k, n] → t [n, k]; the gradient for a product's input is dy · wᵀ, again a `matmul`. */
export function transpose(t: Float32Array, w: Float32Array, k: number, n: number): void {
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < n; j++) t[j * k + i] = w[i * n + j]!;
  }
}
