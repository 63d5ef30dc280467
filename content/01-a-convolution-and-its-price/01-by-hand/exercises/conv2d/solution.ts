import type { Tensor } from "@kernels/tensor.ts";

export interface Size {
  readonly kernel: number;
  readonly stride: number;
  readonly outC: number;
}

/**
 * One value of a convolution: output row y, column x, channel o.
 * input [H, W, inC] · filter [k, k, inC, outC], padding symmetric
 */
export function convAt(
  input: Tensor,
  filter: Float32Array,
  { kernel, stride, outC }: Size,
  [y, x, o]: readonly [number, number, number],
): number {
  const [h, w, inC] = input.shape;
  const pad = (kernel - 1) / 2;
  let sum = 0;
  for (let ky = 0; ky < kernel; ky++) {
    for (let kx = 0; kx < kernel; kx++) {
      const inY = y * stride - pad + ky;
      const inX = x * stride - pad + kx;
      if (inY < 0 || inY >= h || inX < 0 || inX >= w) continue;
      const tap = ky * kernel + kx;
      for (let c = 0; c < inC; c++) {
        sum +=
          input.data[(inY * w + inX) * inC + c]! *
          filter[(tap * inC + c) * outC + o]!;
      }
    }
  }
  return sum;
}
