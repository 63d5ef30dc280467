import { createHash } from "node:crypto";
import type { ImageSet } from "../../kernels/training/shard.ts";

const fingerprints = ({ h, w, c, pixels, labels }: ImageSet): string[] =>
  Array.from(labels, (_, i) =>
    createHash("sha256")
      .update(pixels.subarray(i * h * w * c, (i + 1) * h * w * c))
      .digest("base64"),
  );

/** How many images of `test` are, pixel by pixel, also among those of `train`. */
export function overlap(train: ImageSet, test: ImageSet): number {
  const known = new Set(fingerprints(train));
  return fingerprints(test).filter((fingerprint) => known.has(fingerprint)).length;
}
