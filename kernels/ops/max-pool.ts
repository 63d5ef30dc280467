import type { WindowPadding } from "./window.ts";
import type { Tensor } from "../tensor.ts";
import { checkFits, checkTensor, checkWhole } from "./check.ts";
import { slide } from "./window.ts";

/**
 * Max pooling: each channel's largest value in a k×k window.
 *
 * x [H, W, C] → [outH, outW, C]   float32; exact
 * Padding is named as for a convolution; padded pixels are left out, so they never win.
 * Cost: no MAdds; k² comparisons a value.
 *
 * @throws {ShapeError} if the window does not fit
 * @throws {RangeError} if kernel or stride is not a whole number of at least 1
 * @see ShuffleNetV2 table 5 (MaxPool 3×3)
 */
export function maxPool(
  x: Tensor,
  { kernel, stride, padding }: { kernel: number; stride: number; padding: WindowPadding },
): Tensor {
  const [h, w, channels] = x.shape;
  checkTensor("maxPool", "x", x);
  checkWhole("maxPool", { kernel, stride });
  const rows = slide(h, kernel, stride, padding);
  const columns = slide(w, kernel, stride, padding);
  checkFits("maxPool", kernel, x, rows.out, columns.out);

  const out = new Float32Array(rows.out * columns.out * channels).fill(-Infinity);
  for (let y = 0; y < rows.out; y++) {
    for (let column = 0; column < columns.out; column++) {
      for (let ky = 0; ky < kernel; ky++) {
        const inY = y * stride - rows.before + ky;
        if (inY < 0 || inY >= h) continue;
        for (let kx = 0; kx < kernel; kx++) {
          const inX = column * stride - columns.before + kx;
          if (inX < 0 || inX >= w) continue;
          for (let c = 0; c < channels; c++) {
            const i = (y * columns.out + column) * channels + c;
            out[i] = Math.max(out[i]!, x.data[(inY * w + inX) * channels + c]!);
          }
        }
      }
    }
  }
  return { shape: [rows.out, columns.out, channels], data: out };
}
