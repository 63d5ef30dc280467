import { describe, expect, it } from "vitest";
import { benchHtml, brokenWords, outcome } from "@/figures/ablation/bench.ts";
import type { AblationData } from "@/figures/ablation/compute.ts";
import { Experiment, type Plan } from "@/figures/ablation/experiment.ts";
import { TEST, TRAIN } from "@/figures/ablation/jobs.ts";
import { compare, judge, verdict } from "@/figures/ablation/verdict.ts";
import { runFigure } from "./run.ts";

const run = (initial = {}) => runFigure<AblationData>("ablation", initial);
const { data, sentence, tr, num } = await run();
const words = { tr, num };

describe("before the press", () => {
  it("compares a linear neck with ReLU6 on it, at one price", () => {
    expect(
      data.variants.map(({ id, neck, params, madds, joins, sameAs }) => [id, neck, params, madds, joins, sameAs]),
    ).toEqual([
      ["a", "linear", 19_194, 448_416, 5, null],
      ["b", "relu6", 19_194, 448_416, 5, null],
    ]);
    expect(sentence).toBe(
      "B differs from A: ReLU6 on the neck. It costs what A costs. Training them is 10 runs of 5 epochs over 1,500 images, 123 billion multiply-adds in all.",
    );
    expect(data.work).toBe(2 * 448_416 * 5 * 5 * (3 * TRAIN + TEST));
  });
  it("says when two variants are the same network", async () => {
    const twin = await run({ aT: "1", aShortcut: "expansions", bT: "1", bNeck: "linear", bShortcut: "none" });
    expect(twin.data.variants[1]!.sameAs).toBe("a");
    expect(twin.sentence).toContain("B is the same network as A");
  });
  it("prices a third variant too", async () => {
    const three = await run({ third: true, cFilter: "full", cShortcut: "bottlenecks" });
    expect(three.data.variants.map(({ id }) => id)).toEqual(["a", "b", "c"]);
    expect(three.sentence).toContain(
      "C differs from A: 3×3 over all channels. It has 15.67 times the parameters of A and takes 14.24 times the multiply-adds.",
    );
  });
  it("keeps a recorded run of the first comparison, folded and with its code version", async () => {
    const { panels } = await run();
    expect(data.recorded!.accuracy.a).toHaveLength(5);
    const html = panels.find(({ id }) => id === "recorded")!.html!;
    expect(html).toContain("<details");
    expect(html).toContain(data.recorded!.version);
    const other = await run({ seeds: 3 });
    expect(other.data.recorded).toBeNull();
  });
  it("stays within the budget of a static picture", async () => {
    for (const { nodes, bytes } of [await run(), await run({ third: true })]) {
      expect(nodes).toBeLessThanOrEqual(300);
      expect(bytes).toBeLessThanOrEqual(8192);
    }
  });
});

const scores = (a: readonly number[], b: readonly number[]) =>
  new Map([
    ["a", new Map(a.map((value, seed) => [seed, value] as const))],
    ["b", new Map(b.map((value, seed) => [seed, value] as const))],
  ] as const);
const [told] = compare(scores([0.94, 0.93, 0.95], [0.91, 0.91, 0.91]));
const [untold] = compare(scores([0.94, 0.93, 0.95], [0.93, 0.95, 0.945]));

describe("the verdict", () => {
  it("tells a difference from noise: −3, −2, −4 points are 3.00 with 0.52 to 5.48", () => {
    expect(verdict(told!, words)).toBe(
      "A is right more often than B, by 3.00 points; the 95% interval over 3 seeds reaches from 0.52 to 5.48. That can be told from noise.",
    );
  });
  it("says that a difference cannot be told", () => {
    expect(verdict(untold!, words)).toBe(
      "B is ahead of A by 0.17 points, but the 95% interval over 3 seeds reaches from −3.83 to 4.16, past zero. That cannot be told from noise: more seeds may tell.",
    );
  });
  it("knows single seeds, equal differences and twins", () => {
    const [single] = compare(scores([0.9], [0.95]));
    expect(verdict(single!, words)).toContain("One seed gives no interval");
    const [steady] = compare(scores([0.5, 0.5], [0.75, 0.75]));
    expect(verdict(steady!, words)).toContain("25.00 points with each of the 2 seeds alike");
    const [equal] = compare(scores([0.5, 0.5], [0.5, 0.5]));
    expect(verdict(equal!, words)).toContain("equally often right");
    expect(verdict(equal!, words, true)).toContain("the same network, layer by layer");
  });
  it("makes both intervals wider where there are two", () => {
    const three = new Map([...scores([0.94, 0.93, 0.95], [0.91, 0.91, 0.91]), ["c", new Map([[0, 0.9], [1, 0.9], [2, 0.9]])]] as const); // prettier-ignore
    const [first] = compare(three);
    expect(first!.interval![0]).toBeLessThan(told!.interval![0]);
  });
  it("judges a guess by the interval", () => {
    expect(judge("a", 3, told!, words)).toBe("You foresaw it: A, and 3.0 points lie inside the interval.");
    expect(judge("a", 9, told!, words)).toContain("outside the interval");
    expect(judge("b", 3, told!, words)).toBe("You expected B to be ahead; it is behind.");
    expect(judge("same", 0, told!, words)).toContain("there is one");
    expect(judge("same", 0, untold!, words)).toContain("and so it is");
    expect(judge("b", 1, untold!, words)).toContain("neither confirm nor refute");
    expect(judge("none", 1, told!, words)).toBe("");
  });
});

describe("an experiment under way", () => {
  const plan: Plan = { variants: data.variants, seeds: [1, 2], epochs: 2, guess: "a", by: 3 };
  const news = { step: 50, steps: 100, loss: 1.5, images: 1500 };
  it("counts speed and time left by work, pauses apart", () => {
    const experiment = new Experiment(plan, 0);
    expect(experiment.left(0)).toBeNull();
    experiment.news(0, news);
    experiment.news(1, news);
    expect(experiment.share()).toBeCloseTo(0.25, 9);
    expect(experiment.rate(2000)).toBeCloseTo(1500, 6);
    expect(experiment.left(2000)).toBeCloseTo(6, 6);
    experiment.become("paused", 2000);
    experiment.become("training", 60_000);
    expect(experiment.seconds(61_000)).toBeCloseTo(3, 9);
    expect(benchHtml(experiment, 61_000, words, false)).toContain("0 of 4 runs done, 1,000 images a second, 9 s left.");
  });
  it("ends with the last run, keeps what a cancelled one has found, and leaves broken runs out", () => {
    const experiment = new Experiment(plan, 0);
    const end = { ...news, step: 100, images: 3000 };
    [0.95, 0.9, 0.93, 0.9].forEach((accuracy, job) => {
      experiment.news(job, { ...end, accuracy });
      if (job < 3) experiment.finish(job, 1000);
    });
    expect(experiment.isOver).toBe(false);
    expect(outcome(experiment, words)).toContain("One seed gives no interval");
    experiment.become("cancelled", 1500);
    expect(benchHtml(experiment, 9999, words, false)).toContain(
      "Cancelled after 2 s. What 3 of 4 runs found is kept below.",
    );
    experiment.finish(3, 2000);
    expect(outcome(experiment, words)).toContain("A is ahead of B by 4.00 points, but the 95% interval over 2 seeds");
    const broken = { layer: "features.3.conv.1.1", where: "activations", largest: 1e9, rate: 0.1 } as const;
    experiment.news(2, { ...end, step: 41, broken });
    expect(experiment.scores().get("a")!.has(2)).toBe(false);
    expect(brokenWords(experiment.runs[2]!, words)).toBe(
      "A with seed 2 stopped at step 41: the activations of features.3.conv.1.1 are no longer numbers, so this run counts for nothing. The likely cause: a learning rate of 0.100 is too high for this variant; the largest weight had grown to 1,000,000,000.0.",
    );
  });
});
