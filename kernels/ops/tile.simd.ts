// What the SIMD twins share: the multiply-add, the clamp, and the register tile that pointwise and conv2d run on.
//
// Layout in memory: a tensor keeps [H, W, C] with C rounded up to a multiple of 4 (`stride`, in bytes, is a pixel's
// size); the lanes beyond C hold 0. Weights of a layer are packed once (`pack.ts`): 16 bytes with the clamp's two
// bounds, then one panel for every 8 output channels: 8 biases, then 8 weights for every product, in the order of sums.

/** acc + a · b: one rounding in the relaxed module where the processor can, two in the plain one. */
// prettier-ignore
@inline export function madd(acc: v128, a: v128, b: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, acc);
  return f32x4.add(acc, f32x4.mul(a, b));
}

/** Cut to bounds, one instruction each; −Infinity and Infinity where nothing is cut; NaN stays. */
// prettier-ignore
@inline export function clamp(value: v128, low: v128, high: v128): v128 { return f32x4.pmin(f32x4.pmax(value, low), high); }
// prettier-ignore
@inline export function lowBound(weights: usize): v128 { return v128.load32_splat(weights); }
// prettier-ignore
@inline export function highBound(weights: usize): v128 { return v128.load32_splat(weights, 4); }

/** Bytes before the first panel. */
export const HEADER: usize = 16;

/** Pixels a tile: 12 sums fit into the registers with relaxed_madd; multiply and add need one more each, so 10. */
export const WIDE: i32 = ASC_FEATURE_RELAXED_SIMD ? 6 : 5;

/** Where a layer's outputs go: `gap` bytes are left out after every `width` pixels (the zero columns of a ring row). */
// prettier-ignore
@inline function next(at: usize, column: i32, stride: usize, width: i32, gap: usize): usize {
  return at + stride + (column == width ? gap : 0);
}

@inline
function put(at: usize, a: v128, b: v128, low: v128, high: v128, half: bool, adds: bool, shortcut: usize): void {
  a = clamp(a, low, high);
  b = clamp(b, low, high);
  if (adds) {
    a = f32x4.add(a, v128.load(at + shortcut));
    if (!half) b = f32x4.add(b, v128.load(at + shortcut, 16));
  }
  v128.store(at, a);
  if (!half) v128.store(at, b, 16);
}

/**
 * `pixels` (a constant, 1 to 6) × 8 output channels in registers. Every pixel reads `runs` runs of `length` values that
 * lie side by side, `runStep` bytes apart. Returns nothing; the caller knows where the next pixel goes.
 */
@inline
function tile(
  pixels: i32, y: usize, x: usize, panel: usize, limits: usize, runs: i32, length: i32, runStep: usize, xStep: usize,
  yStep: usize, column: i32, width: i32, gap: usize, half: bool, adds: bool, shortcut: usize,
): void {
  let a0 = v128.load(panel), b0 = v128.load(panel, 16);
  let a1 = a0, b1 = b0, a2 = a0, b2 = b0, a3 = a0, b3 = b0, a4 = a0, b4 = b0, a5 = a0, b5 = b0;
  let w = panel + 32;
  let x0 = x;
  let x1 = x0 + xStep, x2 = x1 + xStep, x3 = x2 + xStep, x4 = x3 + xStep, x5 = x4 + xStep;
  const bytes = <usize>length << 2;
  for (let run = 0; run < runs; run++) {
    for (const end = x0 + bytes; x0 < end; x0 += 4) {
      const wa = v128.load(w);
      const wb = v128.load(w, 16);
      const v0 = v128.load32_splat(x0);
      a0 = madd(a0, v0, wa);
      b0 = madd(b0, v0, wb);
      if (pixels > 1) { const v = v128.load32_splat(x1); a1 = madd(a1, v, wa); b1 = madd(b1, v, wb); x1 += 4; }
      if (pixels > 2) { const v = v128.load32_splat(x2); a2 = madd(a2, v, wa); b2 = madd(b2, v, wb); x2 += 4; }
      if (pixels > 3) { const v = v128.load32_splat(x3); a3 = madd(a3, v, wa); b3 = madd(b3, v, wb); x3 += 4; }
      if (pixels > 4) { const v = v128.load32_splat(x4); a4 = madd(a4, v, wa); b4 = madd(b4, v, wb); x4 += 4; }
      if (pixels > 5) { const v = v128.load32_splat(x5); a5 = madd(a5, v, wa); b5 = madd(b5, v, wb); x5 += 4; }
      w += 32;
    }
    if (run + 1 == runs) break;
    const jump = runStep - bytes;
    x0 += jump; x1 += jump; x2 += jump; x3 += jump; x4 += jump; x5 += jump;
  }
  const low = lowBound(limits);
  const high = highBound(limits);
  put(y, a0, b0, low, high, half, adds, shortcut);
  let at = y;
  let c = column + 1;
  if (pixels > 1) { at = next(at, c, yStep, width, gap); c = c == width ? 1 : c + 1; put(at, a1, b1, low, high, half, adds, shortcut); }
  if (pixels > 2) { at = next(at, c, yStep, width, gap); c = c == width ? 1 : c + 1; put(at, a2, b2, low, high, half, adds, shortcut); }
  if (pixels > 3) { at = next(at, c, yStep, width, gap); c = c == width ? 1 : c + 1; put(at, a3, b3, low, high, half, adds, shortcut); }
  if (pixels > 4) { at = next(at, c, yStep, width, gap); c = c == width ? 1 : c + 1; put(at, a4, b4, low, high, half, adds, shortcut); }
  if (pixels > 5) { at = next(at, c, yStep, width, gap); put(at, a5, b5, low, high, half, adds, shortcut); }
}

/**
 * Reads a byte of every cache line between two addresses, so that weights come near while a tile still multiplies: a
 * panel is used at once by all pixels of a block, and without this the first tile waits for it.
 */
@inline
function touch(from: usize, to: usize): void {
  for (; from < to; from += 64) load<u8>(from);
}

/** A last group of fewer pixels than WIDE. */
function shortTile(
  pixels: i32, y: usize, x: usize, panel: usize, limits: usize, runs: i32, length: i32, runStep: usize, xStep: usize,
  yStep: usize, column: i32, width: i32, gap: usize, half: bool, adds: bool, shortcut: usize,
): void {
  switch (pixels) {
    case 5: tile(5, y, x, panel, limits, runs, length, runStep, xStep, yStep, column, width, gap, half, adds, shortcut); break;
    case 4: tile(4, y, x, panel, limits, runs, length, runStep, xStep, yStep, column, width, gap, half, adds, shortcut); break;
    case 3: tile(3, y, x, panel, limits, runs, length, runStep, xStep, yStep, column, width, gap, half, adds, shortcut); break;
    case 2: tile(2, y, x, panel, limits, runs, length, runStep, xStep, yStep, column, width, gap, half, adds, shortcut); break;
    default: tile(1, y, x, panel, limits, runs, length, runStep, xStep, yStep, column, width, gap, half, adds, shortcut);
  }
}

/**
 * `m` pixels × `n` output channels, in blocks of pixels: a block's inputs stay in the first cache while all panels pass
 * over them. The last pixels are split evenly (7 as 4 and 3), since short tiles wait for their own sums. `block` is a
 * multiple of WIDE.
 */
@inline
export function products(
  y: usize, x: usize, weights: usize, m: i32, n: i32, runs: i32, length: i32, runStep: usize, xStep: usize, yStep: usize,
  width: i32, gap: usize, adds: bool, shortcut: usize, block: i32,
): void {
  const panelStep = <usize>(runs * length + 1) << 5;
  let column = 0;
  for (let from = 0; from < m; ) {
    // A block never leaves a lone short tile behind.
    const left = m - from;
    const pixels = left < block + WIDE ? left : block;
    const rest = pixels % WIDE;
    const touches = pixels > WIDE;
    const even = rest == 0 || rest == WIDE - 1 ? pixels - rest : max(pixels - rest - WIDE, 0);
    let panel = weights + HEADER;
    let endColumn = column;
    let endY = y;
    for (let channel = 0; channel < n; channel += 8) {
      const half = n - channel <= 4;
      let at = y + (<usize>channel << 2);
      let from0 = x;
      let c = column;
      let done = 0;
      const share = (panelStep / <usize>(pixels / WIDE + 1) + 63) & ~63;
      let ahead = panel + panelStep;
      const aheadEnd = ahead + panelStep;
      for (; done < even; done += WIDE) {
        if (touches && channel + 8 < n) {
          touch(ahead, min(ahead + share, aheadEnd));
          ahead += share;
        }
        tile(WIDE, at, from0, panel, weights, runs, length, runStep, xStep, yStep, c, width, gap, half, adds, shortcut);
        at += yStep * WIDE;
        c += WIDE;
        while (c >= width) { c -= width; at += gap; }
        from0 += xStep * WIDE;
      }
      while (done < pixels) {
        const some = pixels - done > WIDE ? (pixels - done + 1) >> 1 : pixels - done;
        shortTile(some, at, from0, panel, weights, runs, length, runStep, xStep, yStep, c, width, gap, half, adds, shortcut);
        at += yStep * some;
        c += some;
        while (c >= width) { c -= width; at += gap; }
        from0 += xStep * some;
        done += some;
      }
      panel += panelStep;
      endColumn = c;
      endY = at - (<usize>channel << 2);
    }
    x += xStep * pixels;
    y = endY;
    column = endColumn;
    from += pixels;
  }
}
