import sharp from "sharp";
import type { ImageSet } from "../../kernels/training/shard.ts";
import type { CheckedFile, DataSet, Part } from "./data.ts";

const SIDE = 32;
const PER_SHARD = 5000;
const RECORD = 8;
const HASHES = [
  "cab69f492809299301b47f329cc73507a287a6abf4c0fb3739735ad9f53df7bf",
  "773ad42f2260fe7595cbb9d5f88a5b6359ff778a01801e78f4855c90ecb75b72",
  "f0541ee648d0556cdf502f089c16cf5a9b149612363d57c00f77c1a6d0744f08",
  "7316633650947efb94436b5673e5a7aeece3424b16cf81a417728e4ac8ee4eca",
  "effe913ed2acb42ae72fc0ee0d34991cb2bf0334fb893075557f04e6e4f4a836",
  "ef8943615a94cfe4221d7cff7abb0d517868464d3e513303cd35557de4ee2a15",
  "bc5073a835983234fdfe97f2ac85ae47a35a55c83966ab73d7166e6b7d1b67ec",
  "a22a2bb8262c1537efad3b13a741df4db488af71de2fd5db545cc9b2f84dad08",
  "75e8251c7fed00dec6d80cb4dcb8ffb4cb8815e649ce7fe432299ec30560b9f4",
  "7715f2fea23fde10d3d56cea68514b9aa87e826feae67a624efcfda9f1b05f0a",
] as const;
const INDEX: CheckedFile = ["train-index.bin", "15c8f43b4ce71d95058e7422c692a5cfaaf29a419bea87e65fb138f2fb7492f2"];
const SHARDS = HASHES.map((sha256, shard): CheckedFile => [`train-0${shard}.bin`, sha256]);

/** The index, then the shards of a part. The last shard is held back, and nothing is trained or chosen by it. */
export const CIFAR_FILES: DataSet["files"] = {
  train: [INDEX, ...SHARDS.slice(0, -1)],
  test: [INDEX, ...SHARDS.slice(-1)],
};

/**
 * Decodes the JPEG files of a part. An index record holds, little-endian, the offset in the shard (32 bits), the length
 * (16 bits), the label and the shard's number.
 *
 * @throws {Error} if an image is not 32 × 32 pixels in three colours
 */
export async function readCifar([index, ...shards]: readonly Uint8Array[], part: Part): Promise<ImageSet> {
  const view = new DataView(index!.buffer, index!.byteOffset, index!.byteLength);
  const first = part === "train" ? 0 : HASHES.length - 1;
  const size = SIDE * SIDE * 3;
  const pixels = new Uint8Array(shards.length * PER_SHARD * size);
  const labels = new Uint8Array(shards.length * PER_SHARD);
  const decode = async (image: number): Promise<void> => {
    const record = RECORD * (first * PER_SHARD + image);
    const [from, length] = [view.getUint32(record, true), view.getUint16(record + 4, true)];
    const jpeg = shards[Math.floor(image / PER_SHARD)]!.subarray(from, from + length);
    const { data, info } = await sharp(jpeg)
      .removeAlpha()
      .toColourspace("srgb")
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.width !== SIDE || info.height !== SIDE || info.channels !== 3) {
      throw new Error(
        `Image ${image} of CIFAR-10 has ${info.width} × ${info.height} × ${info.channels} values, expected 32 × 32 × 3.`,
      );
    }
    pixels.set(data, image * size);
    labels[image] = view.getUint8(record + 6);
  };
  const CHUNK = 256;
  for (let at = 0; at < labels.length; at += CHUNK) {
    await Promise.all(Array.from({ length: Math.min(CHUNK, labels.length - at) }, (_, i) => decode(at + i)));
  }
  return { h: SIDE, w: SIDE, c: 3, pixels, labels };
}
