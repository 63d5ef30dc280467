/** Global average pool of a batch: x [batch, pixels, c] → y [batch, c], the mean over all pixels. */
export function pool(y: Float32Array, x: Float32Array, batch: number, c: number): void {
  const pixels = x.length / (batch * c);
  y.fill(0, 0, batch * c);
  for (let image = 0; image < batch; image++) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      const from = (image * pixels + pixel) * c;
      for (let i = 0; i < c; i++) y[image * c + i]! += x[from + i]!;
    }
    for (let i = 0; i < c; i++) y[image * c + i]! /= pixels;
  }
}

/** Gradient of `pool`: every pixel gets an equal share. dy [batch, c] → dx [batch, pixels, c]. */
export function poolGradient(dx: Float32Array, dy: Float32Array, batch: number, c: number, pixels: number): void {
  for (let image = 0; image < batch; image++) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      const to = (image * pixels + pixel) * c;
      for (let i = 0; i < c; i++) dx[to + i] = dy[image * c + i]! / pixels;
    }
  }
}
