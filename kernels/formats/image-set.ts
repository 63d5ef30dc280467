import type { ImageSet } from "../training/shard.ts";
import { FormatError } from "./format-error.ts";

/** A bundled set: images for training, then images of the official test set. */
export interface SplitSet extends ImageSet {
  readonly train: number;
  readonly test: number;
}

const MAGIC = 0x31534d49; // "IMS1"
const HEADER = 12;

/**
 * A set of grey images in one file, all numbers little-endian: "IMS1", then as 16-bit numbers height, width, images to
 * train with, images to test with; then a byte a label, then a byte a pixel.
 */
export function writeImageSet({ h, w, train, test, labels, pixels }: Omit<SplitSet, "c">): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEADER + labels.length + pixels.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  [h, w, train, test].forEach((size, i) => view.setUint16(4 + 2 * i, size, true));
  bytes.set(labels, HEADER);
  bytes.set(pixels, HEADER + labels.length);
  return bytes;
}

/** @throws {FormatError} if the file is no image set, or shorter or longer than it says */
export function readImageSet(file: ArrayBufferLike): SplitSet {
  const view = new DataView(file);
  if (view.byteLength < HEADER || view.getUint32(0, true) !== MAGIC) {
    throw new FormatError('The file is no set of images: it does not begin with "IMS1".');
  }
  const [h, w, train, test] = [0, 1, 2, 3].map((i) => view.getUint16(4 + 2 * i, true)) as [
    number,
    number,
    number,
    number,
  ];
  const count = train + test;
  const expected = HEADER + count * (1 + h * w);
  if (view.byteLength !== expected) {
    throw new FormatError(
      `The set of images has ${view.byteLength} bytes; ${count} images of ${h} × ${w} pixels take ${expected}.`,
    );
  }
  return {
    ...{ h, w, c: 1, train, test },
    labels: new Uint8Array(file, HEADER, count),
    pixels: new Uint8Array(file, HEADER + count, count * h * w),
  };
}
