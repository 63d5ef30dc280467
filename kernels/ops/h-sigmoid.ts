import type { Tensor } from "../tensor.ts";
import { checkTensor } from "./check.ts";

const { fround } = Math;

/** ReLU6(x + 3) / 6 of one value, the sum and the quotient rounded to float32. */
export const hardSigmoid = (x: number): number => fround(Math.min(Math.max(fround(x + 3), 0), 6) / 6);

/**
 * h-sigmoid: 0 up to −3, 1 from 3 on, a straight line between; the gate of a squeeze-and-excitation.
 *
 * x [H, W, C] → [H, W, C]   float32
 * Order: x + 3, cut to 0 … 6, divided by 6; the sum and the quotient are rounded to float32.
 * Cost: no MAdds by convention; one addition, two comparisons and one division a value.
 *
 * @see MobileNetV3 §5.2
 */
export function hSigmoid(x: Tensor): Tensor {
  checkTensor("hSigmoid", "x", x);
  return { shape: x.shape, data: x.data.map(hardSigmoid) };
}
