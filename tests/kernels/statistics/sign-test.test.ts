import { describe, expect, it } from "vitest";
import { signTest } from "@kernels/statistics/sign-test.ts";

describe("the sign test", () => {
  // Sums of binomial coefficients over a power of two, exact in float64: twice (1 + 10) / 1024, and so on.
  it.each([
    [1, 9, 0.021484375],
    [9, 1, 0.021484375],
    [0, 5, 0.0625],
    [0, 6, 0.03125],
    [5, 5, 1],
    [0, 0, 1],
    [3, 7, 0.34375],
  ])("%i against %i: %d", (first, second, chance) => {
    expect(signTest(first, second)).toBeCloseTo(chance, 12);
  });
  it("sums to what is left of a whole row of tosses, up to 500", () => {
    const chance = signTest(230, 270);
    expect(chance).toBeGreaterThan(0.05);
    expect(signTest(227, 273)).toBeLessThan(0.05);
  });
});
