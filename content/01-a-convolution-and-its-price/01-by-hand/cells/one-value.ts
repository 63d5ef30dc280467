import { conv2d } from "@kernels/ops/conv2d.ts";

const image = [
  [4, 6, 4, 2, 6],
  [6, 0, 7, 1, 4],
  [2, 4, 6, 5, 8],
  [6, 8, 5, 6, 1],
  [2, 5, 4, 8, 3],
];
const filter = [-1, 0, 1, -2, 0, 2, -1, 0, 1];
const [row, column] = [1, 2];

// One value: a window, a filter, nine products.
let sum = 0;
for (let u = 0; u < 3; u++) {
  for (let v = 0; v < 3; v++) {
    const pixel = image[row - 1 + u]?.[column - 1 + v] ?? 0;
    sum += pixel * filter[3 * u + v]!;
  }
}
export const byHand = sum;

// All 25 of them, by the kernel that this site uses.
const x = { shape: [5, 5, 1], data: Float32Array.from(image.flat()) } as const;
const how = { kernel: 3, stride: 1, padding: "symmetric", outC: 1 } as const;
export const output = conv2d(x, Float32Array.from(filter), how);
