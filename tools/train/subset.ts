// Writes the images that come with the site: `npm run subset`. Balanced parts of the official sets, in the sets' order: one
// of digits that the ablation laboratory trains on in the page, and for each of our networks one to count its answers on.
import { mkdir, writeFile } from "node:fs/promises";
import { writeImageSet } from "../../kernels/formats/image-set.ts";
import type { ImageSet } from "../../kernels/training/shard.ts";
import { type DataSet, loadImages, origin } from "./data.ts";
import { FASHION, MNIST } from "./datasets.ts";

interface Subset {
  readonly name: string;
  readonly of: DataSet;
  /** Images of each class to train with and to test with. */
  readonly train: number;
  readonly test: number;
}

const SUBSETS: readonly Subset[] = [
  { name: "digits-subset", of: MNIST, train: 150, test: 100 },
  { name: "digits-test", of: MNIST, train: 0, test: 50 },
  { name: "fashion-test", of: FASHION, train: 0, test: 50 },
];
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Indices of the first `each` images of every class, in the set's order. */
function balanced({ labels }: ImageSet, each: number): number[] {
  const seen = new Map<number, number>();
  return [...labels.keys()].filter((index) => {
    const count = seen.get(labels[index]!) ?? 0;
    seen.set(labels[index]!, count + 1);
    return count < each;
  });
}

/** "1500 images to train with, the first 150 of each class in MNIST's training set" */
const told = (each: number, use: string, part: string, { name, labels }: DataSet): string =>
  `${labels.length * each} images to ${use} with, the first ${each} of each class in the ${part} set of ${name}`;

await mkdir("public/data", { recursive: true });
for (const { name, of, train, test } of SUBSETS) {
  const parts = [
    [await loadImages(of, "train", { cache: ".cache" }, say), train],
    [await loadImages(of, "test", { cache: ".cache" }, say), test],
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
  const count = of.labels.length;
  const bytes = writeImageSet({ h, w, train: count * train, test: count * test, labels, pixels });
  await writeFile(`public/data/${name}.bin`, bytes);
  const what = [
    ...(train > 0 ? [told(train, "train", "training", of)] : []),
    ...(test > 0 ? [told(test, "test", "test", of)] : []),
  ];
  const card = {
    what: `${what.join(", then ")}; format: kernels/formats/image-set.ts`,
    source: of.name,
    licence: of.licence,
    madeBy: "npm run subset",
    ...origin(of),
  };
  await writeFile(`public/data/${name}.json`, `${JSON.stringify(card, null, 2)}\n`);
  say(`public/data/${name}.bin: ${bytes.length} bytes`);
}
