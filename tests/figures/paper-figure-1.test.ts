import { describe, expect, it, test } from "vitest";
import type { PaperFigureData } from "@/figures/paper-figure-1/compute.ts";
import { outline, runFigure } from "./run.ts";

const run = (initial = {}) => runFigure<PaperFigureData>("paper-figure-1", initial);
const usual = await run();

describe("the five passages", () => {
  it("have the paper's n and the law's values", () => {
    expect(usual.data.passages.map(({ n, law }) => [n, law])).toEqual([
      [2, 0.75],
      [3, 0.5],
      [5, 0.1875],
      [15, 16 / 2 ** 15],
      [30, 31 / 2 ** 30],
    ]);
  });

  it("have matrices of which a larger one begins with the smaller", () => {
    const largest = usual.data.passages.at(-1)!.T;
    for (const { n, T } of usual.data.passages) expect(T).toEqual(largest.slice(0, n));
  });

  it.each(["gaussian", "orthonormal"])("lose exactly half at n = 3 on the spiral (%s)", async (matrix) => {
    const { data } = await run({ matrix, seed: 12 });
    expect(data.passages[1]!.lostShare).toBe(0.5);
  });

  it("bring back by active rows what is not lost, to 1e-12, and nothing else", () => {
    const { points, passages } = usual.data;
    for (const { lost, recoveredActive, errorActive } of passages) {
      expect(recoveredActive.map((point) => point === null)).toEqual(lost);
      expect(errorActive ?? 0).toBeLessThan(1e-12);
    }
    expect(points.length).toBe(400);
  });

  it("tend to half the input: doubled, n = 30 is nearer to it than n = 5 by a third", () => {
    const error = (n: number) => usual.data.passages.find((passage) => passage.n === n)!.errorDoubled!;
    expect(error(30)).toBeLessThan(0.67 * error(5));
    expect(usual.data.passages.at(-1)!.errorPinv).toBeGreaterThan(0.4);
    expect(usual.data.passages.at(-1)!.errorPinv).toBeLessThan(0.6);
  });
});

test("the sentence tells the lost share of every n beside the law", () => {
  const { sentence, data, num } = usual;
  const share = (value: number) => num(value, { percent: true, decimals: 1 });
  expect(sentence).toContain(`${share(data.passages[0]!.lostShare)} at n = 2 (law 75.0%)`);
  expect(sentence).toContain("50.0% at n = 3 (law 50.0%)");
  expect(sentence).toContain("0% at n = 30 (law 2.9 · 10⁻⁶%)");
  expect(sentence).toContain("tends to half the input");
});

test("the sentence follows the decoder and the doubling", async () => {
  expect((await run({ double: true })).sentence).toContain("comes nearer to the input as n grows");
  expect((await run({ decoder: "active" })).sentence).toMatch(/off by less than 10⁻¹² of/);
});

test("doubling moves the picture, not the data", async () => {
  const doubled = await run({ double: true });
  expect(doubled.data).toEqual(usual.data);
  expect(doubled.panels[5]!.svg).not.toBe(usual.panels[5]!.svg);
  expect(doubled.panels[0]!.svg).toBe(usual.panels[0]!.svg);
});

test("nothing drawn says so and keeps six panels", async () => {
  const { data, sentence, panels } = await run({ shape: "drawn" });
  expect(data.passages).toEqual([]);
  expect(sentence).toBe("Nothing is drawn yet: draw a curve on the pad.");
  expect(panels.length).toBe(6);
});

test.each([{}, { double: true, seed: 3 }, { decoder: "active", shape: "letter" }])(
  "the picture of %o is light",
  async (initial) => {
    const { nodes, bytes, panels } = await run(initial);
    expect(nodes).toBeLessThanOrEqual(300);
    expect(bytes).toBeLessThanOrEqual(8 * 1024);
    expect(panels.map(({ svg }) => svg).join("")).not.toMatch(/NaN|undefined|Infinity/);
  },
);

test("the picture", () => {
  expect(outline(usual.panels)).toMatchSnapshot();
});
