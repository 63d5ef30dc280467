export interface Norm {
  readonly gamma: Float32Array;
  readonly beta: Float32Array;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
  readonly epsilon: number;
}

/**
 * Folds a batch norm into the filter before it: the same answers, one layer less.
 * filter [terms, C], output channels innermost → filter [terms, C] and bias [C]
 */
export function foldBatchNorm(
  filter: Float32Array,
  norm: Norm,
): { filter: Float32Array; bias: Float32Array } {
  const { gamma, beta, mean, variance, epsilon } = norm;
  const scale = gamma.map(
    (value, c) => value / Math.sqrt(variance[c]! + epsilon),
  );
  return {
    filter: filter.map((value, i) => value * scale[i % scale.length]!),
    bias: beta.map((value, c) => value - mean[c]! * scale[c]!),
  };
}
