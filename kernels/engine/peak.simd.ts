// What the machine can do at most: multiply-adds on registers alone, 12 sums under way, nothing loaded or stored.

import { madd } from "../ops/tile.simd";

/** 4 · 12 multiply-adds a turn; the result is there so that nothing is left out. */
export function peak(turns: i32, factor: f32): f32 {
  const w = f32x4.splat(factor);
  const v = f32x4.splat(0.5);
  let a0 = w, a1 = w, a2 = w, a3 = w, a4 = w, a5 = w, b0 = w, b1 = w, b2 = w, b3 = w, b4 = w, b5 = w;
  for (let i = 0; i < turns; i++) {
    a0 = madd(a0, v, w); b0 = madd(b0, v, w); a1 = madd(a1, v, w); b1 = madd(b1, v, w);
    a2 = madd(a2, v, w); b2 = madd(b2, v, w); a3 = madd(a3, v, w); b3 = madd(b3, v, w);
    a4 = madd(a4, v, w); b4 = madd(b4, v, w); a5 = madd(a5, v, w); b5 = madd(b5, v, w);
  }
  const a = f32x4.add(f32x4.add(f32x4.add(a0, a1), f32x4.add(a2, a3)), f32x4.add(a4, a5));
  const b = f32x4.add(f32x4.add(f32x4.add(b0, b1), f32x4.add(b2, b3)), f32x4.add(b4, b5));
  return f32x4.extract_lane(f32x4.add(a, b), 0);
}
