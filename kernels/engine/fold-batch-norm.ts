import { type Norm, normScale } from "../ops/batch-norm.ts";
import { checkChannels } from "../ops/check.ts";
import { ShapeError } from "../tensor.ts";

const { fround } = Math;

/**
 * Folds a batch norm into the convolution before it: filter · scale, and bias β − mean · scale.
 *
 * filter HWIO or [k, k, C], output channels innermost · norm [C] → the same filter shape, bias [C]. Convolution with
 * the folded filter plus bias equals convolution then batch norm up to float32 rounding, since the products are
 * rounded elsewhere: a value differs in its last digits.
 *
 * @throws {ShapeError} if filter and norm disagree on the output channels
 */
export function foldBatchNorm(filter: Float32Array, norm: Norm): { filter: Float32Array; bias: Float32Array } {
  const channels = norm.gamma.length;
  for (const name of ["beta", "mean", "variance"] as const) {
    checkChannels("foldBatchNorm", name, norm[name], channels);
  }
  if (channels === 0 || filter.length % channels !== 0) {
    throw new ShapeError(`foldBatchNorm: filter of ${filter.length} values has no ${channels} output channels`);
  }
  const scales = Float32Array.from({ length: channels }, (_, c) => normScale(norm, c));
  return {
    filter: filter.map((value, i) => value * scales[i % channels]!),
    bias: scales.map((scale, c) => norm.beta[c]! - fround(norm.mean[c]! * scale)),
  };
}
