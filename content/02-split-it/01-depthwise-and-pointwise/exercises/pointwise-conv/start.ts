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
      // Only input channel 0 so far: mix all of them.
      data[pixel * outC + o] = x.data[pixel * inC]! * filter[o]!;
    }
  }
  return { shape: [h, w, outC], data };
}
