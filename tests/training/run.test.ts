import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { totals } from "@kernels/cost/totals.ts";
import { readNetwork } from "@kernels/formats/network-file.ts";
import { findBreakdown, isSound, likelyCause } from "@kernels/training/breakdown.ts";
import { layoutOf } from "@kernels/training/layout.ts";
import type { Recipe } from "@kernels/training/recipe.ts";
import type { ShardGradient } from "@kernels/training/session.ts";
import { MNIST } from "../../tools/train/datasets.ts";
import { train } from "../../tools/train/run.ts";
import { bars, TINY, TINY_LAYERS, TINY_RECIPE } from "./tiny.ts";

const IMAGES = bars(216);
const project = (recipe: Partial<Recipe> = {}) => ({
  spec: TINY,
  data: { ...MNIST, labels: ["across", "down", "aslant"] },
  recipe: { ...TINY_RECIPE, epochs: 3, ...recipe },
});

describe("a whole run on a tiny network", () => {
  let root: string;
  beforeAll(async () => void (root = await mkdtemp(join(tmpdir(), "inverted-run-"))));
  afterAll(() => rm(root, { recursive: true }));
  const run = async (name: string, stop?: number, recipe: Partial<Recipe> = {}) => {
    const lines: string[] = [];
    const folder = join(root, name);
    const options = { folder, workers: 1, say: (line: string) => void lines.push(line) };
    const { session, log } = await train(project(recipe), IMAGES, stop === undefined ? options : { ...options, stop });
    return { folder, lines, session, log };
  };

  it("ends with the same bits whether it was interrupted or not", async () => {
    const whole = await run("whole");
    await run("parts", 1);
    const parts = await run("parts");
    expect(parts.lines[0]).toBe("Going on after epoch 1 of 3.");
    expect(parts.session.arrays).toEqual(whole.session.arrays);
    const [a, b] = await Promise.all([whole, parts].map(({ folder }) => readFile(join(folder, "tiny.safetensors"))));
    expect(b!.equals(a!)).toBe(true);
    const timeless = ({ log }: typeof whole) => log.map((line) => ({ ...line, seconds: 0 }));
    expect(timeless(parts)).toEqual(timeless(whole));
  });

  it("says one line an epoch: loss, accuracies, rate, images and multiply-adds a second, time left", async () => {
    const { lines, log, folder } = await run("lines");
    expect(lines).toHaveLength(3);
    lines.forEach((line, i) => {
      expect(line).toMatch(
        /^epoch \d\/3 {2}loss [\d.]+ {2}training [\d.]+ % {2}held out [\d.]+ % \(plain [\d.]+ %\) {2}rate [\d.]+ {2}\d+ images\/s {2}[\d.e-]+ GMAdd\/s {2}\d+ (s|min) left$/,
      );
      expect(line).toContain(`loss ${log[i]!.loss.toFixed(4)}`);
      const [, rate, work] = /(\d+) images\/s {2}([\d.e-]+) GMAdd/.exec(line)!.map(Number);
      expect(rate).toBe(Math.round(192 / log[i]!.seconds));
      expect(work! / ((3 * totals(TINY_LAYERS).madds * 192) / log[i]!.seconds / 1e9)).toBeCloseTo(1, 2);
    });
    expect(lines[2]).toContain(" 0 s left");
    const csv = (await readFile(join(folder, "log.csv"), "utf8")).trim().split("\n");
    expect(csv[0]!.split(",")).toContain("validationAccuracy");
    expect(csv.slice(1).map((row) => row.split(",")[0])).toEqual(["1", "2", "3"]);
    const curve = await readFile(join(folder, "curve.svg"), "utf8");
    expect(curve.match(/<polyline points="[^"]+"/g)?.map((points) => points.split(" ").length - 1)).toEqual([3, 3]);
    const card = JSON.parse(await readFile(join(folder, "tiny.json"), "utf8")) as { data: { training: number } };
    expect(card.data.training).toBe(192);
  });

  it("starts from the averaged weights of the run before it, whose strides stood elsewhere, and tells of it", async () => {
    const before = {
      spec: { ...TINY, rows: TINY.rows.map((row, i) => ({ ...row, s: [2, 1, 1][i]! })) },
      recipe: { ...TINY_RECIPE, epochs: 2 },
    };
    const lines: string[] = [];
    const folder = join(root, "after");
    const options = { folder, workers: 1, say: (line: string) => void lines.push(line) };
    // At rate 0 nothing is learned, so the weights are still those it began with.
    const still = { ...project({ epochs: 2, schedule: { kind: "constant", peak: 0 } }), before };
    await train(still, IMAGES, { ...options, stop: 1 });
    const { session, before: earlier } = await train(still, IMAGES, options);
    expect(lines.map((line) => line.split("  ")[0])).toEqual([
      "First the run before: 2 epochs.",
      "epoch 1/2",
      "epoch 2/2",
      "epoch 1/2",
      "First the run before: 2 epochs.",
      "Going on after epoch 2 of 2.",
      "Going on after epoch 1 of 2.",
      "epoch 2/2",
    ]);
    expect(session.arrays.learned).toEqual(earlier!.session.arrays.averageLearned);
    expect(session.arrays.learned).not.toEqual(earlier!.session.arrays.learned);
    const card = JSON.parse(await readFile(join(folder, "tiny.json"), "utf8")) as { before: unknown };
    expect(card.before).toEqual({ ...before, log: earlier!.log });
    const bytes = await readFile(join(folder, "tiny.safetensors"));
    const file = readNetwork(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    expect(file.spec).toEqual(TINY);
    const wider = { ...before, spec: { ...TINY, lastC: 12 } };
    await expect(
      train({ ...still, before: wider }, IMAGES, { ...options, folder: join(root, "wider") }),
    ).rejects.toThrow("the run to start from has other tensors");
  });

  it("stops at numbers that are none: says step, layer and likely cause, and keeps the epoch before", async () => {
    // Sound in the first epoch, mad from the second on.
    const wild: Partial<Recipe> = { schedule: { kind: "exponential", peak: 0.05, factor: 1e30 } };
    const good = await run("wild", 1, wild);
    const before = await readFile(join(good.folder, "tiny.safetensors"));
    await expect(run("wild", undefined, wild)).rejects.toThrow(
      /^Step 1[3-9] \(epoch 2\): the \w+ of [\w.]+ (is|are) no longer .*learning rate, 5\.00e\+28 here, is probably too high.*those after epoch 1, are in .*wild\.$/,
    );
    expect((await readFile(join(good.folder, "tiny.safetensors"))).equals(before)).toBe(true);
    const { weights } = readNetwork(before.buffer.slice(before.byteOffset, before.byteOffset + before.length));
    for (const { data } of weights.values()) expect(data.every((value) => Number.isFinite(value))).toBe(true);
    expect((await run("wild", 1, wild)).session.epoch).toBe(1);
  });
});

describe("finding where numbers broke", () => {
  const layout = layoutOf(TINY_LAYERS);
  const slot = (name: string) => layout.slots.find((one) => one.name === name)!;
  const step = () => ({
    learned: new Float32Array(layout.learnedLength).fill(0.5),
    shard: {
      gradient: new Float32Array(layout.learnedLength),
      statistics: new Float32Array(layout.statisticsLength),
    } satisfies ShardGradient,
  });

  it("takes a finite step for sound, and none with an infinity or NaN in loss or gradient", () => {
    const { shard } = step();
    expect(isSound(1, [shard])).toBe(true);
    expect(isSound(NaN, [shard])).toBe(false);
    for (const value of [NaN, Infinity, -Infinity]) {
      const { shard: broken } = step();
      broken.gradient[7] = value;
      expect(isSound(1, [shard, broken])).toBe(false);
    }
  });
  it("names the first layer on the way forward whose moments broke", () => {
    const { learned, shard } = step();
    for (const { name, offset } of layout.slots.filter((one) => !one.learned).slice(4)) {
      if (name.endsWith("running_var")) shard.statistics[offset] = Infinity;
    }
    const [, , third] = layout.slots.filter((one) => one.name.endsWith("running_var"));
    expect(findBreakdown(layout, learned, [step().shard, shard])).toEqual({
      layer: third!.name.replace(".running_var", ""),
      where: "activations",
      largest: 0.5,
    });
  });
  it("names weights before activations, and the last layer for a gradient or the loss alone", () => {
    const { learned, shard } = step();
    shard.gradient[slot("classifier.1.weight").offset] = NaN;
    shard.gradient[0] = NaN;
    expect(findBreakdown(layout, learned, [shard])).toMatchObject({ layer: "classifier.1", where: "gradient" });
    shard.statistics[0] = NaN;
    learned[0] = NaN;
    expect(findBreakdown(layout, learned, [shard])).toMatchObject({ layer: "features.0.0", where: "weights" });
    expect(findBreakdown(layout, step().learned, [step().shard])).toMatchObject({
      layer: "classifier.1",
      where: "loss",
    });
  });
  it("blames the images if no step was taken, else the learning rate", () => {
    const breakdown = { layer: "x", where: "activations", largest: 3e12 } as const;
    expect(likelyCause(breakdown, 0.1, true)).toContain("images");
    expect(likelyCause(breakdown, 0.15, false)).toContain(
      "0.150 here, is probably too high; the largest weight is 3.0e+12",
    );
  });
});
