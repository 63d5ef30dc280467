// Training's module: every SIMD twin of its loops.

export { matmul, matmulWeightGradient } from "./matmul.simd";
export { depthwise, depthwiseInputGradient, depthwiseFilterGradient } from "./depthwise.simd";
export { moments, scaleShift, gradientSums, normInputGradient } from "./batch-norm.simd";
