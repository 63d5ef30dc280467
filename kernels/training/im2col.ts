import type { Layer } from "../models/layer.ts";
import { slide, type WindowPadding } from "../ops/window.ts";

/** What of a convolution decides how its windows lie. */
export interface Windows extends Pick<Layer, "inShape" | "outShape" | "kernel" | "stride"> {
  readonly padding: WindowPadding;
}

/** Visits every pixel of every window: where its channels stand in the columns, and in x (−1 if it is outside). */
function eachTap(batch: number, layer: Windows, visit: (column: number, from: number) => void): void {
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
            const x = outX * stride + kx - left;
            const inside = y >= 0 && y < h && x >= 0 && x < w;
            visit(to, inside ? ((image * h + y) * w + x) * inC : -1);
            to += inC;
          }
        }
      }
    }
  }
}

/**
 * Lays the windows of a convolution side by side, one a row, so that the convolution becomes a matrix product.
 *
 * x [batch, h, w, inC] → columns [batch · outH · outW, k · k · inC], zeros where the window hangs over the edge.
 */
export function im2col(columns: Float32Array, x: Float32Array, batch: number, layer: Windows): void {
  const inC = layer.inShape[2];
  eachTap(batch, layer, (to, from) => {
    if (from < 0) columns.fill(0, to, to + inC);
    else for (let i = 0; i < inC; i++) columns[to + i] = x[from + i]!;
  });
}

/**
 * Gradient of `im2col`: every pixel gathers what the windows that hold it hand back.
 *
 * dColumns [batch · outH · outW, k · k · inC] → dx [batch, h, w, inC], summed window by window in order.
 */
export function col2im(dx: Float32Array, dColumns: Float32Array, batch: number, layer: Windows): void {
  const [h, w, inC] = layer.inShape;
  dx.fill(0, 0, batch * h * w * inC);
  eachTap(batch, layer, (column, to) => {
    if (to >= 0) for (let i = 0; i < inC; i++) dx[to + i]! += dColumns[column + i]!;
  });
}
