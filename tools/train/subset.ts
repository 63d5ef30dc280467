// Writes the balanced subset of MNIST that the ablation laboratory trains on in the page: `npm run subset`.
import { mkdir, writeFile } from "node:fs/promises";
import { writeImageSet } from "../../kernels/formats/image-set.ts";
import type { ImageSet } from "../../kernels/training/shard.ts";
import { loadImages, origin } from "./data.ts";
import { MNIST } from "./datasets.ts";

const TRAIN = 150;
const TEST = 100;

/** Indices of the first `each` images of every class, in the set's order. */
function balanced({ labels }: ImageSet, each: number): number[] {
  const seen = new Map<number, number>();
  return [...labels.keys()].filter((index) => {
    const count = seen.get(labels[index]!) ?? 0;
    seen.set(labels[index]!, count + 1);
    return count < each;
  });
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const parts = [
  [await loadImages(MNIST, "train", ".cache", say), TRAIN],
  [await loadImages(MNIST, "test", ".cache", say), TEST],
] as const;
const [{ h, w }] = parts[0];
const picked = parts.map(([set, each]) => ({ set, indices: balanced(set, each) }));
const labels = Uint8Array.from(picked.flatMap(({ set, indices }) => indices.map((index) => set.labels[index]!)));
const pixels = new Uint8Array(labels.length * h * w);
picked
  .flatMap(({ set, indices }) => indices.map((index) => set.pixels.subarray(index * h * w, (index + 1) * h * w)))
  .forEach((image, i) => {
    pixels.set(image, i * h * w);
  });
await mkdir("public/data", { recursive: true });
const bytes = writeImageSet({ h, w, train: 10 * TRAIN, test: 10 * TEST, labels, pixels });
await writeFile("public/data/digits-subset.bin", bytes);
const card = {
  what: `${10 * TRAIN} images to train with, the first ${TRAIN} of each digit in MNIST's training set, then ${10 * TEST} to test with, the first ${TEST} of each digit in its test set; format: kernels/formats/image-set.ts`,
  source: MNIST.name,
  licence: MNIST.licence,
  madeBy: "npm run subset",
  ...origin(MNIST),
};
await writeFile("public/data/digits-subset.json", `${JSON.stringify(card, null, 2)}\n`);
say(`public/data/digits-subset.bin: ${bytes.length} bytes`);
