// Fast twin of global-average-pool.ts: four channels at once; the same order of sums and the same division, bit by bit.

/** x [pixels, C] → y [C] for channels `from` to `to`, all multiples of 4. */
export function globalAveragePool(y: usize, x: usize, pixels: i32, c: i32, from: i32, to: i32): void {
  const step = <usize>c << 2;
  const count = f32x4.splat(<f32>pixels);
  for (let i = <usize>from << 2; i < <usize>to << 2; i += 16) {
    let sum = f32x4.splat(0);
    let at = x + i;
    for (let pixel = 0; pixel < pixels; pixel++) {
      sum = f32x4.add(sum, v128.load(at));
      at += step;
    }
    v128.store(y + i, f32x4.div(sum, count));
  }
}
