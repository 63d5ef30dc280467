import type { Tensor } from "@kernels/tensor.ts";

/** ReLU6: below 0 becomes 0, above 6 becomes 6. x [H, W, C] → [H, W, C] */
export function relu6(x: Tensor): Tensor {
  return {
    shape: x.shape,
    data: x.data.map((value) => Math.min(Math.max(value, 0), 6)),
  };
}
