import { readFileSync } from "node:fs";
import type { NeckHealthData } from "@/figures/neck-health/compute.ts";
import { computeFigure } from "@/figures/shell/render.ts";
import { totals } from "@kernels/cost/totals.ts";
import { run } from "@kernels/engine/reference.ts";
import { readNetwork } from "@kernels/formats/network-file.ts";
import { build } from "@kernels/models/build.ts";
import { DIGITS } from "@kernels/models/digits.ts";
import { MOBILENET_V2 } from "@kernels/models/mobilenet-v2.ts";
import { describe, expect, it } from "vitest";
import samples from "../../public/networks/digits-samples.json" with { type: "json" };
import card from "../../public/networks/digits.json" with { type: "json" };
import { lessonNamed, says } from "./says.ts";

/** As lesson-numbers.test.ts, for the chapters on blocks and networks. */
describe("step through one block, and run it", () => {
  const layers = build(DIGITS);
  const block = layers.filter((layer) => layer.block === 3);
  it("tells shape, weights and multiply-adds of each step of block 3", () => {
    for (const { step, outShape, params, madds } of block) {
      const cell = (count: number): string => (count === 0 ? "" : count.toLocaleString("en"));
      const row = ["`" + step! + "`", ".*", outShape.join("×"), cell(params), cell(madds)];
      const pattern = new RegExp(`\\| ${row.join(" *\\| *")} *\\|`);
      expect(lessonNamed("step-through-one-block").source).toMatch(pattern);
    }
    expect(totals(block)).toEqual({ params: 2688, madds: 116424 });
    expect([4 * block[0]!.inShape.reduce((a, b) => a * b), block[0]!.bytes]).toEqual([2352, 14112]);
    says("step-through-one-block", "= 2688$", "116{,}424$", "2,352 bytes", "14,112 bytes");
  });
  it("counts shortcuts", () => {
    const withShortcut = (all: typeof layers) => all.filter(({ kind }) => kind === "add").map((layer) => layer.block);
    expect(withShortcut(layers)).toEqual(withShortcut(build(MOBILENET_V2)));
    says("step-through-one-block", "In our `digits` it is the same ten");
    const strideOne = (all: typeof layers) =>
      Array.from({ length: 17 }, (_, i) => all.filter((layer) => layer.block === i + 1))
        .filter((own) => own.every(({ stride, kind }) => stride === 1 && kind !== "add"))
        .map((own) => own[0]?.block);
    expect(strideOne(build(MOBILENET_V2))).toEqual([1, 11, 17]);
  });
  it("normalises and folds 1.2", () => {
    const [v, mean, variance, gamma, beta] = [1.2, 0.4, 0.16, 0.5, 0.1];
    const a = gamma / Math.sqrt(variance);
    expect((gamma * (v - mean)) / Math.sqrt(variance) + beta).toBeCloseTo(1.1, 12);
    expect([a, beta - a * mean, a * v + beta - a * mean].map((x) => x.toFixed(2))).toEqual(["1.25", "-0.40", "1.10"]);
  });
  it("tells the tensor after each stage of digits, its parameters and its cost", () => {
    const after = (last: number) => layers.findLast((layer) => layer.block === last)?.outShape.join(" × ");
    const shapes = [0, 1, 3, 6, 10, 13, 16, 17, 18].map(after);
    says("run-it", "| 28 × 28 × 1 ", "| 1 × 1 × 128 ", ...shapes.map((shape) => `| ${String(shape)} `));
    const [own, full] = [totals(layers), totals(build(MOBILENET_V2))];
    says("run-it", own.params.toLocaleString("en"), own.madds.toLocaleString("en"));
    expect([(full.params / own.params).toFixed(0), (full.madds / own.madds).toFixed(0)]).toEqual(["27", "150"]);
    says("run-it", "27 times the parameters and 150 times the work");
  });
  it("makes shares of scores", () => {
    const sum = Math.exp(5) + Math.exp(3) + 8;
    expect([Math.exp(5), Math.exp(3), sum].map((x) => x.toFixed(2))).toEqual(["148.41", "20.09", "176.50"]);
    const shares = [Math.exp(5), Math.exp(3), 1].map((x) => ((100 * x) / sum).toFixed(1));
    expect(shares).toEqual(["84.1", "11.4", "0.6"]);
    expect(Math.exp(7)).toBeGreaterThan(1000);
    expect([Math.exp(2).toFixed(1), (Math.exp(3) / (Math.exp(3) + 1)).toFixed(2)]).toEqual(["7.4", "0.95"]);
    const { smoothing } = card.recipe;
    expect([1 - smoothing + smoothing / 10, smoothing / 10].map((target) => target.toFixed(4))).toEqual([
      "0.9550",
      "0.0050",
    ]);
    says("run-it", "95.5% on the right digit and 0.5% on each other one");
    says("run-it", "176.50", "84.1$%", "11.4%", "0.6%");
  });
});

describe("the shipped network on the shipped samples", () => {
  const file = readFileSync(new URL("../../public/networks/digits.safetensors", import.meta.url));
  const network = readNetwork(new Uint8Array(file).buffer);
  const runs = samples.samples.map(({ label, pixels }) => {
    const data = Float32Array.from(Buffer.from(pixels, "base64"), (grey) => grey / 255);
    return { label, ...run(network.layers, network.weights, { shape: [28, 28, 1], data }, { keep: true }) };
  });
  it("keeps as many active channels at every pixel as the neck has, and zeros about half", () => {
    expect(runs).toHaveLength(24);
    const expansions = network.layers.filter(({ step }) => step === "expand-relu6");
    expect(expansions).toHaveLength(16);
    for (const { tensors } of runs) {
      for (const { index, block, outShape } of expansions) {
        const { data } = tensors[index]!;
        const neck = network.layers.find((layer) => layer.block === block && layer.step === "expand")!.inShape[2];
        const zeros = data.filter((value) => value === 0).length / data.length;
        expect(zeros, `block ${block}`).toBeGreaterThan(0.38);
        expect(zeros, `block ${block}`).toBeLessThan(0.61);
        for (let from = 0; from < data.length; from += outShape[2]) {
          const active = data.subarray(from, from + outShape[2]).filter((value) => value > 0 && value < 6).length;
          expect(active, `block ${block}`).toBeGreaterThanOrEqual(neck);
        }
      }
    }
    says(
      "linear-bottleneck",
      "on the 24 sample digits of this site",
      "In each of its 16 blocks that expand, between 38% and 61%",
    );
  });
  it("would lose nine positions in ten of block 3's neck to a ReLU6 there, and loses none where it stands", async () => {
    const { data } = await computeFigure("neck-health");
    const third = (data as NeckHealthData).blocks.find(({ block }) => block === 3)!;
    expect(third.neckLost.toFixed(3)).toBe("0.914");
    expect(third.lost).toBe(0);
    says("linear-bottleneck", "would leave 91.4% of the positions", "it leaves none");
  });
  it("gets some samples wrong and is never 99% sure", () => {
    const wrong = runs.filter(({ label, logits }) => logits.indexOf(Math.max(...logits)) !== label);
    expect(wrong.length).toBeGreaterThan(0);
    for (const { logits } of runs) {
      const powers = Array.from(logits, Math.exp);
      expect(Math.max(...powers) / powers.reduce((a, b) => a + b)).toBeLessThan(0.99);
    }
    says("run-it", "So do not expect a 99.9% here");
  });
});
