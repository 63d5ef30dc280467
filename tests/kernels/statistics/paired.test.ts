import { describe, expect, it } from "vitest";
import { pairedDifference } from "@kernels/statistics/paired.ts";
import { studentBelow, studentQuantile } from "@kernels/statistics/student.ts";

describe("Student's t equals the printed tables within 1e-5", () => {
  it.each([
    [0.975, 1, 12.706205],
    [0.975, 2, 4.302653],
    [0.975, 4, 2.776445],
    [0.975, 9, 2.262157],
    [0.975, 30, 2.042272],
    [0.9875, 4, 3.495406],
    [0.95, 5, 2.015048],
    [0.5, 3, 0],
  ])("share %d with %i degrees of freedom: %d", (share, freedom, t) => {
    expect(Math.abs(studentQuantile(share, freedom) - t)).toBeLessThan(1e-5);
    expect(studentBelow(t, freedom)).toBeCloseTo(share, 5);
    expect(studentBelow(-t, freedom)).toBeCloseTo(1 - share, 5);
  });
  it("refuses what has no quantile", () => {
    expect(() => studentQuantile(0.2, 3)).toThrow("studentQuantile: the share is 0.2, expected 0.5 to below 1");
    expect(() => studentQuantile(0.9, 0)).toThrow("studentQuantile: 0 degrees of freedom, expected at least 1");
  });
});

describe("a difference over pairs", () => {
  // Student's own sleep data (1908), as R's t.test(extra ~ group, paired = TRUE) judges them.
  const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
  const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
  it("is that of Student's sleep data within 1e-6: 1.58, from 0.7001142 to 2.4598858", () => {
    const { pairs, mean, interval, isTold } = pairedDifference(first, second);
    expect(pairs).toBe(10);
    expect(mean).toBeCloseTo(1.58, 6);
    expect(interval![0]).toBeCloseTo(0.7001142, 6);
    expect(interval![1]).toBeCloseTo(2.4598858, 6);
    expect(isTold).toBe(true);
  });
  it("turns around with its rows", () => {
    const { mean, interval } = pairedDifference(second, first);
    expect([mean, ...interval!].map((value) => value.toFixed(4))).toEqual(["-1.5800", "-2.4599", "-0.7001"]);
  });
  it("is wider where two intervals must hold together: half the chance of error each", () => {
    const { interval } = pairedDifference(first, second, { together: 2 });
    const half = (2.4598858 - 0.7001142) / 2;
    const ratio = studentQuantile(0.9875, 9) / studentQuantile(0.975, 9);
    expect((interval![1] - interval![0]) / 2).toBeCloseTo(half * ratio, 6);
  });
  it("cannot be told where zero lies inside", () => {
    expect(pairedDifference([1, 2, 3], [2, 1, 4])).toMatchObject({ isTold: false });
  });
  it("has no interval of one pair, and no judgement without spread", () => {
    expect(pairedDifference([1], [2])).toEqual({ pairs: 1, mean: 1, interval: null, isTold: null });
    expect(pairedDifference([0.1, 0.2, 0.3], [0.2, 0.3, 0.4])).toMatchObject({ isTold: null });
  });
  it("refuses rows that make no pairs", () => {
    expect(() => pairedDifference([1], [])).toThrow("pairedDifference: rows of 1 and 0 numbers make no pairs");
  });
});
