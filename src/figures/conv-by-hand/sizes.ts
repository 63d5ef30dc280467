/** The few sizes of a convolution by hand, and what bounds them. */
import { slide, type WindowPadding } from "@kernels/ops/window.ts";

export const PADDINGS = ["symmetric", "same-tf", "valid"] as const satisfies readonly WindowPadding[];
export const FILTERS = ["edge", "blur", "identity", "learned", "own"] as const;
export type FilterName = (typeof FILTERS)[number];

/** Test digits that may be cropped. */
export const DIGITS = ["test-35", "test-3", "test-2", "test-18", "test-4"] as const;

/** From the largest kernel on, so that it always fits; up to what can be read in a cell. */
export const SMALLEST = 5;
export const LARGEST = 8;
export const MOST_CHANNELS = 3;
/** Filters of the digits network's stem. */
export const LEARNED = 16;
/** An own weight lies between −MOST_WEIGHT and MOST_WEIGHT. */
export const MOST_WEIGHT = 9;

export interface Sizes {
  readonly size: number;
  readonly kernel: "3" | "5";
  readonly stride: "1" | "2";
  readonly padding: WindowPadding;
}

/** Height and width of the output. */
export const outOf = ({ size, kernel, stride, padding }: Sizes): number =>
  slide(size, Number(kernel), Number(stride), padding).out;
