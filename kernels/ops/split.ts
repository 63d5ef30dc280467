import { ShapeError, type Tensor } from "../tensor.ts";
import { checkTensor } from "./check.ts";

/**
 * Channel split: passes on the channels from one to before another.
 *
 * x [H, W, C] → [H, W, to − from]   float32; exact
 * Cost: no MAdds; nothing is computed, and the values need not be copied.
 *
 * @throws {ShapeError} if x has no such channels
 * @see ShuffleNetV2 §3
 */
export function split(x: Tensor, [from, to]: readonly [from: number, to: number]): Tensor {
  const [h, w, channels] = x.shape;
  checkTensor("split", "x", x);
  if (!Number.isInteger(from) || !Number.isInteger(to) || from < 0 || to <= from || to > channels) {
    throw new ShapeError(`split: channels ${from} to ${to} are not in x, which has ${channels}`);
  }
  const width = to - from;
  const data = Float32Array.from({ length: h * w * width }, (_, i) => {
    const pixel = Math.floor(i / width);
    return x.data[pixel * channels + from + (i - pixel * width)]!;
  });
  return { shape: [h, w, width], data };
}
