import type { Tensor } from "@kernels/tensor.ts";

/**
 * Pointwise convolution: at each pixel, outC weighted sums of its inC values.
 * x [H, W, inC] · filter [inC, outC] → [H, W, outC]
 */
export function pointwiseConv(
  x: Tensor,
  filter: Float32Array,
  { outC }: { outC: number },
): Tensor {
  const [h, w, inC] = x.shape;
  const data = new Float32Array(h * w * outC);
  for (let pixel = 0; pixel < h * w; pixel++) {
    for (let o = 0; o < outC; o++) {
      let sum = 0;
      for (let c = 0; c < inC; c++)
        sum += x.data[pixel * inC + c]! * filter[c * outC + o]!;
      data[pixel * outC + o] = sum;
    }
  }
  return { shape: [h, w, outC], data };
}
