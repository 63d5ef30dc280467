import { ShapeError, type Tensor } from "../tensor.ts";
import { checkTensor, checkWhole } from "./check.ts";

const { fround } = Math;

/**
 * Pointwise (1×1) convolution: each output channel is a weighted sum of the input channels at the same pixel.
 *
 * x [H, W, inC] · filter [inC, outC] → [H, W, outC]   float32, channels innermost, no bias, no padding, stride 1
 * Order: each output starts at 0 and adds its products by input channel; every product and every sum is rounded to
 * float32.
 * Cost: H · W · inC · outC MAdds.
 *
 * @throws {ShapeError} if x and filter disagree on inC
 * @throws {RangeError} if outC is not a whole number of at least 1
 * @see MobileNetV1 §3.1, eq. 5; MobileNetV2 table 1
 */
export function pointwise(x: Tensor, filter: Float32Array, { outC }: { outC: number }): Tensor {
  const [h, w, inC] = x.shape;
  checkTensor("pointwise", "x", x);
  checkWhole("pointwise", { outC });
  const filterC = filter.length / outC;
  if (filterC !== inC) throw new ShapeError(`pointwise: filter has ${filterC} input channels, x has ${inC}`);

  const out = new Float32Array(h * w * outC);
  for (let pixel = 0; pixel < h * w; pixel++) {
    for (let o = 0; o < outC; o++) {
      let sum = 0;
      for (let c = 0; c < inC; c++) {
        sum = fround(sum + fround(x.data[pixel * inC + c]! * filter[c * outC + o]!));
      }
      out[pixel * outC + o] = sum;
    }
  }
  return { shape: [h, w, outC], data: out };
}
