/** The few sizes of a convolution whose matrix can be looked at whole, and what bounds them. */
import { slide } from "@kernels/ops/window.ts";
import type { Shape } from "@kernels/tensor.ts";

export const KERNELS = [1, 3, 5] as const;
/** Up to 36 rows: more could not be told apart on a phone. */
export const SMALLEST = 3;
export const LARGEST = 6;
export const MOST_IN = 2;
export const MOST_OUT = 4;

/** What the first layer of MobileNetV1 and V2 puts out at 224 px: a tensor of a size that is met in practice. */
export const REAL: Shape = [112, 112, 32];

export interface Sizes {
  readonly size: number;
  readonly inC: number;
  readonly outC: number;
  readonly kernel: "1" | "3" | "5";
  readonly stride: "1" | "2";
}

/** Height and width of the output. */
export const outOf = ({ size, kernel, stride }: Sizes): number =>
  slide(size, Number(kernel), Number(stride), "symmetric").out;
