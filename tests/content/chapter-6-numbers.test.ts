import { compute } from "@/figures/ablation/compute.ts";
import type { NeckHealthData } from "@/figures/neck-health/compute.ts";
import { compute as paperFigure6, type PaperFigure6State } from "@/figures/paper-figure-6/compute.ts";
import type { PredictionsData } from "@/figures/predictions/compute.ts";
import type { Counted } from "@/figures/predictions/count.ts";
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
import { EPOCHS, SEEDS } from "@kernels/experiments/figure-6/config.ts";
import repeated from "@kernels/experiments/figure-6/result.json" with { type: "json" };
import { totals } from "@kernels/cost/totals.ts";
import { build } from "@kernels/models/build.ts";
import { FIGURE_6, VARIANT_NAMES, type VariantName, variantSpec } from "@kernels/models/figure-6.ts";
import { MOBILENET_V2 } from "@kernels/models/mobilenet-v2.ts";
import { pairedDifference, type PairedDifference } from "@kernels/statistics/paired.ts";
import { signTest } from "@kernels/statistics/sign-test.ts";
import { studentQuantile } from "@kernels/statistics/student.ts";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runFigure } from "../figures/run.ts";
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

describe("figure-6-again", () => {
  const lesson = "figure-6-again";
  const six = (state: Partial<PaperFigure6State> = {}) => paperFigure6({ half: "neck", epoch: EPOCHS, ...state });
  const two = (value: number): string => Math.abs(value).toFixed(2);
  const accuracies = (name: VariantName): number[] => repeated.variants.find((one) => one.name === name)!.accuracy;

  it("describes the runs as they were", () => {
    const { params, madds } = totals(build(variantSpec("paper")));
    says(lesson, `${params.toLocaleString("en")} parameters`, `${madds.toLocaleString("en")} <Term`);
    expect([EPOCHS, SEEDS.length, VARIANT_NAMES.length]).toEqual([3, 5, 4]);
    says(lesson, "three times over", "Five seeds of each make twenty runs");
    const seconds = repeated.variants.flatMap(({ log }) => log.map((run) => run.seconds));
    expect(Math.min(...seconds)).toBeGreaterThan(100);
    expect(Math.max(...seconds)).toBeLessThan(190);
    const cost = pairedDifference(...((["relu6-neck", "paper"] as const).map(accuracies) as [number[], number[]]));
    expect(cost.isTold).toBe(true);
    says(lesson, `ReLU6 on the necks cost ${points(ahead("necks", 0).mean)} points`);
  });
  it("tells of the necks what the figure shows", () => {
    const [neck] = six().differences;
    const { bySeed, mean, interval } = neck!;
    expect(bySeed.every((value) => value < 0)).toBe(true);
    says(lesson, `by ${two(Math.max(...bySeed))} to ${two(Math.min(...bySeed))} points`);
    says(lesson, `The mean is ${two(mean)}, and the interval, ${two(interval[1])} to ${two(interval[0])}`);
    const [early] = six({ epoch: 1 }).differences;
    says(
      lesson,
      `was ${two(early!.mean)} points, with an interval from ${two(early!.interval[1])} to ${two(early!.interval[0])}`,
    );
  });
  it("tells of the shortcuts what the figure shows, and owns that one question stays open", () => {
    const [wide, none] = six({ half: "shortcut" }).differences;
    expect([wide!.isTold, none!.isTold]).toEqual([false, true]);
    says(
      lesson,
      `a network is ${two(none!.mean)} points behind, and the interval, ${two(none!.interval[1])} to ${two(none!.interval[0])}`,
    );
    says(
      lesson,
      `the wide ones are ${two(wide!.mean)} points ahead, and the interval, −${two(wide!.interval[0])} to ${two(wide!.interval[1])}`,
    );
    const [, early] = six({ half: "shortcut", epoch: 1 }).differences;
    says(lesson, `pulls the mean to ${points(-10 * early!.mean)} points`);
    says(lesson, `from −${early!.interval[1].toFixed(1)} to ${(-early!.interval[0]).toFixed(1)}`);
    const first = six({ half: "shortcut", epoch: 1 }).variants[2]!.runs.map(({ accuracy }) => accuracy[0]!);
    says(lesson, `the one of seed 3 read ${(100 * first[2]!).toFixed(1)}%`);
    for (const [i, share] of first.entries()) if (i !== 2) expect(Math.abs(share - 0.75)).toBeLessThan(0.03);
  });
  it("counts channels and numbers between blocks as the layer lists have them", () => {
    expect(FIGURE_6.rows.slice(0, 3).map(({ c }) => c)).toEqual([8, 8, 8]);
    expect(MOBILENET_V2.rows.slice(0, 3).map(({ c }) => c)).toEqual([16, 24, 32]);
    const joined = build(variantSpec("expansions")).filter(({ kind }) => kind === "add");
    expect(joined.some(({ outShape }) => outShape.join() === "7,7,72")).toBe(true);
    says(lesson, `7 · 7 · 12 = ${7 * 7 * 12} numbers`, `7 · 7 · 72 = ${(7 * 7 * 72).toLocaleString("en")} more`);
  });
  it("works the count of 500 images out", async () => {
    const { data } = await runFigure<PredictionsData>("predictions", {
      network: "fashion",
      built: "relu6-neck",
      count: true,
    });
    const { right, paper } = ("counted" in data && data.counted) as Counted;
    const { onlyPaper, onlyThis } = paper!;
    says(lesson, `the paper’s block reads ${paper!.right} rightly, the one with ReLU6 on its necks ${right}`);
    says(lesson, `${onlyPaper} images are read by the paper’s block alone, ${onlyThis} by the other alone`);
    says(
      lesson,
      `each of these ${onlyPaper + onlyThis} images`,
      `in ${Math.round(100 * signTest(onlyThis, onlyPaper))} of a hundred tries`,
    );
    expect(paper!.isTold).toBe(false);
    // And the question at the end.
    expect(signTest(15, 9)).toBeGreaterThan(0.29);
    expect(signTest(15, 9)).toBeLessThan(0.34);
    const own = accuracies("paper").map((share) => 100 * share);
    const [low, high] = [Math.min(...own), Math.max(...own)];
    says(
      lesson,
      `scatter by ${(high - low).toFixed(2)} points from seed to seed, from ${low.toFixed(2)}% to ${high.toFixed(2)}%`,
    );
  });
  it("reports what stands on the necks inside", async () => {
    const zeros = async (built: VariantName): Promise<string> => {
      const { data } = await runFigure<NeckHealthData>("neck-health", { network: "fashion", built, block: 5 });
      return `${(100 * data.blocks[4]!.neck.zeros).toFixed(1)}%`;
    };
    says(
      lesson,
      `Over all 24 samples of this site it is ${await zeros("relu6-neck")}`,
      `and ${await zeros("paper")} become zero`,
    );
    const { sentence } = await runFigure("block-microscope", {
      network: "fashion",
      built: "relu6-neck",
      block: 5,
      step: "project-relu6",
    });
    expect(sentence).toContain("28% of this tensor is exactly zero");
    says(lesson, "28% of the values behind it in block 5 are zero");
  });
});
