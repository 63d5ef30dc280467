/** A convolution as a matrix product: the patch matrix, the filters, their product, and what the matrix takes. */
import { patchMatrix, type PatchMatrix } from "@kernels/cost/patches.ts";
import { pointwise } from "@kernels/ops/pointwise.ts";
import { slide } from "@kernels/ops/window.ts";
import { seededRandom } from "@kernels/random.ts";
import type { Shape, Tensor } from "@kernels/tensor.ts";
import { im2col } from "@kernels/training/im2col.ts";
import { KERNELS, outOf, REAL, type Sizes } from "./sizes.ts";

export interface Im2colState extends Sizes {
  readonly seed: number;
  /** The picked output pixel and filter. */
  readonly y: number;
  readonly x: number;
  readonly o: number;
}

/** The patch matrix of one kernel size over one tensor, against the tensor. */
export interface Held extends PatchMatrix {
  readonly kernel: number;
  /** Values of the tensor itself. */
  readonly input: number;
  /** How many times as many the matrix has. */
  readonly times: number;
}

export interface Term {
  readonly column: number;
  readonly a: number;
  readonly b: number;
  readonly product: number;
  /** The sum so far, rounded to float32. */
  readonly sum: number;
}

export interface Im2colData {
  readonly input: Tensor;
  /** Pixels of padding before the first one. */
  readonly before: number;
  /** [rows, columns], a row an output pixel. */
  readonly matrix: { readonly rows: number; readonly columns: number; readonly data: Float32Array };
  /** Whether each place of the matrix holds padding; those are zeros that are stored all the same. */
  readonly isPadding: readonly boolean[];
  /** [columns, outC]: the filter [k, k, inC, outC] as it lies in memory. */
  readonly filters: Float32Array;
  /** [rows, outC], which is the output [outH, outW, outC] as it lies in memory. */
  readonly product: Float32Array;
  readonly outShape: Shape;
  readonly row: number;
  readonly terms: readonly Term[];
  readonly value: number;
  /** The matrix is the input itself, value by value, so that nothing has to be copied. */
  readonly isInput: boolean;
  readonly small: readonly Held[];
  readonly real: readonly Held[];
}

/** Whole numbers, so that every product and sum is exact: pixels from 0 to 9, weights from −2 to 2. */
function draw({ size, inC, outC, kernel, seed }: Im2colState): { input: Tensor; filters: Float32Array } {
  const random = seededRandom(seed);
  const whole = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const data = Float32Array.from({ length: size ** 2 * inC }, () => whole(0, 9));
  const filters = Float32Array.from({ length: Number(kernel) ** 2 * inC * outC }, () => whole(-2, 2));
  return { input: { shape: [size, size, inC], data }, filters };
}

const held = (shape: Shape, stride: number): Held[] =>
  KERNELS.map((kernel) => {
    const matrix = patchMatrix(shape, { kernel, stride, padding: "symmetric" });
    const input = shape[0] * shape[1] * shape[2];
    return { kernel, input, ...matrix, times: matrix.values / input };
  });

export function compute(state: Im2colState): Im2colData {
  const { size, inC, outC, y, x, o } = state;
  const [kernel, stride, out] = [Number(state.kernel), Number(state.stride), outOf(state)];
  const { input, filters } = draw(state);
  const windows = { inShape: input.shape, outShape: [out, out, outC] as Shape, kernel, stride } as const;
  const { rows, columns, values } = patchMatrix(input.shape, { kernel, stride, padding: "symmetric" });
  const patchesOf = (data: Float32Array): Float32Array => {
    const matrix = new Float32Array(values);
    im2col(matrix, data, 1, { ...windows, padding: "symmetric" });
    return matrix;
  };
  const data = patchesOf(input.data);
  // What im2col makes of a picture of ones is zero in the padding alone.
  const ones = patchesOf(input.data.map(() => 1));
  // A matrix product is a 1×1 convolution over a picture whose pixels are the rows.
  const product = pointwise({ shape: [rows, 1, columns], data }, filters, { outC }).data;
  const row = y * out + x;
  let sum = 0;
  const terms = Array.from({ length: columns }, (_, column): Term => {
    const [a, b] = [data[row * columns + column] as number, filters[column * outC + o] as number];
    const term = Math.fround(a * b) + 0;
    sum = Math.fround(sum + term);
    return { column, a, b, product: term, sum };
  });
  return {
    input,
    before: slide(size, kernel, stride, "symmetric").before,
    matrix: { rows, columns, data },
    isPadding: Array.from(ones, (one) => one === 0),
    filters,
    product,
    outShape: windows.outShape,
    row,
    terms,
    value: product[row * outC + o] as number,
    isInput: data.length === input.data.length && data.every((value, i) => value === input.data[i]),
    small: held([size, size, inC], stride),
    real: held(REAL, stride),
  };
}
