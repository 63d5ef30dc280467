import type { Tensor } from "../tensor.ts";
import { checkTensor } from "./check.ts";

const { fround, exp } = Math;

/**
 * Softmax of one vector of logits: e to each, divided by the sum of all, so they are positive and sum to 1.
 *
 * Order: the largest logit is subtracted first (no overflow), the powers are added by index; every step is rounded to
 * float32. Cost: no MAdds by convention.
 */
export function probabilities(logits: Float32Array): Float32Array {
  const largest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = logits.map((logit) => exp(fround(logit - largest)));
  let sum = 0;
  for (const power of powers) sum = fround(sum + power);
  return powers.map((power) => power / sum);
}

/**
 * Softmax over the channels of every pixel; see `probabilities` for the order of operations.
 *
 * x [H, W, C] → [H, W, C]   float32
 *
 * @see MobileNetV1 table 1 (classifier)
 */
export function softmax(x: Tensor): Tensor {
  const channels = x.shape[2];
  checkTensor("softmax", "x", x);
  const out = new Float32Array(x.data.length);
  for (let i = 0; i < out.length; i += channels) out.set(probabilities(x.data.subarray(i, i + channels)), i);
  return { shape: x.shape, data: out };
}
