import type { DepthwiseShape } from "./ops.ts";

/**
 * Visits every multiplication of a depthwise 3×3 layer with symmetric padding: where it reads, which tap, where it
 * writes. The indices are of channel 0; channels follow each other.
 */
function eachTap(shape: DepthwiseShape, visit: (from: number, tap: number, to: number) => void): void {
  const { batch, h, w, c, outH, outW, stride } = shape;
  for (let image = 0; image < batch; image++) {
    for (let outY = 0; outY < outH; outY++) {
      for (let outX = 0; outX < outW; outX++) {
        const to = ((image * outH + outY) * outW + outX) * c;
        for (let ky = 0; ky < 3; ky++) {
          const y = outY * stride + ky - 1;
          if (y < 0 || y >= h) continue;
          for (let kx = 0; kx < 3; kx++) {
            const x = outX * stride + kx - 1;
            if (x < 0 || x >= w) continue;
            visit(((image * h + y) * w + x) * c, (ky * 3 + kx) * c, to);
          }
        }
      }
    }
  }
}

/**
 * Depthwise 3×3 convolution of a batch: each channel has its own filter; channels never mix.
 *
 * x [batch, h, w, c] · f [3, 3, c] → y [batch, outH, outW, c]; padding "symmetric". Cost: batch · outH · outW · 9 · c
 * MAdds.
 */
export function depthwise(y: Float32Array, x: Float32Array, f: Float32Array, shape: DepthwiseShape): void {
  const { batch, c, outH, outW } = shape;
  y.fill(0, 0, batch * outH * outW * c);
  eachTap(shape, (from, tap, to) => {
    for (let i = 0; i < c; i++) y[to + i]! += x[from + i]! * f[tap + i]!;
  });
}

/** Gradient of `depthwise` for its input: every output hands its gradient back to the pixels that it read. */
export function depthwiseInputGradient(
  dx: Float32Array,
  dy: Float32Array,
  f: Float32Array,
  shape: DepthwiseShape,
): void {
  const { batch, h, w, c } = shape;
  dx.fill(0, 0, batch * h * w * c);
  eachTap(shape, (from, tap, to) => {
    for (let i = 0; i < c; i++) dx[from + i]! += dy[to + i]! * f[tap + i]!;
  });
}

/** Gradient of `depthwise` for its filters: each tap gathers output gradient times the pixel that it met. */
export function depthwiseFilterGradient(
  df: Float32Array,
  x: Float32Array,
  dy: Float32Array,
  shape: DepthwiseShape,
): void {
  const { c } = shape;
  df.fill(0, 0, 9 * c);
  eachTap(shape, (from, tap, to) => {
    for (let i = 0; i < c; i++) df[tap + i]! += x[from + i]! * dy[to + i]!;
  });
}
