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
  for (let c = 0; c < inC; c++) {
    // Only the middle tap so far. All kernel × kernel taps are wanted,
    // and a tap outside the picture (0 to h - 1, 0 to w - 1) adds nothing.
    const inY = Math.min(y * stride, h - 1);
    const inX = Math.min(x * stride, w - 1);
    const tap = pad * kernel + pad;
    sum +=
      input.data[(inY * w + inX) * inC + c]! *
      filter[(tap * inC + c) * outC + o]!;
  }
  return sum;
}
