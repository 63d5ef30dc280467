import { conv2d } from "@kernels/ops/conv2d.ts";
import { pointwise } from "@kernels/ops/pointwise.ts";

const image = [
  [4, 6, 4, 2],
  [6, 6, 0, 7],
  [1, 4, 2, 4],
  [6, 5, 8, 6],
];
// Nine rows of two weights, so each filter is a column.
const weights = [2, 0, 1, -2, -1, 0, 0, 2, -1, -2, -2, 1, 1, 0, -1, 1, -1, 1];
const filters = Float32Array.from(weights);

// Copy: a row for each pixel, with the nine values around it.
const near = [-1, 0, 1];
const at = (i: number, j: number) => image[i]?.[j] ?? 0;
function rowOf(i: number, j: number): number[] {
  return near.flatMap((u) => near.map((v) => at(i + u, j + v)));
}
export const rows = image.flatMap((line, i) => line.map((_, j) => rowOf(i, j)));

// Multiply: a matrix product is a 1×1 convolution over the rows.
const data = Float32Array.from(rows.flat());
const matrix = { shape: [16, 1, 9], data } as const;
const product = pointwise(matrix, filters, { outC: 2 }).data;

// And the six loops, for comparison.
const x = { shape: [4, 4, 1], data: Float32Array.from(image.flat()) } as const;
const how = { kernel: 3, stride: 1, padding: "symmetric", outC: 2 } as const;
const direct = conv2d(x, filters, how).data;
export const same = product.every((value, i) => value === direct[i]);
