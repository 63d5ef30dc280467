// Fast twin of batch-norm.ts: four channels at once; the same three steps, each rounded alike, so the same values bit by
// bit. Packed weights: mean [C], scale [C], beta [C], with scale = `normScale`.

/** x [pixels, C] → y, C a multiple of 4; y may be x. */
export function batchNorm(y: usize, x: usize, weights: usize, pixels: i32, c: i32): void {
  const step = <usize>c << 2;
  for (let pixel = 0; pixel < pixels; pixel++) {
    let w = weights;
    for (const end = y + step; y < end; y += 16) {
      const centred = f32x4.sub(v128.load(x), v128.load(w));
      v128.store(y, f32x4.add(f32x4.mul(centred, v128.load(w + step)), v128.load(w + (step << 1))));
      x += 16;
      w += 16;
    }
  }
}
