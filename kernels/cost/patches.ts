import { slide, type WindowPadding } from "../ops/window.ts";
import type { Shape } from "../tensor.ts";

/** Size of the matrix that im2col makes of one picture: a row for each output pixel, a column for each weight of a filter. */
export interface PatchMatrix {
  /** outH · outW */
  readonly rows: number;
  /** k · k · inC */
  readonly columns: number;
  /** rows · columns: float32 values to be held, padding's zeros included. */
  readonly values: number;
}

/**
 * The patch matrix of a k×k convolution over x [H, W, inC]. Each row is written by copying, so at stride 1 with padding
 * it holds k² times the input's values; a 1×1 kernel at stride 1 gives back the input (MobileNetV1 §3.2).
 */
export function patchMatrix(
  [h, w, inC]: Shape,
  { kernel, stride, padding }: { kernel: number; stride: number; padding: WindowPadding },
): PatchMatrix {
  const rows = slide(h, kernel, stride, padding).out * slide(w, kernel, stride, padding).out;
  const columns = kernel ** 2 * inC;
  return { rows, columns, values: rows * columns };
}
