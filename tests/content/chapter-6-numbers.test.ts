import { compute } from "@/figures/ablation/compute.ts";
import figure from "@/figures/ablation/figure.ts";
import type { AblationState } from "@/figures/ablation/variants.ts";
import {
  ahead as inCell,
  differences,
  linear,
  relu6,
  sorted,
} from "@content/06-does-it-work/01-the-ablations/cells/seed-by-seed.ts";
import { COMPARISONS, type ComparisonName } from "@kernels/experiments/ablation/config.ts";
import recorded from "@kernels/experiments/ablation/result.json" with { type: "json" };
import { pairedDifference, type PairedDifference } from "@kernels/statistics/paired.ts";
import { studentQuantile } from "@kernels/statistics/student.ts";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { lessonNamed, says } from "./says.ts";

/** As lesson-numbers.test.ts, for chapter 6. What the lesson tells of trained variants stands in the recorded runs. */
const slug = "the-ablations";
const images = (accuracy: readonly number[]): number[] => accuracy.map((share) => Math.round(1000 * share));
const run = (name: ComparisonName) => recorded.experiments.find((one) => one.name === name)!;
const rows = (name: ComparisonName): number[][] => run(name).variants.map(({ accuracy }) => images(accuracy));
/** By how many images the first variant is ahead of another. */
const ahead = (name: ComparisonName, other: number, together = 1): PairedDifference => {
  const [first, ...rest] = rows(name);
  return pairedDifference(rest[other]!, first!, { together });
};
const points = (count: number): string => (count / 10).toFixed(1).replace("-", "−");

const initial = Object.fromEntries(
  Object.entries(figure.controls).map(([name, control]) => [name, control.initial]),
) as unknown as AblationState;
const priced = (change: Partial<AblationState>): { params: number; madds: number } =>
  compute({ ...initial, bNeck: "linear", ...change }).variants[1]!;

describe(slug, () => {
  it("describes the network and its images", () => {
    const { params, madds } = priced({});
    says(slug, `${params.toLocaleString("en")} parameters and ${madds.toLocaleString("en")} multiply-adds`);
    const { train, test, epochs, seeds } = compute(initial);
    expect({ train, test, epochs, seeds: seeds.length }).toEqual({ train: 1500, test: 1000, epochs: 5, seeds: 5 });
    const wrong = 1 - rows("necks")[0]!.reduce((sum, n) => sum + n, 0) / 5000;
    expect(Math.round(1 / wrong)).toBe(12);
    const card = JSON.parse(readFileSync("public/networks/digits.json", "utf8")) as {
      test: { images: number; correct: number };
    };
    says(slug, `misreads one in ${Math.round(card.test.images / (card.test.images - card.test.correct))}`);
  });
  it("tells the recorded runs as they were, in its table and in its cell", () => {
    expect(rows("necks")).toEqual([linear, relu6]);
    for (const [i, seed] of run("necks").seeds.entries()) {
      const cells = [seed, linear[i], relu6[i], differences[i]];
      expect(lessonNamed(slug).source).toMatch(new RegExp(`\\| ${cells.join(" +\\| ")} +\\|`));
      expect(differences[i]).toBeGreaterThan(0);
    }
    const luck = Math.max(...linear) - Math.min(...linear.slice(0, 4));
    expect(luck).toBeGreaterThanOrEqual(linear[0]! - linear[3]!);
    says(
      slug,
      `${linear[0]} of 1,000`,
      `with seed 4 only ${linear[3]}`,
      `the ${points(linear[0]! - linear[3]!)} points`,
    );
    says(slug, `${relu6[0]} of 1,000. One pair of runs, ${differences[0]} images apart`);
  });
  it("works the interval out", () => {
    const { mean, interval } = ahead("necks", 0);
    const deviation = Math.sqrt(differences.reduce((sum, n) => sum + (n - mean) ** 2, 0) / 4);
    const error = deviation / Math.sqrt(5);
    says(slug, `(${differences.join(" + ")}) / 5 = ${mean}$`, `deviation of ${deviation.toFixed(1)}`);
    says(slug, `$${deviation.toFixed(1)} / \\sqrt 5 = ${error.toFixed(1)}$`);
    const factor = studentQuantile(0.975, 4).toFixed(3);
    says(slug, `a factor of ${factor}`, `$${mean} \\pm ${factor} \\cdot ${error.toFixed(1)}$`);
    const [low, high] = interval!;
    expect(inCell).toEqual([{ mean, low, high }]);
    says(slug, `shrinks to ${Math.round(sorted[0]!.low)} to ${Math.round(sorted[0]!.high)} images`);
    says(slug, `from ${Math.round(low)} to ${Math.round(high)} images, or ${points(low)} to ${points(high)} points`);
  });
  it("asks two questions of three shortcuts, and says why the answer is weaker", () => {
    const [expansions, none] = [ahead("shortcuts", 0), ahead("shortcuts", 1)];
    says(
      slug,
      `by ${points(expansions.mean)} points of those between expansions, by ${points(none.mean)} points of none`,
    );
    const [low, high] = none.interval!;
    says(slug, `reaches from ${points(low)} to ${points(high)} points`);
    expect(none.isTold).toBe(true);
    const both = ahead("shortcuts", 1, 2);
    says(slug, `from ${points(both.interval![0])} to ${points(both.interval![1])} points, and zero is inside`);
    expect(both.isTold).toBe(false);
    expect(COMPARISONS.shortcuts).toHaveLength(3);
    expect(new Set((["bottlenecks", "expansions", "none"] as const).map((bShortcut) => priced({ bShortcut }).madds)).size).toBe(1); // prettier-ignore
  });
  it("reports the bend and the expansion, with their prices", () => {
    const after = ahead("after", 0);
    const [low, high] = after.interval!.map((bound) => -bound).sort((a, b) => a - b) as [number, number];
    says(slug, `B was ahead by ${points(-after.mean)} points, with an interval from ${points(low)} to ${points(high)}`);
    expect(after.isTold).toBe(false);
    const t = ahead("expansion", 0);
    says(
      slug,
      `${points(t.mean)} points behind, and the interval, ${points(t.interval![0])} to ${points(t.interval![1])}`,
    );
    const [base, one, full] = [priced({}), priced({ bT: "1" }), priced({ bFilter: "full" })];
    says(slug, `${one.madds.toLocaleString("en")} multiply-adds instead of ${base.madds.toLocaleString("en")}`);
    expect(one.madds / base.madds).toBeLessThan(0.25);
    says(
      slug,
      `${full.madds.toLocaleString("en")} multiply-adds, ${(full.madds / base.madds).toFixed(1)} times as many`,
    );
    expect(priced({ bT: "2" }).madds).toBeLessThan(base.madds / 2);
    expect(priced({ bT: "4" }).madds).toBeGreaterThan(base.madds / 2);
  });
  it("has figures in its questions that hold", () => {
    expect((studentQuantile(0.975, 4) * 40) / Math.sqrt(5)).toBeCloseTo(50, 0);
    expect(1 - 0.95 ** 9).toBeCloseTo(1 / 3, 1);
  });
});
