import { gaussian, seededRandom } from "@kernels/random.ts";
import { expect, it } from "vitest";

it("the same seed gives the same numbers, on every machine", () => {
  const random = seededRandom(1);
  const first = [random(), random(), random()];
  expect(first).toEqual([0.4639046892989427, 0.671969257760793, 0.45773817226290703]);
  const again = seededRandom(1);
  expect([again(), again(), again()]).toEqual(first);
});

it("neighbouring seeds share nothing: correlation of 20,000 numbers below 0.03", () => {
  const [a, b] = [seededRandom(5), seededRandom(6)];
  let sum = 0;
  for (let i = 0; i < 20_000; i++) sum += (a() - 0.5) * (b() - 0.5);
  expect(Math.abs((12 * sum) / 20_000)).toBeLessThan(0.03);
});

it("uniform numbers fill [0, 1) evenly; normal ones have mean 0, variance 1, kurtosis 3", () => {
  const random = seededRandom(20261122);
  const bins = Array<number>(10).fill(0);
  for (let i = 0; i < 100_000; i++) bins[Math.floor(random() * 10)]!++;
  for (const count of bins) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  const normal = Array.from({ length: 100_000 }, () => gaussian(random));
  const moment = (k: number): number => normal.reduce((sum, value) => sum + value ** k, 0) / normal.length;
  expect(Math.abs(moment(1))).toBeLessThan(0.015);
  expect(Math.abs(moment(2) - 1)).toBeLessThan(0.02);
  expect(Math.abs(moment(4) - 3)).toBeLessThan(0.2);
});

it("refuses seeds that are not whole numbers of 32 bits", () => {
  for (const seed of [-1, 0.5, 2 ** 32, NaN]) {
    expect(() => seededRandom(seed)).toThrow(
      new RangeError(`seededRandom: seed must be a whole number from 0 to 4294967295, got ${seed}`),
    );
  }
});
