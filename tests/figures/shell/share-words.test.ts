import { expect, it } from "vitest";
import { percent, roundingBound } from "@/figures/shell/share-words.ts";
import { numbers } from "@/i18n/numbers.ts";

it("tells shares with enough decimals, and by a power of ten where these would not do", () => {
  const num = numbers("en");
  expect([0, 0.1875, 0.00049, 2.9e-8, 1].map((share) => percent(share, num))).toEqual([
    "0%",
    "18.8%",
    "0.05%",
    "2.9 · 10⁻⁶%",
    "100%",
  ]);
});

it("bounds rounding from above in steps of a thousand, and never below 10⁻¹²", () => {
  const bounds = [0, 2.3e-16, 9.99e-16, 1.01e-15, 9e-13, 1e-12, 2e-11, 3e-9].map(roundingBound);
  expect(bounds).toEqual(["10⁻¹²", "10⁻¹²", "10⁻¹²", "10⁻¹²", "10⁻¹²", "10⁻⁹", "10⁻⁹", "10⁻⁶"]);
});
