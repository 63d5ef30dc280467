import { gradientSums, moments, normInputGradient, scaleShift } from "./batch-norm.ts";
import { depthwise, depthwiseFilterGradient, depthwiseInputGradient } from "./depthwise.ts";
import { matmul, matmulWeightGradient } from "./matmul.ts";
import type { TrainingOps } from "./ops.ts";

/** The plain loops of training; they judge the SIMD twin. */
export const REFERENCE_OPS: TrainingOps = {
  matmul,
  matmulWeightGradient,
  depthwise,
  depthwiseInputGradient,
  depthwiseFilterGradient,
  moments,
  scaleShift,
  gradientSums,
  normInputGradient,
};
