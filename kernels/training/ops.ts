/** A depthwise 3×3 layer over a batch: x [batch, h, w, c] → y [batch, outH, outW, c], one pixel of zeros around x. */
export interface DepthwiseShape {
  readonly batch: number;
  readonly h: number;
  readonly w: number;
  readonly c: number;
  readonly outH: number;
  readonly outW: number;
  readonly stride: number;
}

/** Rows and channels of a batch seen as a matrix: every pixel of every image is a row. */
export interface Rows {
  readonly rows: number;
  readonly c: number;
}

/** To what an activation cuts values; the gradient passes strictly between. */
export interface Range {
  readonly low: number;
  readonly high: number;
}
export const LINEAR: Range = { low: -Infinity, high: Infinity };
export const RELU: Range = { low: 0, high: Infinity };
export const RELU6: Range = { low: 0, high: 6 };

/** Sizes of a matrix product: x [m, k] · w [k, n] → y [m, n]. */
export interface ProductShape {
  readonly m: number;
  readonly k: number;
  readonly n: number;
}

/**
 * The hot loops of training. All arrays are float32, channels innermost; results go into the first argument.
 *
 * `reference.ts` is the plain version, written to be read; `simd-ops.ts` the fast twin, judged by it. The two differ
 * only in the order of sums.
 */
export interface TrainingOps {
  /** y [m, n] = x [m, k] · w [k, n]; with `accumulate` the product is added to y. */
  matmul(y: Float32Array, x: Float32Array, w: Float32Array, shape: ProductShape, accumulate: boolean): void;
  /** dw [k, n] = xᵀ · dy, the gradient of `matmul` for its weights. */
  matmulWeightGradient(dw: Float32Array, x: Float32Array, dy: Float32Array, shape: ProductShape): void;
  /** y = depthwise 3×3 convolution of x with f [3, 3, c]. */
  depthwise(y: Float32Array, x: Float32Array, f: Float32Array, shape: DepthwiseShape): void;
  /** dx, given dy: every output hands its gradient back to the nine pixels that it read. */
  depthwiseInputGradient(dx: Float32Array, dy: Float32Array, f: Float32Array, shape: DepthwiseShape): void;
  /** df [3, 3, c] = Σ over outputs of dy times the pixel that the tap read. */
  depthwiseFilterGradient(df: Float32Array, x: Float32Array, dy: Float32Array, shape: DepthwiseShape): void;
  /** Mean and biased variance of each channel over all rows. */
  moments(mean: Float32Array, variance: Float32Array, x: Float32Array, shape: Rows): void;
  /** y = x · scale + shift for each channel, cut to `range`. */
  scaleShift(
    y: Float32Array,
    x: Float32Array,
    scale: Float32Array,
    shift: Float32Array,
    shape: Rows,
    range: Range,
  ): void;
  /**
   * Σ g and Σ g · (x − mean) of each channel, where g is dy where x · scale + shift lies inside `range`, else 0.
   */
  gradientSums(
    sumG: Float32Array,
    sumGX: Float32Array,
    dy: Float32Array,
    x: Float32Array,
    norm: Normalisation,
    shape: Rows,
    range: Range,
  ): void;
  /** dx = g · scale + x · p + q for each channel, with g as in `gradientSums`; dx may be dy. */
  normInputGradient(
    dx: Float32Array,
    dy: Float32Array,
    x: Float32Array,
    norm: Normalisation,
    pull: { readonly p: Float32Array; readonly q: Float32Array },
    shape: Rows,
    range: Range,
  ): void;
}

/** What batch norm did to each channel in this step: y = x · scale + shift, around this mean. */
export interface Normalisation {
  readonly scale: Float32Array;
  readonly shift: Float32Array;
  readonly mean: Float32Array;
}
