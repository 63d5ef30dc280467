// Fast twin of pointwise.ts, with batch norm folded in (bias), clamp and residual add at the store. Tiles of 6 pixels × 8
// output channels (5 × 8 without relaxed SIMD), weights in panels. Sums keep the reference's order by input channel but
// start at the bias, and with relaxed SIMD a product is not rounded before it is added: the error stays below
// (inC + 2) · 2⁻²⁴ of the sum of the terms' magnitudes.

import { products, WIDE } from "./tile.simd";

/** Weights up to this many bytes stay in the first cache beside a tile: then every tile takes all panels at once. */
const SMALL_WEIGHTS: i32 = 24576;
/** Activations of a block of pixels that stay near while larger weights pass. */
const BLOCK_BYTES: i32 = 65536;

/** Pixels that take turns with a panel of weights. */
// prettier-ignore
@inline function blockOf(inC: i32, outC: i32): i32 {
  if (inC * outC * 4 <= SMALL_WEIGHTS) return WIDE;
  return max(BLOCK_BYTES / (inC * 4 * WIDE), 1) * WIDE;
}

/**
 * x [m, inC] · packed weights → y [m, outC]; `xStride` and `yStride` are bytes from pixel to pixel. After every `width`
 * pixels `gap` bytes of y are left as they are. With `adds`, the value at y + shortcut is added after the clamp.
 */
export function pointwise(
  y: usize, x: usize, weights: usize, m: i32, inC: i32, outC: i32, xStride: usize, yStride: usize,
  width: i32, gap: usize, adds: bool, shortcut: usize,
): void {
  products(y, x, weights, m, (outC + 3) & ~3, 1, inC, 0, xStride, yStride, width, gap, adds, shortcut, blockOf(inC, outC));
}
