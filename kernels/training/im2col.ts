import type { Layer } from "../models/layer.ts";
import { slide, type WindowPadding } from "../ops/window.ts";

/** What of a convolution decides how its windows lie. */
export interface Windows extends Pick<Layer, "inShape" | "outShape" | "kernel" | "stride"> {
  readonly padding: WindowPadding;
}

/**
 * Lays the windows of a convolution side by side, one a row, so that the convolution becomes a matrix product.
 *
 * x [batch, h, w, inC] → columns [batch · outH · outW, k · k · inC], zeros where the window hangs over the edge.
 */
export function im2col(columns: Float32Array, x: Float32Array, batch: number, layer: Windows): void {
  const [h, w, inC] = layer.inShape;
  const [outH, outW] = layer.outShape;
  const { kernel, stride, padding } = layer;
  const top = slide(h, kernel, stride, padding).before;
  const left = slide(w, kernel, stride, padding).before;
  let to = 0;
  for (let image = 0; image < batch; image++) {
    for (let outY = 0; outY < outH; outY++) {
      for (let outX = 0; outX < outW; outX++) {
        for (let ky = 0; ky < kernel; ky++) {
          const y = outY * stride + ky - top;
          for (let kx = 0; kx < kernel; kx++) {
            const column = outX * stride + kx - left;
            const inside = y >= 0 && y < h && column >= 0 && column < w;
            const from = ((image * h + y) * w + column) * inC;
            for (let i = 0; i < inC; i++) columns[to++] = inside ? x[from + i]! : 0;
          }
        }
      }
    }
  }
}
