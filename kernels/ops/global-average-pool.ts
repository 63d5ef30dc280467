import type { Tensor } from "../tensor.ts";
import { checkTensor, checkWhole } from "./check.ts";

const { fround } = Math;

/**
 * Global average pooling: each channel's mean over all its pixels, one number a channel.
 *
 * x [H, W, C] → [1, 1, C]   float32
 * Order: each channel starts at 0 and adds its pixels by y, then x, then divides by H · W; every sum and the quotient
 * are rounded to float32.
 * Cost: no MAdds by convention; H · W additions and one division a channel.
 *
 * @throws {RangeError} if x has no pixel
 * @see MobileNetV2 table 2 (avgpool 7×7)
 */
export function globalAveragePool(x: Tensor): Tensor {
  const [h, w, channels] = x.shape;
  checkTensor("globalAveragePool", "x", x);
  checkWhole("globalAveragePool", { "height of x": h, "width of x": w });

  const out = new Float32Array(channels);
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (let pixel = 0; pixel < h * w; pixel++) sum = fround(sum + x.data[pixel * channels + c]!);
    out[c] = fround(sum / (h * w));
  }
  return { shape: [1, 1, channels], data: out };
}
