import { describe, expect, it, test } from "vitest";
import type { GhostData } from "@/figures/ghost/compute.ts";
import { outline, runFigure } from "./run.ts";

const run = (initial = {}) => runFigure<GhostData>("ghost", initial);
const usual = await run();

describe("the identity T⁺ReLU(Tx) = x/2 + T⁺|Tx|/2", () => {
  it.each([2, 3, 5, 15, 64])("holds at n = %i to rounding, whatever the curve", async (n) => {
    for (const shape of ["spiral", "letter"]) {
      const { data } = await run({ n, shape, seed: 11 });
      expect(data.residual).toBeLessThan(1e-13);
      expect(data.residual).toBeGreaterThan(0);
    }
  });

  it("is a check of two separate computations: each part is not the other", () => {
    const { half, ghost, points, recoveredPinv } = usual.data;
    expect(half[99]).toEqual([points[99]![0] / 2, points[99]![1] / 2]);
    expect(Math.hypot(...ghost[99]!)).toBeGreaterThan(0.01);
    expect(recoveredPinv[99]![0]).toBeCloseTo(half[99]![0] + ghost[99]![0], 12);
  });
});

describe("the ghost's size", () => {
  it("falls with n as the facts sheet says: 1.00, 0.96, 0.83, 0.65, 0.46, 0.32", () => {
    const facts = [1, 0.96, 0.83, 0.65, 0.46, 0.32];
    // The sheet's figures are a simulation of its own; ours of 300 matrices may differ by a few hundredths.
    usual.data.sizes.slice(0, 6).forEach(({ median }, i) => expect(Math.abs(median - facts[i]!)).toBeLessThan(0.04));
    expect(usual.data.sizes.map(({ n }) => n)).toEqual([2, 3, 5, 8, 15, 30, 64]);
  });

  it("has nine in ten around its median", () => {
    for (const { p5, median, p95 } of usual.data.sizes) {
      expect(p5).toBeLessThanOrEqual(median);
      expect(p95).toBeGreaterThanOrEqual(median);
    }
  });
});

test("active rows know no ghost", () => {
  expect(usual.data.errorActive).toBeLessThan(1e-13);
  expect(usual.data.errorDoubled).toBeGreaterThan(0.1);
});

test("the sentence tells the residual, the size beside its median, and the other decoder", async () => {
  const { sentence, data, num } = usual;
  const words = (value: number) => num(value, { percent: true, decimals: 1 });
  expect(sentence).toMatch(
    /^With n = 15 and seed 7, half the input and the ghost add up .* to within 10⁻¹² at every point/,
  );
  expect(sentence).toContain(`off the input by ${words(data.errorDoubled!)}`);
  expect(sentence).toContain(`over 300 Gaussian matrices of this n the median is ${words(data.sizes[4]!.median)}.`);
  expect(sentence).toContain("No point is lost");
  expect((await run({ n: 16 })).sentence).not.toContain("median");
  expect((await run({ n: 3 })).sentence).toContain("all but the lost 50.0% of the points");
});

test("the share of the ghost moves the sum alone", async () => {
  const none = await run({ share: 0 });
  expect(none.data).toEqual(usual.data);
  const changed = none.panels.filter(({ svg }, i) => svg !== usual.panels[i]!.svg).map(({ id }) => id);
  expect(changed).toEqual(["sum"]);
  expect(none.panels[2]!.title).toBe("x/2 + 0.00 × the ghost");
});

test("nothing drawn says so", async () => {
  const { data, sentence } = await run({ shape: "drawn" });
  expect([data.lostShare, data.errorDoubled, data.points]).toEqual([null, null, []]);
  expect(sentence).toBe("Nothing is drawn yet: draw a curve on the pad.");
});

test.each([{}, { n: 2, shape: "moons" }, { n: 64, share: 0.5 }])("the picture of %o is light", async (initial) => {
  const { nodes, bytes, panels } = await run(initial);
  expect(nodes).toBeLessThanOrEqual(300);
  expect(bytes).toBeLessThanOrEqual(8 * 1024);
  expect(panels.map(({ svg }) => svg).join("")).not.toMatch(/NaN|undefined|Infinity/);
});

test("the picture", () => {
  expect(outline(usual.panels)).toMatchSnapshot();
});
