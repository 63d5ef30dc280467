import { seededRandom } from "@kernels/random.ts";

export const blocks = 10;
export const seed = 1;

// The slope of each block's branch, between −0.5 and 0.5.
const random = seededRandom(seed);
const slopes = Array.from({ length: blocks }, () => random() - 0.5);

let [plain, residual] = [1, 1];
show(
  slopes.map((slope, i) => {
    plain *= slope;
    residual *= 1 + slope;
    return { block: blocks - i, slope, plain, residual };
  }),
  "what is left of a gradient of 1, from the last block back",
);
