import { compute as knobs } from "@/figures/width-resolution/compute.ts";
import { madds, params } from "@content/05-the-whole-network/01-row-by-row/cells/count-the-table.ts";
import { settings } from "@content/05-the-whole-network/02-width-and-resolution/cells/turn-the-knobs.ts";
import { answer, sum } from "@content/05-the-whole-network/03-run-it/cells/scores-to-shares.ts";
import * as split from "@content/05-the-whole-network/04-memory-efficient-inference/cells/split-a-block.ts";
import { blockByBlock, layerByLayer, peakMoment } from "@kernels/cost/schedule.ts";
import { totals, type Totals } from "@kernels/cost/totals.ts";
import { tilingOfBlock } from "@kernels/engine/block.ts";
import { fusedMoments } from "@kernels/engine/footprint.ts";
import { fuse, operationsOf } from "@kernels/engine/operations.ts";
import { compile } from "@kernels/engine/plan.ts";
import { fact } from "@kernels/facts/index.ts";
import { build } from "@kernels/models/build.ts";
import { NETWORKS } from "@kernels/models/catalogue.ts";
import { makeDivisible } from "@kernels/models/make-divisible.ts";
import { MOBILENET_V2, MOBILENET_V2_ROWS } from "@kernels/models/mobilenet-v2.ts";
import { seededRandom } from "@kernels/random.ts";
import { describe, expect, it } from "vitest";
import { seededWeights } from "../kernels/seeded-network.ts";
import { lessonNamed, says } from "./says.ts";

/** As lesson-numbers.test.ts, for chapter 5: each number that the text works out is recomputed and looked up in it. */
const layers = build(MOBILENET_V2);
const text = (n: number): string => n.toLocaleString("en");
/** As a formula writes it: 10{,}838{,}016. */
const formula = (n: number): string => text(n).replaceAll(",", "{,}");
const of = (block: number): Totals => totals(layers.filter((layer) => layer.block === block));
const at = (width: number, resolution = 224): Totals => totals(NETWORKS["mobilenet-v2"].build({ width, resolution }));

describe("row by row", () => {
  const slug = "row-by-row";
  it("prints table 2 as it is", () => {
    const { source } = lessonNamed(slug);
    MOBILENET_V2_ROWS.forEach(({ t, c, n, s }, i) => {
      const first = layers.find(({ row }) => row === i + 1)!;
      const row = [i + 2, `${first.inShape[0]}²×${first.inShape[2]}`, "bottleneck", t, c, n, s];
      expect(source).toMatch(new RegExp(`\\| ${row.join(" *\\| *")} *\\|`));
    });
    const [blocks, shortcuts] = [0, 1].map((less) => MOBILENET_V2_ROWS.map(({ n }) => n - less));
    expect(blocks!.reduce((a, b) => a + b)).toBe(17);
    says(slug, `$${blocks!.join(" + ")} = 17$`, `$${shortcuts!.join(" + ")} = 10$`);
    expect(112 ** 2 * 32 * 32).toBe(12_845_056);
    says(slug, "another 12,845,056 multiply-adds");
  });
  it("works row 3 out", () => {
    for (const { kind, params: weights, madds: cost } of layers.filter(({ block }) => block === 2)) {
      if (cost > 0) says(slug, `= ${weights}$`, `= ${formula(cost)}$`);
      else if (kind === "batch-norm") expect(lessonNamed(slug).source).toMatch(new RegExp(`\\$ +\\| ${weights} +\\|`));
    }
    const [two, three] = [of(2), of(3)];
    expect([two, three]).toEqual([
      { params: 4704 + 432, madds: 29_202_432 },
      { params: 8832, madds: 25_740_288 },
    ]);
    says(slug, "| 4,704", "| 432", "| 29,202,432", "8,832 parameters and 25,740,288 multiply-adds");
    says(slug, `$5136 + 8832 = ${formula(two.params + three.params)}$ parameters and ${text(two.madds + three.madds)}`);
    const expand = layers.find(({ block, step }) => block === 2 && step === "expand")!;
    expect(expand.madds / two.madds).toBeCloseTo(2 / 3, 1);
  });
  it("sums up", () => {
    expect(totals(layers)).toEqual({ params: 3_504_872, madds: 300_774_272 });
    expect({ params, madds }).toEqual(totals(layers));
    says(slug, text(2 * madds));
    const [weights, norm] = ["weights", "batch-norm-params"].map((what) => fact(`mobilenet-v2-1.0-224.${what}`).text);
    expect(lessonNamed(slug).front["remember"]).toContainEqual(
      expect.stringContaining(`${weights} weights, ${norm} numbers of batch norm and 1,000 biases`),
    );
    const normed = layers
      .filter(({ kind }) => kind === "batch-norm")
      .reduce((all, { outShape }) => all + outShape[2], 0);
    expect(2 * normed).toBe(fact("mobilenet-v2-1.0-224.batch-norm-params").value);
    says(slug, `two for each of ${text(normed)} channels`);
    const ten = params - 1_281_000 + 1280 * 10 + 10;
    expect(totals(build({ ...MOBILENET_V2, classes: 10 })).params).toBe(ten);
    says(slug, `3,504,872 − 1,281,000 + 12,810 = ${text(ten)}`);
  });
  it("counts layers", () => {
    const count = (kinds: readonly string[]): number => layers.filter(({ kind }) => kinds.includes(kind)).length;
    const counts = [["conv2d", "depthwise", "pointwise"], ["batch-norm"], ["relu6"]].map(count);
    expect(counts).toEqual([52, 52, 35]);
    says(slug, "$1 + 2 + 16 \\cdot 3 + 1 = 52$", "$52 + 52 + 35 + 17 + 3 = 159$");
    const wide = layers.filter(({ kind }) => kind === "pointwise").reduce((all, layer) => all + layer.madds, 0);
    expect(wide / madds).toBeCloseTo(0.89, 2);
    expect(Math.max(...[1, 2, 3, 4, 5, 6, 7].map((row) => totals(layers.filter((l) => l.row === row)).params))).toBe(
      totals(layers.filter(({ row }) => row === 6)).params,
    );
  });
  it("rounds channels", () => {
    expect([0.75 * 96, 0.75 * 24, 0.35 * 40].map((v) => makeDivisible(v))).toEqual([72, 24, 16]);
    says(slug, "less than $0.9 \\cdot 18 = 16.2$, so it becomes 24", "not below 0.9 · 14 = 12.6");
  });
});

describe("width and resolution", () => {
  const slug = "width-and-resolution";
  it("bends the law", () => {
    says(slug, `${text(at(0.5).madds)} of ${text(madds)}: nearly a third`);
    expect((25 / 49).toFixed(3)).toBe("0.510");
    expect((at(1, 160).madds / madds).toFixed(3)).toBe("0.512");
    says(slug, `${text(at(1, 160).madds)} multiply-adds, or 51.2%`);
    const expansion = (width: number): number =>
      NETWORKS["mobilenet-v2"].build({ width }).find(({ block, step }) => block === 3 && step === "expand")!.madds;
    expect((expansion(0.5) / expansion(1)).toFixed(2)).toBe("0.44");
    says(slug, `= ${formula(expansion(1))}$`, `= ${formula(expansion(0.5))}$, which is 44%`);
    const added = (width: number): string[] => {
      const [law, own, rounded] = knobs({ network: "mobilenet-v2", width, resolution: 224 }).bends;
      return [own!.madds - law!.madds, rounded!.madds - own!.madds].map((n) => (n / 1e6).toFixed(1));
    };
    expect([added(0.5), added(0.75)[1]]).toEqual([["13.9", "8.1"], "29.6"]);
    says(slug, "adds 8.1 million", "adds 29.6 million", "13.9 million");
    expect([24, 32].map((c) => makeDivisible(0.75 * c))).toEqual([24, 24]);
  });
  it("keeps the last layer", () => {
    const half = at(0.5).params;
    const head = 160 * 1280 + 2 * 1280 + 1_281_000;
    expect((head / half).toFixed(2)).toBe("0.76");
    says(slug, `these are ${text(head)}`, `or 76%`, `has ${text(half - head)}`);
    const thin = 160 * 640 + 1280 + 640 * 1000 + 1000;
    says(slug, `= ${formula(thin)}$ parameters, and the network ${text(half - head + thin)} in all`);
    const share = (width: number): number => at(width).params / params;
    expect(share(1.25)).toBeLessThan(1.25 ** 2);
    expect(share(0.25)).toBeGreaterThan(0.4);
  });
  it("compares settings", () => {
    says(slug, `counts ${text(at(0.35, 96).madds)}`);
    for (const [width, side] of [[1, 96], [0.75, 128], [0.5, 160], [0.35, 224]] as const) {
      says(slug, `| ${width === 1 ? "1.0" : width} at ${side} `, `| ${text(at(width).params)} `);
    } // prettier-ignore
    const published = (setting: string, what: string): number =>
      fact(`mobilenet-v2.checkpoint.${setting}.${what}`).value;
    for (const other of ["1.0-96", "0.35-224"]) {
      expect(published("0.5-160", "madds")).toBeLessThan(published(other, "madds"));
      expect(published("0.5-160", "pixel-1-ms")).toBeLessThan(published(other, "pixel-1-ms"));
      expect(published("0.5-160", "top-1")).toBeGreaterThan(published(other, "top-1"));
    }
    expect(knobs({ network: "mobilenet-v2", width: 0.5, resolution: 160 }).chosen).toMatchObject({
      madds: expect.any(Number) as number,
      accuracy: { value: 61 },
    });
    expect(at(1.4, 160).madds).toBeLessThanOrEqual(300_774_272);
    expect(settings.find(({ width, resolution }) => width === 0.5 && resolution === 160)?.madds).toBe(
      at(0.5, 160).madds,
    );
    expect([112, 56, 28, 14, 7].map((side) => Math.ceil(side / 2))).toEqual([56, 28, 14, 7, 4]);
  });
});

describe("run it", () => {
  it("the cell makes the shares of the worked example", () => {
    expect([3, 8, 0].map((digit) => (100 * answer[digit]!.share).toFixed(1))).toEqual(["84.1", "11.4", "0.6"]);
    expect(sum).toBeCloseTo(1, 6);
  });
});

describe("memory-efficient inference", () => {
  const slug = "memory-efficient-inference";
  const two = (...shape: number[]): number => 2 * shape.reduce((a, b) => a * b);
  const inBlock = (moments: ReturnType<typeof layerByLayer>, block: number): number =>
    Math.max(...moments.filter((moment) => moment.block === block).map(({ bytes }) => bytes));
  it("works block 2 out", () => {
    const tensors = [two(112, 112, 16), two(112, 112, 96), two(56, 56, 96), two(56, 56, 24)];
    says(slug, ...tensors.map((bytes) => `| ${text(bytes)} `));
    const inside = tensors[1]! + tensors[2]!;
    const ends = tensors[0]! + tensors[3]!;
    expect(peakMoment(layerByLayer(layers, 2))).toMatchObject({ block: 2, bytes: inside });
    expect(inside / ends).toBeGreaterThan(5);
    says(slug, `must exist: ${text(inside)} bytes`, `are ${text(ends)} together`);
    says(slug, `${formula(ends)} + \\frac{${formula(inside)}}{p}`);
    for (const parts of [1, 2, 3, 4, 16]) {
      expect(inBlock(blockByBlock(layers, parts, 2), 2)).toBe(ends + inside / parts);
      expect(lessonNamed(slug).source).toMatch(new RegExp(`\\| ${parts} +\\| ${text(ends + inside / parts)} +\\|`));
    }
  });
  it("finds the peak in block 1 from 4 parts on", () => {
    const blocks = [1, 2, 3, 4, 5, 16].map((parts) => peakMoment(blockByBlock(layers, parts, 2))!.block);
    expect(blocks).toEqual([2, 2, 2, 1, 1, 1]);
    expect(peakMoment(blockByBlock(layers, null, 2))).toMatchObject({ block: 1, bytes: two(112, 112, 48) });
    says(slug, `${text(two(112, 112, 48))} bytes, and those are ends`);
  });
  it("checks table 3", () => {
    const counted = [112, 56, 28, 14, 7].map((side) => fact(`mobilenet-v2.table-3-recounted.${side}.kb`).value);
    says(slug, `${counted.slice(0, 4).join(", ")} and ${counted[4]!} kB`);
    says(
      slug,
      `= ${formula(two(7, 7, 1024))}$ bytes, half of that`,
      `= ${formula(two(56, 56, 128))}$ bytes stands there`,
    );
    const printed = [56, 28, 14].map((side) => fact(`mobilenet-v2.table-3.${side}.mobilenet-v2.channels`).text);
    expect(printed).toEqual(["32", "64", "160"]);
    const groups = [28, 14, 7].map((side) => fact(`mobilenet-v2.table-3.${side}.shufflenet.channels`).value);
    expect(groups).toEqual([2 * 200, 2 * 400, 2 * 800]);
  });
  it("tells what the engine needs", () => {
    const weights = seededWeights(layers, seededRandom(1));
    const peaks = [{}, { fuse: false }, { keep: "all" } as const].map(
      (options) => compile(layers, weights, options).peak,
    );
    says(slug, ...peaks.map(({ bytes }) => text(bytes)));
    expect(peakMoment(fusedMoments(layers))?.bytes).toBe(peaks[0]!.bytes);
    const picture = 4 * 224 * 224 * 3;
    const made = 4 * 112 * 112 * 16;
    says(slug, `the picture with ${text(picture)}, block 1's output with ${text(made)}`);
    says(slug, `and ${text(peaks[0]!.bytes - picture - made)} for the ring`);
    const pass = fact("mobilenet-v2-1.0-224.summary-activations-mib").value * 2 ** 20;
    expect(Math.round(pass / peaks[0]!.bytes / 10)).toBe(11);
    const tilings = fuse(operationsOf(layers, false)).flatMap((step) =>
      "head" in step ? [{ step, ...tilingOfBlock(step) }] : [],
    );
    for (const { step, parts, ringRows } of tilings) {
      const [side] = step.depthwise.layer.inShape;
      expect(side > 14 ? parts === 1 && ringRows < side : parts === 3 || parts === 4).toBe(true);
    }
    const side = [256, 240, 224, 208, 192, 176, 160].find(
      (resolution) => peakMoment(fusedMoments(NETWORKS["mobilenet-v2"].build({ resolution })))!.bytes < 1e6,
    );
    expect(side).toBe(176);
  });
  it("the cell splits a block without changing its answer", () => {
    expect(split.difference).toBeGreaterThan(0);
    expect(split.difference / split.largest).toBeLessThan(1e-5);
  });
});
