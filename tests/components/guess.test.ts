import { describe, expect, it } from "vitest";
import live from "../../src/i18n/live/en.json" with { type: "json" };
import { numbers } from "@/i18n/numbers.ts";
import { translator } from "@/i18n/translator.ts";
import { compareCurves } from "@/components/page/guess-curve.ts";
import { compareNumbers } from "@/components/page/guess-number.ts";
import { factorOf, fromShare, toShare, write, type GuessScale } from "@/components/page/guess-scale.ts";
import type { Guess } from "@/components/page/guess.ts";

const num = numbers("en");
const tr = translator("en", live);
const shares: GuessScale = { min: 0, max: 1, scale: "linear", unit: "%" };
const counts: GuessScale = { min: 1, max: 1e6, scale: "log", unit: "MAdds" };

describe("the scale", () => {
  it("goes there and back, linear and by powers", () => {
    for (const scale of [shares, counts]) {
      for (const share of [0, 0.25, 0.8, 1]) expect(toShare(fromShare(share, scale), scale)).toBeCloseTo(share, 12);
    }
    expect(fromShare(0.5, counts)).toBeCloseTo(1000, 9);
    expect(toShare(7, shares)).toBe(1);
  });
  it("counts thousands and millions where the unit says so", () => {
    const of = (value: number, unit: string): string => write(value, { unit }, num);
    expect([of(14902272, "M"), of(602112, "kB"), of(0, "M")]).toEqual(["14.9\u00a0M", "602\u00a0kB", "0\u00a0M"]);
    expect(["%", "k", "M", "kB", "MB", "MAdds", ""].map(factorOf)).toEqual([100, 1e-3, 1e-6, 1e-3, 1e-6, 1, 1]);
  });
  it("writes three significant digits, and shares as percent", () => {
    expect([0.75, 0.00048828, 0.1875, 0, 1].map((value) => write(value, shares, num))).toEqual([
      "75%",
      "0.0488%",
      "18.8%",
      "0%",
      "100%",
    ]);
    expect([924844032, 12.5, 3].map((value) => write(value, counts, num))).toEqual([
      "924,844,032\u00a0MAdds",
      "12.5\u00a0MAdds",
      "3\u00a0MAdds",
    ]);
  });
  it("writes millions where the unit says so, and only there", () => {
    const millions = (unit: string): string[] =>
      [924844032, 1e5, 0].map((value) => write(value, { ...counts, unit }, num));
    expect(millions("M MAdds")).toEqual(["925\u00a0M MAdds", "0.1\u00a0M MAdds", "0\u00a0M MAdds"]);
    expect(millions("M")[0]).toBe("925\u00a0M");
    expect(["M MAdds", "MAdds per pixel"].map(factorOf)).toEqual([1e-6, 1]);
  });
});

describe("the gap in words", () => {
  const say = (value: number, truth: number, scale: GuessScale): string =>
    compareNumbers(value, { scale, truth: [truth], tr, num } as unknown as Guess);
  it("is told in points of a percentage, above or below", () => {
    expect(say(0.2, 0.5, shares)).toBe(
      "You guessed 20%; the figure computes 50%. Your guess lies 30 percentage points below it.",
    );
    expect(say(0.55, 0.5, shares)).toContain("5.0 percentage points above it");
  });
  it("is told as a factor on a logarithmic scale", () => {
    expect(say(1000, 20, counts)).toContain("Your guess is 50 times as large.");
    expect(say(20, 1000, counts)).toContain("That is 50 times your guess.");
  });
  it("is none where the guess is near", () => {
    expect(say(0.49, 0.5, shares)).toContain("No guess needs to be nearer.");
    expect(say(1050, 1000, counts)).toContain("No guess needs to be nearer.");
  });
  it("names the nearest and the farthest point of a curve", () => {
    const guess = { scale: shares, truth: [1, 0.75, 0.5], tr, num };
    expect(compareCurves([0.9, 0.74, 0.1], [1, 2, 3], guess)).toBe(
      "You are nearest at 2, where you said 74% and it is 75%. The widest gap is at 3: you said 10%, it is 50%.",
    );
    expect(compareCurves([0.98, 0.75, 0.5], [1, 2, 3], guess)).toContain("hardly differ, most at 1");
  });
});
