import type { Tensor } from "../tensor.ts";
import { checkTensor } from "./check.ts";

const { fround } = Math;

/** x · ReLU6(x + 3) / 6 of one value, rounded to float32 at each step. */
export const hardSwish = (x: number): number => fround(fround(x * Math.min(Math.max(fround(x + 3), 0), 6)) / 6);

/**
 * h-swish: 0 up to −3, x from 3 on, between them a parabola with its lowest point −0.375 at −1.5.
 *
 * x [H, W, C] → [H, W, C]   float32
 * Order: x + 3, cut to 0 … 6, times x, divided by 6; each step is rounded to float32.
 * Cost: no MAdds by convention; one addition, two comparisons, one product and one division a value.
 *
 * @see MobileNetV3 §5.2
 */
export function hSwish(x: Tensor): Tensor {
  checkTensor("hSwish", "x", x);
  return { shape: x.shape, data: x.data.map(hardSwish) };
}
