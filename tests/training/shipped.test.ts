import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { totals } from "@kernels/cost/totals.ts";
import { run } from "@kernels/engine/reference.ts";
import { roundToInt8 } from "@kernels/formats/int8.ts";
import { readNetwork } from "@kernels/formats/network-file.ts";
import type { Credit } from "@kernels/images/credit.ts";
import { CIFAR } from "@kernels/models/cifar.ts";
import { TRAINED } from "@kernels/models/trained.ts";
import { readGallery } from "../../tools/train/gallery.ts";
import { wilson } from "@kernels/statistics/wilson.ts";

interface Sample {
  readonly id: string;
  readonly label: number;
  /** Its place in the test set; a photo of the gallery has none. */
  readonly index?: number;
  readonly wrong?: boolean;
  readonly answer?: number;
  readonly pixels: string;
}
interface Card {
  readonly labels: readonly string[];
  readonly params: number;
  readonly madds: number;
  readonly bytes: number;
  readonly log: readonly { readonly epoch: number; readonly validationAccuracy: number }[];
  readonly recipe: { readonly epochs: number; readonly seed: number };
  readonly test: {
    readonly images: number;
    readonly correct: number;
    readonly accuracy: number;
    readonly wilson95: readonly number[];
    readonly shared: number;
    readonly calibration: {
      readonly bins: readonly { readonly images: number; readonly accuracy: number }[];
      readonly error: number;
    };
    readonly int8: {
      readonly bytes: number;
      readonly halfBytes: number;
      readonly correct: number;
      readonly changed: number;
    };
    readonly confusion: readonly (readonly number[])[];
    readonly mistakes: readonly { readonly index: number; readonly label: number; readonly answer: number }[];
  };
}

const open = (name: string): Buffer => readFileSync(`public/networks/${name}`);
const CLOTHES = ["T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

const PHOTOS = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

/** Limits of each network; `accuracy` is below what its card says, so that another machine's training may pass. */
describe.each([
  { id: "digits", params: 150_000, madds: 2_500_000, bytes: 350_000, accuracy: 0.993, labels: [..."0123456789"] },
  { id: "fashion", params: 300_000, madds: 6_000_000, bytes: 650_000, accuracy: 0.94, labels: CLOTHES },
  { id: "cifar", params: 800_000, madds: 35_000_000, bytes: 1_600_000, accuracy: 0.88, labels: PHOTOS },
] as const)("the shipped network $id", ({ id, labels: classes, ...limits }) => {
  const file = open(`${id}.safetensors`);
  const card = JSON.parse(open(`${id}.json`).toString()) as Card;
  const { samples, licence } = JSON.parse(open(`${id}-samples.json`).toString()) as {
    samples: readonly Sample[];
    licence: string;
  };
  const network = readNetwork(file.buffer.slice(file.byteOffset, file.byteOffset + file.length) as ArrayBuffer);

  it("is the network of kernels/models, within its limits", () => {
    expect(network.spec).toEqual(TRAINED[id]);
    const { params, madds } = totals(network.layers);
    expect({ params, madds, bytes: file.length }).toEqual({
      params: card.params,
      madds: card.madds,
      bytes: card.bytes,
    });
    expect(params).toBeLessThanOrEqual(limits.params);
    expect(madds).toBeLessThanOrEqual(limits.madds);
    expect(file.length).toBeLessThanOrEqual(limits.bytes);
  });

  it("says how it was made", () => {
    const { rest, labels, scaling } = network.metadata;
    expect(JSON.parse(rest["recipe"] ?? "")).toEqual(card.recipe);
    expect(rest["padding"]).toBe("symmetric");
    expect(labels).toEqual([...classes]);
    expect(card.labels).toEqual([...classes]);
    const { c } = network.spec.input;
    expect(scaling).toEqual({ mean: Array(c).fill(0), std: Array(c).fill(1) });
    expect(card.log.map(({ epoch }) => epoch)).toEqual(card.log.map((_, i) => i + 1));
    expect(card.log.length).toBeGreaterThan(0);
    expect(card.log.length).toBeLessThanOrEqual(card.recipe.epochs);
    expect(rest["trained"]).toMatch(new RegExp(`^${String(card.log.length)} epochs `));
  });

  it("has a card whose confusion matrix, mistakes, accuracy and interval agree, at the accuracy promised", () => {
    const { images, correct, accuracy, wilson95, confusion, mistakes } = card.test;
    const onDiagonal = confusion.reduce((sum, row, label) => sum + row[label]!, 0);
    expect(confusion.flat().reduce((sum, n) => sum + n, 0)).toBe(images);
    expect([onDiagonal, images - mistakes.length]).toEqual([correct, correct]);
    expect(wilson95).toEqual([...wilson(correct, images)]);
    expect(accuracy).toBe(correct / images);
    expect(accuracy).toBeGreaterThanOrEqual(limits.accuracy);
  });

  it("answers every sample as its file says", () => {
    const { h, w, c } = network.spec.input;
    for (const { id, label, wrong, answer, pixels } of samples) {
      const data = Float32Array.from(Buffer.from(pixels, "base64"), (pixel) => pixel / 255);
      const { logits } = run(network.layers, network.weights, { shape: [h, w, c], data });
      const found = logits.indexOf(Math.max(...logits));
      expect(found, id).toBe(wrong ? answer : label);
      if (wrong) expect(answer, id).not.toBe(label);
    }
  });

  // No test image of cifar may be shipped; its samples are the gallery below.
  if (id !== "cifar")
    it("ships two right ones of each class and a few wrong, as its card counts them", () => {
      const mistakes = new Map(card.test.mistakes.map(({ index, answer }) => [index, answer]));
      for (const { id, index, wrong, answer } of samples)
        expect(mistakes.get(index!), id).toBe(wrong ? answer : undefined);
      const right = samples.filter(({ wrong }) => !wrong).map(({ label }) => label);
      expect(right).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9]);
      expect(samples.length).toBeGreaterThan(right.length);
    });

  it("was not trained on any test image", () => {
    expect(card.test.shared).toBe(0);
  });

  it("has a reliability curve of all its answers", () => {
    const { bins, error } = card.test.calibration;
    expect(bins.reduce((sum, bin) => sum + bin.images, 0)).toBe(card.test.images);
    const right = bins.reduce((sum, bin) => sum + bin.images * bin.accuracy, 0);
    expect(right).toBeCloseTo(card.test.correct, 6);
    expect(error).toBeLessThan(0.1);
  });

  it("says what weights of eight bits cost: bytes as counted, answers no further apart than those that changed", () => {
    const { bytes, halfBytes, correct, changed } = card.test.int8;
    const counted = roundToInt8(network.layers, network.weights);
    expect({ bytes, halfBytes }).toEqual({ bytes: counted.bytes, halfBytes: counted.halfBytes });
    expect(Math.abs(correct - card.test.correct)).toBeLessThanOrEqual(changed);
    expect(changed).toBeLessThan(card.test.images / 20);
  });

  it("comes with samples that are small, and whose licence is named", () => {
    expect(gzipSync(open(`${id}-samples.json`)).length).toBeLessThanOrEqual(id === "cifar" ? 80_000 : 15_000);
    const named = { digits: /CC BY-SA 3\.0/, fashion: /Zalando SE; MIT/, cifar: /each picture's own/ };
    expect(licence).toMatch(named[id]);
  });
});

it("cifar makes most of its mistakes between animals, as its card says", () => {
  const { test } = JSON.parse(open("cifar.json").toString()) as Card;
  const isAnimal = (label: number): boolean => /bird|cat|deer|dog|frog|horse/.test(PHOTOS[label]!);
  const between = test.mistakes.filter(({ label, answer }) => isAnimal(label) && isAnimal(answer));
  expect(between.length).toBeGreaterThan(test.mistakes.length / 2);
});

describe("the gallery that comes with cifar", () => {
  const { samples } = JSON.parse(open("cifar-samples.json").toString()) as { samples: readonly (Sample & Credit)[] };

  it("is the folder of pictures, and nothing of it is of CIFAR-10", async () => {
    const pictures = await readGallery("public/gallery", CIFAR.input);
    expect(samples.map(({ id }) => id)).toEqual(pictures.map(({ credit }) => credit.id));
    for (const [i, { credit, pixels }] of pictures.entries()) {
      expect(samples[i]).toMatchObject({ ...credit, pixels: Buffer.from(pixels).toString("base64") });
      expect(credit.from, credit.id).not.toMatch(/cifar/i);
    }
  });
  it("names for every picture what it shows, its author, where it came from, and a licence to pass it on", () => {
    for (const { id, label, what, author, licence, from } of samples) {
      expect(id.startsWith(`${PHOTOS[label]!}-`), id).toBe(true);
      for (const text of [what, from]) expect(text.length, id).toBeGreaterThan(3);
      // Only the public domain asks for no name.
      if (licence !== "public domain") expect(author.length, id).toBeGreaterThan(3);
      expect(licence, id).toMatch(/^(public domain|CC0|CC BY)/i);
    }
    expect(new Set(samples.map(({ label }) => label)).size).toBeGreaterThanOrEqual(8);
  });
});
