import type { DepthwiseShape, TrainingOps } from "./ops.ts";
import { REFERENCE_OPS } from "./reference.ts";

type Wasm = (...args: readonly (number | boolean)[]) => void;

/** What the compiled `*.simd.ts` files export: the names of TrainingOps, with addresses in place of arrays. */
export type SimdExports = Readonly<Record<keyof TrainingOps, Wasm>>;

/**
 * The training loops on SIMD twins. Arrays must live in the memory of the module that `wasm` comes from.
 *
 * The twins take channel counts that are multiples of four; other layers (a classifier of ten classes) run on the
 * reference.
 */
export function simdOps(wasm: SimdExports): TrainingOps {
  const at = (array: Float32Array): number => array.byteOffset;
  const sizes = (s: DepthwiseShape): number[] => [s.batch, s.h, s.w, s.c, s.outH, s.outW, s.stride];
  const fits = (s: DepthwiseShape): boolean => s.c % 4 === 0 && s.w >= 2;
  const depthwiseLike =
    (name: "depthwise" | "depthwiseInputGradient" | "depthwiseFilterGradient") =>
    (out: Float32Array, a: Float32Array, b: Float32Array, s: DepthwiseShape): void => {
      if (fits(s)) wasm[name](at(out), at(a), at(b), ...sizes(s));
      else REFERENCE_OPS[name](out, a, b, s);
    };
  return {
    matmul(y, x, w, shape, accumulate) {
      if (shape.n % 4 === 0) wasm.matmul(at(y), at(x), at(w), shape.m, shape.k, shape.n, accumulate);
      else REFERENCE_OPS.matmul(y, x, w, shape, accumulate);
    },
    matmulWeightGradient(dw, x, dy, shape) {
      if (shape.n % 4 === 0) wasm.matmulWeightGradient(at(dw), at(x), at(dy), shape.m, shape.k, shape.n);
      else REFERENCE_OPS.matmulWeightGradient(dw, x, dy, shape);
    },
    depthwise: depthwiseLike("depthwise"),
    depthwiseInputGradient: depthwiseLike("depthwiseInputGradient"),
    depthwiseFilterGradient: depthwiseLike("depthwiseFilterGradient"),
    moments(mean, variance, x, shape) {
      if (shape.c % 4 === 0) wasm.moments(at(mean), at(variance), at(x), shape.rows, shape.c);
      else REFERENCE_OPS.moments(mean, variance, x, shape);
    },
    scaleShift(y, x, scale, shift, shape, range) {
      if (shape.c % 4 === 0)
        wasm.scaleShift(at(y), at(x), at(scale), at(shift), shape.rows, shape.c, range.low, range.high);
      else REFERENCE_OPS.scaleShift(y, x, scale, shift, shape, range);
    },
    gradientSums(sumG, sumGX, dy, x, norm, shape, range) {
      if (shape.c % 4 === 0) {
        const { scale, shift, mean } = norm;
        const arrays = [sumG, sumGX, dy, x, scale, shift, mean].map(at);
        wasm.gradientSums(...arrays, shape.rows, shape.c, range.low, range.high);
      } else REFERENCE_OPS.gradientSums(sumG, sumGX, dy, x, norm, shape, range);
    },
    normInputGradient(dx, dy, x, norm, pull, shape, range) {
      if (shape.c % 4 === 0) {
        const arrays = [dx, dy, x, norm.scale, norm.shift, pull.p, pull.q].map(at);
        wasm.normInputGradient(...arrays, shape.rows, shape.c, range.low, range.high);
      } else REFERENCE_OPS.normInputGradient(dx, dy, x, norm, pull, shape, range);
    },
  };
}
