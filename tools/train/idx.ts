import type { ImageSet } from "../../kernels/training/shard.ts";
import type { Part } from "./data.ts";

const COUNTS: Readonly<Record<Part, number>> = { train: 60_000, test: 10_000 };
const SIDE = 28;

/** An IDX file: big-endian magic 0x0801 (labels) or 0x0803 (images), count, sizes, then bytes. */
function idx(bytes: Uint8Array, expected: readonly number[]): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sizes = expected.map((_, i) => view.getUint32(4 + 4 * i));
  if (view.getUint32(0) !== 0x0800 + expected.length || sizes.join() !== expected.join()) {
    throw new Error(`An IDX file holds ${sizes.join(" × ")} values, expected ${expected.join(" × ")}.`);
  }
  return bytes.subarray(4 + 4 * expected.length);
}

/** Reads MNIST's two files of a part, images and labels; Fashion-MNIST has the same. */
export function readIdx(files: readonly Uint8Array[], part: Part): ImageSet {
  const [images, labels] = files as readonly [Uint8Array, Uint8Array];
  const count = COUNTS[part];
  return { h: SIDE, w: SIDE, c: 1, pixels: idx(images, [count, SIDE, SIDE]), labels: idx(labels, [count]) };
}
