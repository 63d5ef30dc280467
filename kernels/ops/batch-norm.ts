import type { Tensor } from "../tensor.ts";
import { checkChannels, checkTensor } from "./check.ts";

const { fround, sqrt } = Math;

/** What batch norm learned and measured in training: four values a channel, and ε. */
export interface Norm {
  /** Learned scale γ, torchvision's `weight`. */
  readonly gamma: Float32Array;
  /** Learned shift β, torchvision's `bias`. */
  readonly beta: Float32Array;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
  readonly epsilon: number;
}

/** γ / √(variance + ε) of one channel; sum, root and quotient are rounded to float32. */
export function normScale({ gamma, variance, epsilon }: Norm, c: number): number {
  return fround(gamma[c]! / fround(sqrt(fround(variance[c]! + epsilon))));
}

/**
 * Batch normalisation at inference: each channel is shifted and scaled by its stored statistics.
 *
 * x [H, W, C] · four vectors [C] → [H, W, C]   float32, channels innermost
 * Order: (x − mean) · scale + β with scale = `normScale`; every difference, product and sum is rounded to float32.
 * Cost: no MAdds by convention; one multiplication and two additions a value.
 *
 * @throws {ShapeError} if a vector and x disagree on C
 * @see MobileNetV2 §3.3, after every convolution; Ioffe and Szegedy 2015
 */
export function batchNorm(x: Tensor, norm: Norm): Tensor {
  const channels = x.shape[2];
  checkTensor("batchNorm", "x", x);
  for (const name of ["gamma", "beta", "mean", "variance"] as const) {
    checkChannels("batchNorm", name, norm[name], channels);
  }

  const out = new Float32Array(x.data.length);
  for (let c = 0; c < channels; c++) {
    const scale = normScale(norm, c);
    for (let i = c; i < out.length; i += channels) {
      const centred = fround(x.data[i]! - norm.mean[c]!);
      out[i] = fround(fround(centred * scale) + norm.beta[c]!);
    }
  }
  return { shape: x.shape, data: out };
}
