import { readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import type { PredictionsData } from "@/figures/predictions/compute.ts";
import { SAMPLES } from "@/figures/shell/samples.ts";
import { runFigure } from "./run.ts";

const run = (initial = {}) => runFigure<PredictionsData>("predictions", initial);
const file = JSON.parse(readFileSync("public/networks/digits-samples.json", "utf8")) as {
  samples: { id: string; label: number; wrong?: boolean }[];
};

test("the samples that a link may name are those of the file", () => {
  expect([...SAMPLES]).toEqual(["none", ...file.samples.map(({ id }) => id)]);
});

describe.each(file.samples)("sample $id, a $label", ({ id, label, wrong = false }) => {
  it(wrong ? "is read wrongly, as the file says" : "is read rightly", async () => {
    const { data, sentence } = await run({ sample: id });
    expect(data.label).toBe(label);
    expect(data.top[0]!.index === label).toBe(!wrong);
    expect(sentence).toContain(wrong ? `the label says ${label}` : "That is right");
    expect(sentence).toContain(`reads a ${data.top[0]!.label} `);
  });
});

test("the probabilities are the softmax of the logits: they sum to 1 and keep the logits' order", async () => {
  const { data } = await run();
  expect(data.top.length).toBe(10);
  expect(data.top.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
  const byLogit = [...data.logits.keys()].sort((a, b) => data.logits[b]! - data.logits[a]!);
  expect(data.top.map(({ index }) => index)).toEqual(byLogit);
  const ratio = data.top[0]!.probability / data.top[1]!.probability;
  expect(Math.log(ratio)).toBeCloseTo(data.logits[data.top[0]!.index]! - data.logits[data.top[1]!.index]!, 3);
});

test("a plain stroke from top to bottom is read as a 1", async () => {
  const { data, sentence } = await run({ sample: "none", strokes: "500,150 495,400 490,650 488,850" });
  expect(data.top[0]!.label).toBe("1");
  expect(data.source).toBe("strokes");
  expect(sentence).not.toMatch(/right|wrong/);
});

test("an empty pad says that there is nothing to read", async () => {
  const { data, sentence } = await run({ sample: "none" });
  expect(data.source).toBe("blank");
  expect(sentence).toMatch(/nothing to read yet/);
});

test.each(["digits", "fashion"])("the picture of %s is within its budget", async (network) => {
  const { nodes, bytes } = await run({ network });
  expect(nodes).toBeLessThanOrEqual(300);
  expect(bytes).toBeLessThanOrEqual(8192);
});
