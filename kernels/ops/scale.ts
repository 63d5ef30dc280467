import { ShapeError, type Tensor } from "../tensor.ts";
import { checkTensor, times } from "./check.ts";

/**
 * Multiplies each channel by its own factor: the excitation of a squeeze-and-excitation.
 *
 * x [H, W, C] · gate [1, 1, C] → [H, W, C]   each product rounded to float32
 * Cost: no MAdds by convention; one multiplication a value.
 *
 * @throws {ShapeError} if the gate has not one factor a channel
 * @see MobileNetV3 §5.3
 */
export function scale(x: Tensor, gate: Tensor): Tensor {
  checkTensor("scale", "x", x);
  checkTensor("scale", "gate", gate);
  const channels = x.shape[2];
  if (times(gate.shape) !== times([1, 1, channels])) {
    throw new ShapeError(`scale: gate is ${times(gate.shape)}, x has ${channels} channels`);
  }
  return { shape: x.shape, data: x.data.map((value, i) => Math.fround(value * gate.data[i % channels]!)) };
}
