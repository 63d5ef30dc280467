// The engine's module: every SIMD twin of an operator, and the fused block.

export { pointwise } from "../ops/pointwise.simd";
export { conv2d } from "../ops/conv2d.simd";
export { depthwise } from "../ops/depthwise.simd";
export { linear } from "../ops/linear.simd";
export { add } from "../ops/add.simd";
export { relu6 } from "../ops/relu6.simd";
export { batchNorm } from "../ops/batch-norm.simd";
export { globalAveragePool } from "../ops/global-average-pool.simd";
export { invertedResidual } from "./inverted-residual.simd";
