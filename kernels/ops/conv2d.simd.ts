// Fast twin of conv2d.ts for few input channels (the stem), with bias and clamp at the store. No im2col: for each output
// row the k input rows are copied once between zeros, and since a window's (kx, channel) values lie side by side there, a
// window is k runs of k · inC values for the same tile that pointwise uses. Order by ky, kx, channel as the reference,
// starting at the bias; error below (k² · inC + 2) · 2⁻²⁴ of the sum of the terms' magnitudes.

import { products, WIDE } from "./tile.simd";

/** Bytes of a padded input row: all columns that some window reaches. */
// prettier-ignore
@inline function rowBytes(outW: i32, kernel: i32, stride: i32, inC: i32): usize {
  return <usize>(((outW - 1) * stride + kernel) * inC) << 2;
}

/**
 * One output row: x is the image [h, w, inC], channels as they are (not rounded up); `rows` holds k padded rows.
 * `left` and `top` are the pixels of padding before the image.
 */
export function conv2dRow(
  y: usize, x: usize, weights: usize, rows: usize, row: i32, h: i32, w: i32, inC: i32, outC: i32, outW: i32,
  kernel: i32, stride: i32, top: i32, left: i32, yStride: usize,
): void {
  const step = rowBytes(outW, kernel, stride, inC);
  const lead = <usize>(left * inC) << 2;
  const bytes = min(<usize>(w * inC) << 2, step - lead);
  for (let ky = 0; ky < kernel; ky++) {
    const at = rows + step * ky;
    const from = row * stride - top + ky;
    if (from < 0 || from >= h) {
      memory.fill(at, 0, step);
      continue;
    }
    memory.fill(at, 0, lead);
    memory.copy(at + lead, x + ((<usize>(from * w * inC)) << 2), bytes);
    memory.fill(at + lead + bytes, 0, step - lead - bytes);
  }
  const xStep = <usize>(stride * inC) << 2;
  products(y, rows, weights, outW, (outC + 3) & ~3, kernel, kernel * inC, step, xStep, yStride, i32.MAX_VALUE, 0, false, 0, WIDE);
}

/** x [h, w, inC] → y rows `from` to `to` of [outH, outW, outC]; y's pixels are `yStride` bytes apart. */
export function conv2d(
  y: usize, x: usize, weights: usize, rows: usize, from: i32, to: i32, h: i32, w: i32, inC: i32, outC: i32, outW: i32,
  kernel: i32, stride: i32, top: i32, left: i32, yStride: usize,
): void {
  for (let row = from; row < to; row++) {
    conv2dRow(y + yStride * outW * row, x, weights, rows, row, h, w, inC, outC, outW, kernel, stride, top, left, yStride);
  }
}
