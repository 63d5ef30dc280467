import type { Tensor } from "../tensor.ts";
import { checkChannels, checkTensor } from "./check.ts";

/**
 * Adds to each channel its bias, behind a convolution that no batch norm follows.
 *
 * x [H, W, C] + bias [C] → [H, W, C]   each sum rounded to float32
 * Cost: no MAdds by convention; one addition a value.
 *
 * @throws {ShapeError} if there is not one bias a channel
 * @see MobileNetV3 §5.3 (the two layers of a squeeze-and-excitation)
 */
export function addBias(x: Tensor, bias: Float32Array): Tensor {
  const channels = x.shape[2];
  checkTensor("addBias", "x", x);
  checkChannels("addBias", "bias", bias, channels);
  return { shape: x.shape, data: x.data.map((value, i) => Math.fround(value + bias[i % channels]!)) };
}
