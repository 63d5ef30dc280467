// Fast twin of linear.ts, with a clamp at the store. Weights in the panels of tile.simd.ts, four panels (32 outputs) at
// once, so that eight sums are under way. Order by input as the reference, starting at the bias; error below
// (in + 2) · 2⁻²⁴ of the sum of the terms' magnitudes.

import { clamp, HEADER, highBound, lowBound, madd } from "./tile.simd";

/** x [in] · packed weights → y [out] for outputs `from` (a multiple of 8) to `to`; y has room for a multiple of 4. */
export function linear(y: usize, x: usize, weights: usize, inC: i32, from: i32, to: i32): void {
  const panelStep = <usize>(inC + 1) << 5;
  const end = x + (<usize>inC << 2);
  const low = lowBound(weights);
  const high = highBound(weights);
  let panel = weights + HEADER + panelStep * (from >> 3);
  let channel = from;
  y += <usize>from << 2;
  for (; channel + 32 <= to; channel += 32) {
    let a0 = v128.load(panel), b0 = v128.load(panel, 16);
    let p1 = panel + panelStep, p2 = p1 + panelStep, p3 = p2 + panelStep;
    let a1 = v128.load(p1), b1 = v128.load(p1, 16);
    let a2 = v128.load(p2), b2 = v128.load(p2, 16);
    let a3 = v128.load(p3), b3 = v128.load(p3, 16);
    let w = panel;
    for (let at = x; at < end; at += 4) {
      const v = v128.load32_splat(at);
      w += 32; p1 += 32; p2 += 32; p3 += 32;
      a0 = madd(a0, v, v128.load(w)); b0 = madd(b0, v, v128.load(w, 16));
      a1 = madd(a1, v, v128.load(p1)); b1 = madd(b1, v, v128.load(p1, 16));
      a2 = madd(a2, v, v128.load(p2)); b2 = madd(b2, v, v128.load(p2, 16));
      a3 = madd(a3, v, v128.load(p3)); b3 = madd(b3, v, v128.load(p3, 16));
    }
    v128.store(y, clamp(a0, low, high)); v128.store(y, clamp(b0, low, high), 16);
    v128.store(y, clamp(a1, low, high), 32); v128.store(y, clamp(b1, low, high), 48);
    v128.store(y, clamp(a2, low, high), 64); v128.store(y, clamp(b2, low, high), 80);
    v128.store(y, clamp(a3, low, high), 96); v128.store(y, clamp(b3, low, high), 112);
    y += 128;
    panel += panelStep * 4;
  }
  for (; channel < to; channel += 8) {
    let a = v128.load(panel), b = v128.load(panel, 16);
    let w = panel;
    for (let at = x; at < end; at += 4) {
      const v = v128.load32_splat(at);
      w += 32;
      a = madd(a, v, v128.load(w));
      b = madd(b, v, v128.load(w, 16));
    }
    v128.store(y, clamp(a, low, high));
    if (to - channel > 4) v128.store(y, clamp(b, low, high), 16);
    y += 32;
    panel += panelStep;
  }
}
