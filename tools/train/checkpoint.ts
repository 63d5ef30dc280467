import { readFile, rename, writeFile } from "node:fs/promises";
import type { Recipe } from "../../kernels/training/recipe.ts";
import type { Session, StateArray } from "../../kernels/training/session.ts";
import { STATE_ARRAYS } from "../../kernels/training/session.ts";

/** One line of the training log. */
export interface EpochLog {
  readonly epoch: number;
  /** Mean over the epoch's batches, on bent images. */
  readonly loss: number;
  readonly trainAccuracy: number;
  /** On the held-out images, of the averaged weights and of the weights themselves. */
  readonly validationAccuracy: number;
  readonly validationAccuracyPlain: number;
  readonly rate: number;
  readonly seconds: number;
}

interface Header {
  readonly recipe: Recipe;
  readonly spec: unknown;
  readonly epoch: number;
  readonly log: readonly EpochLog[];
}

/** Writes the session whole: a JSON line, then its arrays as float32. A crash while writing leaves the old file. */
export async function saveCheckpoint(
  file: string,
  session: Session,
  spec: unknown,
  log: readonly EpochLog[],
): Promise<void> {
  const header: Header = { recipe: session.recipe, spec, epoch: session.epoch, log };
  const arrays = STATE_ARRAYS.map((name) => {
    const { buffer, byteOffset, byteLength } = session.arrays[name];
    return Buffer.from(buffer, byteOffset, byteLength);
  });
  await writeFile(`${file}.new`, Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...arrays]));
  await rename(`${file}.new`, file);
}

/** Takes a session up where the file left it; undefined if there is no file. */
export async function resume(file: string, session: Session, spec: unknown): Promise<EpochLog[] | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch {
    return undefined;
  }
  const end = bytes.indexOf("\n");
  const header = JSON.parse(bytes.subarray(0, end).toString()) as Header;
  const [before, now] = [
    [header.recipe, header.spec],
    [session.recipe, spec],
  ].map((part) => JSON.stringify(part));
  if (before !== now) {
    throw new Error(
      `${file} belongs to another recipe or network. Train with --fresh, or restore the recipe:\n${before}`,
    );
  }
  const floats = new Float32Array(bytes.buffer.slice(bytes.byteOffset + end + 1, bytes.byteOffset + bytes.length));
  let from = 0;
  const arrays = {} as Record<StateArray, Float32Array>;
  for (const name of STATE_ARRAYS) {
    const { length } = session.arrays[name];
    arrays[name] = floats.subarray(from, from + length);
    from += length;
  }
  session.restore(header.epoch, arrays);
  return [...header.log];
}
