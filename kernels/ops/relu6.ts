import type { Tensor } from "../tensor.ts";
import { checkTensor } from "./check.ts";

/**
 * ReLU6: values below 0 become 0, values above 6 become 6. The cap makes low-precision arithmetic robust.
 *
 * x [H, W, C] → [H, W, C]   float32; exact
 * Cost: no MAdds; two comparisons a value.
 *
 * @see MobileNetV2 §4
 */
export function relu6(x: Tensor): Tensor {
  checkTensor("relu6", "x", x);
  return { shape: x.shape, data: x.data.map((value) => Math.min(Math.max(value, 0), 6)) };
}
