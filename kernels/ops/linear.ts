import { ShapeError, type Tensor } from "../tensor.ts";
import { checkTensor } from "./check.ts";

const { fround } = Math;

/**
 * Fully connected layer: every output is a weighted sum of all inputs, plus a bias.
 *
 * x [1, 1, in] · weight [in, out] + bias [out] → [1, 1, out]   float32
 * Order: each output starts at 0, adds its products by input, then its bias; every product and every sum is rounded
 * to float32.
 * Cost: in · out MAdds.
 *
 * @throws {ShapeError} if x is not one pixel, or x, weight and bias disagree on their sizes
 * @see MobileNetV2 table 2 (last conv2d 1×1, the classifier)
 */
export function linear(x: Tensor, weight: Float32Array, bias: Float32Array): Tensor {
  const [h, w, inC] = x.shape;
  const outC = bias.length;
  checkTensor("linear", "x", x);
  if (h !== 1 || w !== 1) throw new ShapeError(`linear: x has ${h} × ${w} pixels, it must have 1 × 1`);
  const weightC = weight.length / outC;
  if (weightC !== inC) throw new ShapeError(`linear: weight has ${weightC} inputs, x has ${inC}`);

  const out = new Float32Array(outC);
  for (let o = 0; o < outC; o++) {
    let sum = 0;
    for (let c = 0; c < inC; c++) sum = fround(sum + fround(x.data[c]! * weight[c * outC + o]!));
    out[o] = fround(sum + bias[o]!);
  }
  return { shape: [1, 1, outC], data: out };
}
