import { describe, expect, it } from "vitest";
import type { PaperFigure6Data } from "@/figures/paper-figure-6/compute.ts";
import recorded from "@kernels/experiments/figure-6/result.json" with { type: "json" };
import { fact } from "@kernels/facts/index.ts";
import { studentQuantile } from "@kernels/statistics/student.ts";
import { runFigure } from "./run.ts";

const run = (initial = {}) => runFigure<PaperFigure6Data>("paper-figure-6", initial);
const accuracyOf = (name: string): number[][] =>
  recorded.variants.find((one) => one.name === name)!.log.map(({ accuracy }) => accuracy);

describe("the halves of figure 6", () => {
  it("the neck: one difference, seed by seed, with Student's interval, worked out here anew", async () => {
    const { data, sentence } = await run();
    const [difference] = data.differences;
    const bySeed = accuracyOf("relu6-neck").map((own, i) => 100 * (own.at(-1)! - accuracyOf("paper")[i]!.at(-1)!));
    const mean = bySeed.reduce((sum, value) => sum + value, 0) / bySeed.length;
    const deviation = Math.sqrt(bySeed.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (bySeed.length - 1));
    const half = (studentQuantile(0.975, bySeed.length - 1) * deviation) / Math.sqrt(bySeed.length);
    expect(data.differences).toHaveLength(1);
    bySeed.forEach((value, i) => {
      expect(difference!.bySeed[i]).toBeCloseTo(value, 9);
    });
    expect(difference!.mean).toBeCloseTo(mean, 9);
    expect(difference!.interval[0]).toBeCloseTo(mean - half, 9);
    expect(difference!.interval[1]).toBeCloseTo(mean + half, 9);
    expect(difference!.isTold).toBe(mean - half > 0 || mean + half < 0);
    expect(sentence).toContain(
      `${Math.abs(mean).toFixed(2)} points ${mean < 0 ? "behind" : "ahead of"} the paper’s block`,
    );
    expect(sentence).toContain(difference!.isTold ? "more than the seeds’ luck" : "cannot be told");
  });
  it("the shortcuts: two questions of the same runs, so each interval is wider than alone", async () => {
    const { data } = await run({ half: "shortcut" });
    expect(data.differences.map(({ name }) => name)).toEqual(["expansions", "none"]);
    for (const { bySeed, mean, interval } of data.differences) {
      const deviation = Math.sqrt(bySeed.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 4);
      const alone = (studentQuantile(0.975, 4) * deviation) / Math.sqrt(5);
      expect(interval[1] - mean).toBeGreaterThan(1.2 * alone);
      expect(interval[0]).toBeLessThanOrEqual(mean);
    }
  });
  it("compares after the epoch that the reader picks", async () => {
    const { data, panels, sentence } = await run({ epoch: 1 });
    expect(data.differences[0]!.bySeed[2]).toBeCloseTo(
      100 * (accuracyOf("relu6-neck")[2]![0]! - accuracyOf("paper")[2]![0]!),
      9,
    );
    expect(panels.find(({ id }) => id === "differences")!.title).toContain("after epoch 1");
    expect(sentence).toContain("Compared after epoch 1, over 5 runs each.");
  });
  it("one run that has hardly begun is said under the axis, which it does not stretch", async () => {
    const { panels } = await run({ half: "shortcut" });
    const { svg } = panels.find(({ id }) => id === "curves")!;
    const least = Math.min(...accuracyOf("none").map(([first]) => first!));
    expect(svg).toContain(`↓ ${(100 * least).toFixed(1)}%`);
    expect(svg).toContain(">65%</text>");
    expect(svg).not.toContain(">60%</text>");
    expect((await run()).panels.find(({ id }) => id === "curves")!.svg).not.toContain("↓");
  });
  it("says beside it what the paper showed, and prints no number for it", async () => {
    const { panels } = await run({ half: "shortcut" });
    const table = panels.find(({ id }) => id === "beside")!.html!;
    expect(table).toContain("Shortcuts between bottlenecks end above shortcuts between expansions.");
    expect(table).toContain("no final number is printed");
    expect(table).toContain(`up to ${fact("mobilenet-v2.figure-6-steps").value / 1e6} million steps`);
    expect(table).toContain("60,000 images to learn from, 10,000 to be asked about");
  });
  it("is within the budget of a picture", async () => {
    for (const half of ["neck", "shortcut"]) {
      const { nodes, bytes } = await run({ half });
      expect(nodes).toBeLessThanOrEqual(300);
      expect(bytes).toBeLessThanOrEqual(8192);
    }
  });
});
