// Fast twin of depthwise.ts, with bias and clamp at the store. Seven neighbouring outputs × 4 channels at once, the last
// seven of a row overlapping those before them; input rows stand in a ring between zeros, so no window asks where the
// image ends. Order by ky, kx as the reference, starting at the bias; error below (k² + 2) · 2⁻²⁴ of the sum of the
// terms' magnitudes. Packed weights: clamp's bounds, bias [C], taps [k, k, C].

import { clamp, HEADER, highBound, lowBound, madd } from "./tile.simd";

/** acc + v · (weight number `tap`, a constant), if the filter has one. */
// prettier-ignore
@inline function meet(tap: i32, kernel: i32, acc: v128, v: v128, w0: v128, w1: v128, w2: v128, w3: v128, w4: v128): v128 {
  if (tap < 0 || tap >= kernel) return acc;
  return madd(acc, v, tap == 0 ? w0 : tap == 1 ? w1 : tap == 2 ? w2 : tap == 3 ? w3 : w4);
}

/**
 * Seven outputs of one row, all channels. The compiler makes one function for each pair of types: kernel 3 or 5 (u8, u16)
 * and stride 1 or 2 (u8, u16) are constants in it. Each input value is loaded once a filter row and meets every output
 * that it belongs to; the filter row waits in registers.
 */
function seven<Kernel, Stride>(y: usize, rows: usize, offset: usize, weights: usize, step: usize): void {
  const kernel: i32 = sizeof<Kernel>() == 1 ? 3 : 5;
  const stride = <i32>sizeof<Stride>();
  const bias = weights + HEADER;
  const low = lowBound(weights);
  const high = highBound(weights);
  const last = 6 * stride + kernel - 1;
  for (let i: usize = 0; i < step; i += 16) {
    let a0 = v128.load(bias + i);
    let a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0;
    let f = bias + step + i;
    for (let row = rows, end = rows + (<usize>kernel << 2); row < end; row += 4) {
      let x = load<usize>(row) + offset + i;
      const w0 = v128.load(f); f += step;
      const w1 = v128.load(f); f += step;
      const w2 = v128.load(f); f += step;
      let w3 = w0, w4 = w0;
      if (kernel == 5) { w3 = v128.load(f); f += step; w4 = v128.load(f); f += step; }
      let v: v128;
      { v = v128.load(x); x += step; a0 = meet(0, kernel, a0, v, w0, w1, w2, w3, w4); }
      { v = v128.load(x); x += step; a0 = meet(1, kernel, a0, v, w0, w1, w2, w3, w4); a1 = meet(1 - 1 * stride, kernel, a1, v, w0, w1, w2, w3, w4); }
      { v = v128.load(x); x += step; a0 = meet(2, kernel, a0, v, w0, w1, w2, w3, w4); a1 = meet(2 - 1 * stride, kernel, a1, v, w0, w1, w2, w3, w4); a2 = meet(2 - 2 * stride, kernel, a2, v, w0, w1, w2, w3, w4); }
      { v = v128.load(x); x += step; a0 = meet(3, kernel, a0, v, w0, w1, w2, w3, w4); a1 = meet(3 - 1 * stride, kernel, a1, v, w0, w1, w2, w3, w4); a2 = meet(3 - 2 * stride, kernel, a2, v, w0, w1, w2, w3, w4); a3 = meet(3 - 3 * stride, kernel, a3, v, w0, w1, w2, w3, w4); }
      { v = v128.load(x); x += step; a0 = meet(4, kernel, a0, v, w0, w1, w2, w3, w4); a1 = meet(4 - 1 * stride, kernel, a1, v, w0, w1, w2, w3, w4); a2 = meet(4 - 2 * stride, kernel, a2, v, w0, w1, w2, w3, w4); a3 = meet(4 - 3 * stride, kernel, a3, v, w0, w1, w2, w3, w4); a4 = meet(4 - 4 * stride, kernel, a4, v, w0, w1, w2, w3, w4); }
      { v = v128.load(x); x += step; a1 = meet(5 - 1 * stride, kernel, a1, v, w0, w1, w2, w3, w4); a2 = meet(5 - 2 * stride, kernel, a2, v, w0, w1, w2, w3, w4); a3 = meet(5 - 3 * stride, kernel, a3, v, w0, w1, w2, w3, w4); a4 = meet(5 - 4 * stride, kernel, a4, v, w0, w1, w2, w3, w4); a5 = meet(5 - 5 * stride, kernel, a5, v, w0, w1, w2, w3, w4); }
      { v = v128.load(x); x += step; a1 = meet(6 - 1 * stride, kernel, a1, v, w0, w1, w2, w3, w4); a2 = meet(6 - 2 * stride, kernel, a2, v, w0, w1, w2, w3, w4); a3 = meet(6 - 3 * stride, kernel, a3, v, w0, w1, w2, w3, w4); a4 = meet(6 - 4 * stride, kernel, a4, v, w0, w1, w2, w3, w4); a5 = meet(6 - 5 * stride, kernel, a5, v, w0, w1, w2, w3, w4); a6 = meet(6 - 6 * stride, kernel, a6, v, w0, w1, w2, w3, w4); }
      { v = v128.load(x); x += step; a2 = meet(7 - 2 * stride, kernel, a2, v, w0, w1, w2, w3, w4); a3 = meet(7 - 3 * stride, kernel, a3, v, w0, w1, w2, w3, w4); a4 = meet(7 - 4 * stride, kernel, a4, v, w0, w1, w2, w3, w4); a5 = meet(7 - 5 * stride, kernel, a5, v, w0, w1, w2, w3, w4); a6 = meet(7 - 6 * stride, kernel, a6, v, w0, w1, w2, w3, w4); }
      { v = v128.load(x); x += step; a2 = meet(8 - 2 * stride, kernel, a2, v, w0, w1, w2, w3, w4); a3 = meet(8 - 3 * stride, kernel, a3, v, w0, w1, w2, w3, w4); a4 = meet(8 - 4 * stride, kernel, a4, v, w0, w1, w2, w3, w4); a5 = meet(8 - 5 * stride, kernel, a5, v, w0, w1, w2, w3, w4); a6 = meet(8 - 6 * stride, kernel, a6, v, w0, w1, w2, w3, w4); }
      if (last >= 9) { v = v128.load(x); x += step; a3 = meet(9 - 3 * stride, kernel, a3, v, w0, w1, w2, w3, w4); a4 = meet(9 - 4 * stride, kernel, a4, v, w0, w1, w2, w3, w4); a5 = meet(9 - 5 * stride, kernel, a5, v, w0, w1, w2, w3, w4); a6 = meet(9 - 6 * stride, kernel, a6, v, w0, w1, w2, w3, w4); }
      if (last >= 10) { v = v128.load(x); x += step; a3 = meet(10 - 3 * stride, kernel, a3, v, w0, w1, w2, w3, w4); a4 = meet(10 - 4 * stride, kernel, a4, v, w0, w1, w2, w3, w4); a5 = meet(10 - 5 * stride, kernel, a5, v, w0, w1, w2, w3, w4); a6 = meet(10 - 6 * stride, kernel, a6, v, w0, w1, w2, w3, w4); }
      if (last >= 11) { v = v128.load(x); x += step; a4 = meet(11 - 4 * stride, kernel, a4, v, w0, w1, w2, w3, w4); a5 = meet(11 - 5 * stride, kernel, a5, v, w0, w1, w2, w3, w4); }
      if (last >= 12) { v = v128.load(x); x += step; a4 = meet(12 - 4 * stride, kernel, a4, v, w0, w1, w2, w3, w4); a5 = meet(12 - 5 * stride, kernel, a5, v, w0, w1, w2, w3, w4); a6 = meet(12 - 6 * stride, kernel, a6, v, w0, w1, w2, w3, w4); }
      if (last >= 13) { v = v128.load(x); x += step; a5 = meet(13 - 5 * stride, kernel, a5, v, w0, w1, w2, w3, w4); a6 = meet(13 - 6 * stride, kernel, a6, v, w0, w1, w2, w3, w4); }
      if (last >= 14) { v = v128.load(x); x += step; a5 = meet(14 - 5 * stride, kernel, a5, v, w0, w1, w2, w3, w4); a6 = meet(14 - 6 * stride, kernel, a6, v, w0, w1, w2, w3, w4); }
      if (last >= 15) { v = v128.load(x); x += step; a6 = meet(15 - 6 * stride, kernel, a6, v, w0, w1, w2, w3, w4); }
      if (last >= 16) { v = v128.load(x); x += step; a6 = meet(16 - 6 * stride, kernel, a6, v, w0, w1, w2, w3, w4); }
    }
    let at = y + i;
    v128.store(at, clamp(a0, low, high)); at += step;
    v128.store(at, clamp(a1, low, high)); at += step;
    v128.store(at, clamp(a2, low, high)); at += step;
    v128.store(at, clamp(a3, low, high)); at += step;
    v128.store(at, clamp(a4, low, high)); at += step;
    v128.store(at, clamp(a5, low, high)); at += step;
    v128.store(at, clamp(a6, low, high));
  }
}

/** `pixels` (a constant, up to 4) outputs of one narrow row, all channels; any kernel, any stride. */
@inline
function strip(
  pixels: i32, y: usize, rows: usize, offset: usize, weights: usize, step: usize, kernel: i32, slide: usize,
): void {
  const bias = weights + HEADER;
  const low = lowBound(weights);
  const high = highBound(weights);
  for (let i: usize = 0; i < step; i += 16) {
    let a0 = v128.load(bias + i);
    let a1 = a0, a2 = a0, a3 = a0;
    let f = bias + step + i;
    for (let ky = 0; ky < kernel; ky++) {
      let x0 = load<usize>(rows + (<usize>ky << 2)) + offset + i;
      let x1 = x0 + slide, x2 = x1 + slide, x3 = x2 + slide;
      for (let kx = 0; kx < kernel; kx++) {
        const w = v128.load(f);
        f += step;
        a0 = madd(a0, v128.load(x0), w); x0 += step;
        if (pixels > 1) { a1 = madd(a1, v128.load(x1), w); x1 += step; }
        if (pixels > 2) { a2 = madd(a2, v128.load(x2), w); x2 += step; }
        if (pixels > 3) { a3 = madd(a3, v128.load(x3), w); x3 += step; }
      }
    }
    let at = y + i;
    v128.store(at, clamp(a0, low, high)); at += step;
    if (pixels > 1) { v128.store(at, clamp(a1, low, high)); at += step; }
    if (pixels > 2) { v128.store(at, clamp(a2, low, high)); at += step; }
    if (pixels > 3) v128.store(at, clamp(a3, low, high));
  }
}

/** One output row of `outW` pixels; `rows` lists the addresses of its k padded input rows, `step` is a pixel's bytes. */
export function depthwiseRow(y: usize, rows: usize, weights: usize, step: usize, outW: i32, kernel: i32, stride: i32): void {
  const slide = step * stride;
  if (outW >= 7 && (kernel == 3 || kernel == 5) && stride <= 2) {
    for (let column = 0; column < outW; column += 7) {
      const from = min(column, outW - 7);
      const at = y + step * from;
      const offset = slide * from;
      if (kernel == 3) {
        if (stride == 1) seven<u8, u8>(at, rows, offset, weights, step);
        else seven<u8, u16>(at, rows, offset, weights, step);
      } else {
        if (stride == 1) seven<u16, u8>(at, rows, offset, weights, step);
        else seven<u16, u16>(at, rows, offset, weights, step);
      }
    }
  } else if (outW >= 4) {
    for (let column = 0; column < outW; column += 4) {
      const from = min(column, outW - 4);
      strip(4, y + step * from, rows, slide * from, weights, step, kernel, slide);
    }
  } else {
    for (let column = 0; column < outW; column++) {
      strip(1, y + step * column, rows, slide * column, weights, step, kernel, slide);
    }
  }
}

/** Bytes of a ring's row: `columns` pixels with the zeros on both sides. */
// prettier-ignore
@inline export function ringRowBytes(outW: i32, kernel: i32, stride: i32, w: i32, left: i32, step: usize): usize {
  return step * max((outW - 1) * stride + kernel, w + left);
}

/** Writes the zeros of a ring: one whole row before it, and the columns on both sides of every row. */
export function clearRing(ring: usize, count: i32, rowBytes: usize, w: i32, left: i32, step: usize): void {
  memory.fill(ring, 0, rowBytes);
  const lead = step * left;
  const tail = lead + step * w;
  for (let row = 1; row <= count; row++) {
    const at = ring + rowBytes * row;
    memory.fill(at, 0, lead);
    memory.fill(at + tail, 0, rowBytes - tail);
  }
}

/** Lists the k rows of an output row: rows of the ring, or the row of zeros outside the image. */
// prettier-ignore
@inline export function listRows(rows: usize, ring: usize, count: i32, rowBytes: usize, first: i32, h: i32, kernel: i32): void {
  for (let ky = 0; ky < kernel; ky++) {
    const row = first + ky;
    store<usize>(rows + (<usize>ky << 2), row < 0 || row >= h ? ring : ring + rowBytes * (1 + row % count));
  }
}

/**
 * x [h, w, C] → y rows `from` to `to` of [outH, outW, C], C a multiple of 4. `scratch` holds 32 bytes for the list of
 * rows, then a ring of k + 1 padded rows, into which each input row is copied once.
 */
export function depthwise(
  y: usize, x: usize, weights: usize, scratch: usize, from: i32, to: i32, h: i32, w: i32, c: i32, outW: i32,
  kernel: i32, stride: i32, top: i32, left: i32,
): void {
  const step = <usize>c << 2;
  const ring = scratch + 32;
  const rowBytes = ringRowBytes(outW, kernel, stride, w, left, step);
  clearRing(ring, kernel, rowBytes, w, left, step);
  let filled = max(from * stride - top, 0);
  for (let row = from; row < to; row++) {
    const first = row * stride - top;
    filled = max(filled, first);
    for (const end = min(first + kernel, h); filled < end; filled++) {
      memory.copy(ring + rowBytes * (1 + filled % kernel) + step * left, x + step * w * filled, step * w);
    }
    listRows(scratch, ring, kernel, rowBytes, first, h, kernel);
    depthwiseRow(y + step * outW * row, scratch, weights, step, outW, kernel, stride);
  }
}
