import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ImageSet } from "../../kernels/training/shard.ts";

export type Part = "train" | "test";
/** A file's name, and the SHA-256 of the copy that our networks were trained and tested on. */
export type CheckedFile = readonly [name: string, sha256: string];

/** The files of a data set, and how to come by them and read them. */
export interface DataSet {
  readonly name: string;
  /** The package that holds the files, with its version. */
  readonly package: string;
  readonly licence: string;
  readonly labels: readonly string[];
  /** A shipped sample is named by its index in the test set, or by its class and a number. */
  readonly sampleIds: "index" | "class";
  /** The folder of the pictures that ship in place of the set's own. */
  readonly gallery?: string;
  readonly files: Readonly<Record<Part, readonly CheckedFile[]>>;
  /** Turns the files of one part, in the order of `files`, into images. */
  readonly read: (files: readonly Uint8Array[], part: Part) => ImageSet | Promise<ImageSet>;
  /** Where the files lie below the cache folder. */
  readonly folder: string;
  /** Brings the files to their folder; the cache folder may not exist yet. A set without it is brought by the user. */
  readonly fetch?: (cache: string) => Promise<void>;
}

/** Where the data came from, for the model card. */
export function origin({ package: source, files }: DataSet): { package: string; sha256: Record<string, string> } {
  return { package: source, sha256: Object.fromEntries([...files.train, ...files.test]) };
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

/** Where a data set's files are looked for: below the cache, or in a folder that the user names. */
export interface Place {
  readonly cache: string;
  readonly folder?: string | undefined;
}

/**
 * Reads one part of a data set; what is not in the cache is fetched first, where that can be.
 *
 * @throws {Error} if a file is missing or is another one: with its path and the expected hash
 */
export async function loadImages(
  set: DataSet,
  part: Part,
  { cache, folder }: Place,
  say: (line: string) => void,
): Promise<ImageSet> {
  const wanted = set.files[part];
  const place = folder ?? join(cache, set.folder);
  const read = (): Promise<(Uint8Array | undefined)[]> => Promise.all(wanted.map((file) => readChecked(place, file)));
  const isWhole = (files: readonly (Uint8Array | undefined)[]): files is readonly Uint8Array[] =>
    files.every((bytes) => bytes !== undefined);
  let files = await read();
  const fetchable = folder === undefined && set.fetch !== undefined;
  if (!isWhole(files) && fetchable) {
    say(`Fetching ${set.package} into ${place} …`);
    await set.fetch(cache);
    files = await read();
  }
  if (isWhole(files)) return set.read(files, part);
  const [name, sha256] = wanted[files.indexOf(undefined)]!;
  const missing = `${join(place, name)} (SHA-256 ${sha256})`;
  if (fetchable) throw new Error(`${set.package} did not bring ${missing}.`);
  const names = new Set([...set.files.train, ...set.files.test].map(([file]) => file));
  throw new Error(`There is no ${missing}. Put ${[...names].join(", ")} there, or name another folder: --data FOLDER.`);
}
