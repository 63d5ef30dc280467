import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readImageSet, writeImageSet } from "@kernels/formats/image-set.ts";
import { ABLATION } from "@kernels/models/ablation.ts";
import { build } from "@kernels/models/build.ts";
import { MOBILENET_V2 } from "@kernels/models/mobilenet-v2.ts";
import { ablate } from "@kernels/models/variant.ts";
import { totals } from "@kernels/cost/totals.ts";
import { Arena } from "@kernels/training/arena.ts";
import { labRecipe, labRun, type LabStep } from "@kernels/training/lab.ts";
import { arenaBytes, TrainingNetwork } from "@kernels/training/network.ts";
import type { Recipe } from "@kernels/training/recipe.ts";
import { REFERENCE_OPS } from "@kernels/training/reference.ts";
import { bars, TINY_LAYERS } from "./tiny.ts";

const IMAGES = bars(150);
function runTiny(change: Partial<Recipe> = {}): LabStep[] {
  const recipe = { ...labRecipe({ seed: 1, epochs: 3, test: 30 }), ...change };
  const arena = new Arena(new ArrayBuffer(arenaBytes(TINY_LAYERS, recipe.shard)));
  const network = new TrainingNetwork(TINY_LAYERS, recipe.shard, REFERENCE_OPS, arena);
  return [...labRun(TINY_LAYERS, network, IMAGES, recipe)];
}

describe("a run of the laboratory", () => {
  it("tells every step, tests after every epoch, learns, and repeats itself bit by bit", () => {
    const steps = runTiny();
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    expect(steps.flatMap(({ step, accuracy }) => (accuracy === undefined ? [] : [step]))).toEqual([4, 8, 12]);
    expect(steps.at(-1)!.loss).toBeLessThan(steps[0]!.loss);
    expect(runTiny()).toEqual(steps);
    expect(runTiny({ seed: 2 })).not.toEqual(steps);
  });

  it("ends at a loss that is no number, with the step, the layer and the rate", () => {
    const steps = runTiny({ schedule: { kind: "constant", peak: 1e30 } });
    const { step, broken } = steps.at(-1)!;
    expect(step).toBeLessThan(12);
    expect(step).toBeGreaterThan(1);
    expect(broken).toMatchObject({ rate: 1e30 });
    expect(broken!.layer).toMatch(/^(features|classifier)\./);
    expect(steps.filter((one) => one.broken)).toHaveLength(1);
  });
});

describe("variants of the block", () => {
  const madds = (change: Parameters<typeof ablate>[1]): number => totals(build(ablate(ABLATION, change))).madds;
  it("leave the paper's network as it is when nothing changes", () => {
    expect(build(ablate(MOBILENET_V2, {}))).toEqual(build(MOBILENET_V2));
    expect(build(ablate(MOBILENET_V2, { t: 6 }))).toEqual(build(MOBILENET_V2));
  });
  it("put ReLU6 behind every neck's batch norm and before the sum", () => {
    const layers = build(ablate(ABLATION, { neck: "relu6" }));
    const necks = layers.filter(({ step }) => step === "project-bn");
    expect(necks).toHaveLength(8);
    for (const { index } of necks) expect(layers[index + 1]!.kind).toBe("relu6");
    const adds = layers.filter(({ kind }) => kind === "add");
    expect(adds).toHaveLength(5);
    for (const { inputs } of adds) expect(layers[inputs[1]!]!.kind).toBe("relu6");
  });
  it("join expansions of equal shape: ReLU6 of one to ReLU6 of the next", () => {
    const layers = build(ablate(ABLATION, { shortcut: "expansions" }));
    const adds = layers.filter(({ kind }) => kind === "add");
    expect(adds.map(({ name }) => name)).toEqual([4, 6, 7].map((block) => `features.${block}.expanded_add`));
    for (const { inputs, outShape, block } of adds) {
      const [from, to] = inputs.map((index) => layers[index]!);
      expect([from!.block, to!.block]).toEqual([block - 1, block]);
      expect(from!.outShape).toEqual(outShape);
      expect([to!.step, to!.kind]).toEqual(["expand-relu6", "relu6"]);
    }
    expect(build(ablate(ABLATION, { shortcut: "expansions", t: 1 })).filter(({ kind }) => kind === "add")).toEqual([]);
  });
  it("cost what they must: shortcuts and activations nothing, t and full filters a lot", () => {
    expect(madds({})).toBe(448_416);
    for (const change of [
      { shortcut: "none" },
      { shortcut: "expansions" },
      { neck: "relu6" },
      { after: "none" },
    ] as const) {
      expect(madds(change)).toBe(448_416);
    }
    expect(madds({ t: 1 })).toBeLessThan(0.4 * madds({}));
    expect(madds({ filter: "full" })).toBeGreaterThan(5 * madds({}));
  });
});

describe("the bundled images", () => {
  const file = readFileSync("public/data/digits-subset.bin");
  const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.length);
  const set = readImageSet(bytes);
  const count = (labels: Uint8Array): number[] =>
    Array.from({ length: 10 }, (_, digit) => labels.filter((label) => label === digit).length);
  it("are at most 2 MB: 150 of each digit to train with, 100 to test with, none in both", () => {
    expect(file.length).toBeLessThanOrEqual(2_000_000);
    expect([set.train, set.test]).toEqual([1500, 1000]);
    expect(count(set.labels.subarray(0, 1500))).toEqual(Array(10).fill(150));
    expect(count(set.labels.subarray(1500))).toEqual(Array(10).fill(100));
    const image = (i: number): string => Buffer.from(set.pixels.subarray(784 * i, 784 * (i + 1))).toString("base64");
    const trained = new Set(Array.from({ length: 1500 }, (_, i) => image(i)));
    expect(trained.size).toBe(1500);
    for (let i = 1500; i < 2500; i++) expect(trained.has(image(i))).toBe(false);
  });
  it("say where they come from and under which licence", () => {
    const card = JSON.parse(readFileSync("public/data/digits-subset.json", "utf8")) as { licence: string };
    expect(card.licence).toMatch(/CC BY-SA 3\.0/);
  });
  it.each(["digits", "fashion"])(
    "%s: 500 of the test set to count on, 50 of each class, as their card says",
    (name) => {
      const read = readFileSync(`public/data/${name}-test.bin`);
      const test = readImageSet(read.buffer.slice(read.byteOffset, read.byteOffset + read.length));
      expect([test.train, test.test]).toEqual([0, 500]);
      expect(count(test.labels)).toEqual(Array(10).fill(50));
      const card = JSON.parse(readFileSync(`public/data/${name}-test.json`, "utf8")) as {
        licence: string;
        what: string;
      };
      expect(card.licence).toMatch(name === "digits" ? /CC BY-SA 3\.0/ : /Zalando SE; MIT/);
      expect(card.what).toMatch(/^500 images to test with, the first 50 of each class in the test set of /);
      const trained = new Set(Array.from({ length: 1500 }, (_, i) => Buffer.from(set.pixels.subarray(784 * i, 784 * (i + 1))).toString("base64"))); // prettier-ignore
      for (let i = 0; i < 500; i++)
        expect(trained.has(Buffer.from(test.pixels.subarray(784 * i, 784 * (i + 1))).toString("base64"))).toBe(false);
    },
  );
  it("are written as they are read, and refused when cut or foreign", () => {
    expect(Buffer.from(writeImageSet(set)).equals(file)).toBe(true);
    expect(() => readImageSet(bytes.slice(0, 1000))).toThrow(
      "The set of images has 1000 bytes; 2500 images of 28 × 28 pixels take 1962512.",
    );
    expect(() => readImageSet(new ArrayBuffer(20))).toThrow('does not begin with "IMS1"');
  });
});
