/** Height, width, channels; the innermost axis is channels (NHWC with N = 1). */
export type Shape = readonly [h: number, w: number, c: number];

/** A float32 activation tensor in NHWC order with N = 1: value (y, x, c) stands at (y · W + x) · C + c. */
export interface Tensor {
  readonly shape: Shape;
  readonly data: Float32Array;
}

/** A shape that an operator cannot take; the message names the operator and both values. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
}
