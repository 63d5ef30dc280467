import { quantile, spreadOf } from "@kernels/cost/quantile.ts";
import { expect, it } from "vitest";

it("takes the middle, and the tenth from below and above, of numbers in any order", () => {
  expect(quantile([3, 1, 2], 0.5)).toBe(2);
  const times = [11, 1, 2, 10, 3, 9, 4, 8, 5, 7, 6];
  expect(spreadOf(times)).toEqual({ medianMs: 6, p10Ms: 2, p90Ms: 10 });
  expect(spreadOf([5])).toEqual({ medianMs: 5, p10Ms: 5, p90Ms: 5 });
});
