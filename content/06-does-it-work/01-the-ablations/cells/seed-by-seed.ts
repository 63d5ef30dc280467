import { pairedDifference } from "@kernels/statistics/paired.ts";

// Right answers of 1,000, with seeds 1 to 5.
export const linear = [928, 919, 909, 897, 930];
export const relu6 = [868, 810, 874, 852, 848];

export const differences = linear.map((n, i) => n - relu6[i]!);

// How far ahead are linear necks, in images of 1,000?
const { mean, interval } = pairedDifference(relu6, linear);
const [low, high] = interval!;
export const ahead = [{ mean, low, high }];

// Now cheat: the same runs, but the worst with the worst.
const sort = (row: number[]) => [...row].sort((a, b) => a - b);
const cheated = pairedDifference(sort(relu6), sort(linear)).interval!;
export const sorted = [{ mean, low: cheated[0], high: cheated[1] }];
