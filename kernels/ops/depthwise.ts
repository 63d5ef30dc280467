import { ShapeError, type Tensor } from "../tensor.ts";
import { checkFits, checkTensor, checkWhole } from "./check.ts";
import { slide, type WindowPadding } from "./window.ts";

const { fround } = Math;

/**
 * Depthwise convolution: each channel has its own k×k filter; channels never mix.
 *
 * x [H, W, C] · filter [k, k, C] → [outH, outW, C]   float32, channels innermost, no bias
 * Padding is named: "symmetric" (PyTorch), "same-tf" (TensorFlow) or "valid" (none); see `slide`. Padded pixels are 0 and are skipped.
 * Order: each output starts at 0 and adds its products by ky, then kx; every product and every sum is rounded to
 * float32.
 * Cost: outH · outW · C · k² MAdds, padding counted.
 *
 * @throws {ShapeError} if x and filter disagree on C, or the kernel does not fit
 * @throws {RangeError} if kernel or stride is not a whole number of at least 1
 * @see MobileNetV1 §3.1, eq. 4; MobileNetV2 §3.1
 */
export function depthwise(
  x: Tensor,
  filter: Float32Array,
  { kernel, stride, padding }: { kernel: number; stride: number; padding: WindowPadding },
): Tensor {
  const [h, w, channels] = x.shape;
  checkTensor("depthwise", "x", x);
  checkWhole("depthwise", { kernel, stride });
  const filterC = filter.length / kernel ** 2;
  if (filterC !== channels) throw new ShapeError(`depthwise: filter has ${filterC} channels, x has ${channels}`);
  const rows = slide(h, kernel, stride, padding);
  const columns = slide(w, kernel, stride, padding);
  checkFits("depthwise", kernel, x, rows.out, columns.out);

  const out = new Float32Array(rows.out * columns.out * channels);
  for (let y = 0; y < rows.out; y++) {
    for (let column = 0; column < columns.out; column++) {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let ky = 0; ky < kernel; ky++) {
          const inY = y * stride - rows.before + ky;
          if (inY < 0 || inY >= h) continue;
          for (let kx = 0; kx < kernel; kx++) {
            const inX = column * stride - columns.before + kx;
            if (inX < 0 || inX >= w) continue;
            sum = fround(
              sum + fround(x.data[(inY * w + inX) * channels + c]! * filter[(ky * kernel + kx) * channels + c]!),
            );
          }
        }
        out[(y * columns.out + column) * channels + c] = sum;
      }
    }
  }
  return { shape: [rows.out, columns.out, channels], data: out };
}
