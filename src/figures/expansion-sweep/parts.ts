/** What is stacked: the parts of a bottleneck, and the tensors that they make. */

/** A 1×1 or depthwise convolution with the batch norm and ReLU6 behind it. */
export const PARTS = ["expand", "depthwise", "project"] as const;
export type Part = (typeof PARTS)[number];
/** A tensor by what made it: the block's input, or one of the parts. */
export const TENSORS = ["input", ...PARTS] as const;
export type TensorRole = (typeof TENSORS)[number];
