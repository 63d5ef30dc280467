import { describe, expect, it, test } from "vitest";
import type { CollapseLawData } from "@/figures/collapse-law/compute.ts";
import { compute, type CollapseLawState } from "@/figures/collapse-law/compute.ts";
import { buildTask } from "@/figures/shell/render.ts";
import { randomMatrix, share } from "@kernels/manifold/collapse.ts";
import { shapePoints } from "@kernels/manifold/shapes.ts";
import { outline, runFigure } from "./run.ts";

const run = (initial = {}) => runFigure<CollapseLawData>("collapse-law", initial);
const all = await run({ seeds: 2000, shape: "circle" });

describe("2,000 matrices on a circle", () => {
  const at = (n: number) => all.data.levels[n - 1]!;

  it("scatter as the facts sheet says: 0.144, 0, 0.131, 0.066 and 0.006", () => {
    const facts = [
      [2, 0.144],
      [3, 0],
      [5, 0.131],
      [8, 0.066],
      [15, 0.006],
    ] as const;
    for (const [n, deviation] of facts) expect(at(n).deviation, `n = ${n}`).toBeCloseTo(deviation, 2);
  });

  it("have a mean within four standard errors of the law at every n", () => {
    for (const { n, mean, law, deviation } of all.data.levels) {
      const error = Math.max(deviation / Math.sqrt(2000), Math.sqrt(law / 2000 / 720));
      expect(Math.abs(mean - law) / error, `n = ${n}: ${mean} against ${law}`).toBeLessThan(4);
    }
  });

  it("lie between 0.52 and 0.98 nine times in ten at n = 2, and only about 1.2 % lose anything at n = 15", () => {
    expect(at(2).p5).toBeCloseTo(0.52, 1);
    expect(at(2).p95).toBeCloseTo(0.98, 1);
    expect(1 - at(15).harmless).toBeGreaterThan(0.006);
    expect(1 - at(15).harmless).toBeLessThan(0.02);
  });

  it("lose exactly half at n = 3, every single one", () => {
    expect([at(3).low, at(3).high]).toEqual([0.5, 0.5]);
  });
});

test("a share is that of the lab's own matrix of the same n and seed", async () => {
  const { data } = await run({ n: 4, seed: 70, seeds: 20, shape: "letter" });
  const points = shapePoints("letter", 720).points;
  const expected = Array.from({ length: 20 }, (_, k) => {
    const T = randomMatrix(4, 70 + k);
    return share(points.map(([x, y]) => T.filter(([a, b]) => a * x + b * y > 0).length < 2));
  });
  expect(Array.from(data.shares)).toEqual(expected);
});

test.each([1, 3, 4, 8])("in %i dimensions the law and the half at n = 2d − 1 hold too", async (d) => {
  const { data, sentence } = await run({ d, n: 2 * d - 1, seeds: 400, directions: 5 });
  const level = data.levels[2 * d - 2]!;
  expect([level.low, level.high, level.law]).toEqual([0.5, 0.5, 0.5]);
  expect(sentence).toContain("every single matrix loses exactly half");
  for (const { n, mean, law, deviation } of data.levels) {
    // A loss too rare for 400 matrices has no measured deviation: a share of mean p varies by √p at most.
    const error = Math.max(deviation / 20, law < 0.01 ? Math.sqrt(law / 400) : 0);
    expect(Math.abs(mean - law), `n = ${n}`).toBeLessThanOrEqual(4 * error);
  }
});

test("fewer rows than dimensions lose everything", async () => {
  const { data, sentence } = await run({ d: 5, n: 4 });
  expect(data.levels.slice(0, 4).map(({ mean, law }) => [mean, law])).toEqual(Array(4).fill([1, 1]));
  expect(sentence).toBe("With n = 4 rows no point can have d = 5 active ones: every matrix loses everything.");
});

test("nothing drawn says so, with no number made up", async () => {
  const { data, sentence } = await run({ shape: "drawn" });
  expect(data.levels).toEqual([]);
  expect(sentence).toBe("Nothing is drawn yet: draw a curve on the pad.");
});

test("the sentence tells mean, law and scatter", async () => {
  const { data, sentence, num } = await run();
  const { mean, deviation, harmless } = data.levels[4]!;
  const words = (value: number) => num(value, { percent: true, decimals: 1 });
  expect(sentence).toContain(
    `At n = 5 the 200 matrices lose ${words(mean)} of the points on average; the law expects 18.8%`,
  );
  expect(sentence).toContain(`deviation of ${words(deviation)}`);
  expect(sentence).toContain(`${words(harmless)} of them lose nothing`);
});

test("a cancel ends the sweep", async () => {
  const control = new AbortController();
  const told: number[] = [];
  const task = {
    ...buildTask,
    signal: control.signal,
    progress(fraction: number) {
      told.push(fraction);
      if (fraction >= 0.5) control.abort();
      control.signal.throwIfAborted();
      return Promise.resolve();
    },
  };
  const state: CollapseLawState = {
    ...{ n: 5, d: 2, seeds: 2000, seed: 1, shape: "spiral", curve: "", directions: 1, scale: "linear" },
  };
  await expect(compute(state, undefined, task)).rejects.toThrow("aborted");
  expect(told.length).toBe(40);
});

test.each([{}, { scale: "log" }, { d: 8, n: 15, scale: "log", seeds: 20 }])(
  "the picture of %o is light",
  async (initial) => {
    const { nodes, bytes, panels } = await run(initial);
    expect(nodes).toBeLessThanOrEqual(300);
    expect(bytes).toBeLessThanOrEqual(8 * 1024);
    expect(panels.map(({ svg }) => svg).join("")).not.toMatch(/NaN|undefined|Infinity/);
  },
);

test("the picture", async () => {
  expect(outline((await run()).panels)).toMatchSnapshot();
});
