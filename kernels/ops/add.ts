import { ShapeError, type Tensor } from "../tensor.ts";
import { checkTensor, times } from "./check.ts";

/**
 * Addition of two tensors, the shortcut of a residual block.
 *
 * a [H, W, C] + b [H, W, C] → [H, W, C]   each sum rounded to float32
 * Cost: no MAdds by convention; one addition a value.
 *
 * @throws {ShapeError} if the shapes differ
 * @see MobileNetV2 §3.3
 */
export function add(a: Tensor, b: Tensor): Tensor {
  checkTensor("add", "a", a);
  checkTensor("add", "b", b);
  if (times(a.shape) !== times(b.shape)) throw new ShapeError(`add: a is ${times(a.shape)}, b is ${times(b.shape)}`);
  return { shape: a.shape, data: a.data.map((value, i) => Math.fround(value + b.data[i]!)) };
}
