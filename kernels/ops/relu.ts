import type { Tensor } from "../tensor.ts";
import { checkTensor } from "./check.ts";

/**
 * ReLU: values below 0 become 0.
 *
 * x [H, W, C] → [H, W, C]   float32; exact
 * Cost: no MAdds; one comparison a value.
 *
 * @see MobileNetV1 §3.2; MobileNetV2 §3.2
 */
export function relu(x: Tensor): Tensor {
  checkTensor("relu", "x", x);
  return { shape: x.shape, data: x.data.map((value) => Math.max(value, 0)) };
}
