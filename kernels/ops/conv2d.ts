import { ShapeError, type Tensor } from "../tensor.ts";
import { checkFits, checkTensor, checkWhole } from "./check.ts";
import { slide, type WindowPadding } from "./window.ts";

const { fround } = Math;

/**
 * Standard convolution: every filter spans all input channels, so it filters and mixes at once.
 *
 * x [H, W, inC] · filter [k, k, inC, outC] → [outH, outW, outC]   float32, channels innermost, no bias
 * Padding is named: "symmetric" (PyTorch), "same-tf" (TensorFlow) or "valid" (none); see `slide`. Padded pixels are 0 and are skipped.
 * Order: each output starts at 0 and adds its products by ky, then kx, then input channel; every product and every
 * sum is rounded to float32.
 * Cost: outH · outW · inC · outC · k² MAdds, padding counted.
 *
 * @throws {ShapeError} if x and filter disagree on inC, or the kernel does not fit
 * @throws {RangeError} if kernel, stride or outC is not a whole number of at least 1
 * @see MobileNetV1 §3.1, eq. 2
 */
export function conv2d(
  x: Tensor,
  filter: Float32Array,
  { kernel, stride, padding, outC }: { kernel: number; stride: number; padding: WindowPadding; outC: number },
): Tensor {
  const [h, w, inC] = x.shape;
  checkTensor("conv2d", "x", x);
  checkWhole("conv2d", { kernel, stride, outC });
  const filterC = filter.length / (kernel ** 2 * outC);
  if (filterC !== inC) throw new ShapeError(`conv2d: filter has ${filterC} input channels, x has ${inC}`);
  const rows = slide(h, kernel, stride, padding);
  const columns = slide(w, kernel, stride, padding);
  checkFits("conv2d", kernel, x, rows.out, columns.out);

  const out = new Float32Array(rows.out * columns.out * outC);
  for (let y = 0; y < rows.out; y++) {
    for (let column = 0; column < columns.out; column++) {
      for (let o = 0; o < outC; o++) {
        let sum = 0;
        for (let ky = 0; ky < kernel; ky++) {
          const inY = y * stride - rows.before + ky;
          if (inY < 0 || inY >= h) continue;
          for (let kx = 0; kx < kernel; kx++) {
            const inX = column * stride - columns.before + kx;
            if (inX < 0 || inX >= w) continue;
            const pixel = (inY * w + inX) * inC;
            const tap = (ky * kernel + kx) * inC;
            for (let c = 0; c < inC; c++) {
              sum = fround(sum + fround(x.data[pixel + c]! * filter[(tap + c) * outC + o]!));
            }
          }
        }
        out[(y * columns.out + column) * outC + o] = sum;
      }
    }
  }
  return { shape: [rows.out, columns.out, outC], data: out };
}
