import { build } from "@kernels/models/build.ts";
import { DIGITS } from "@kernels/models/digits.ts";
import type { NetworkSpec } from "@kernels/models/spec.ts";
import { seededRandom } from "@kernels/random.ts";
import type { Recipe } from "@kernels/training/recipe.ts";
import type { ImageSet } from "@kernels/training/shard.ts";

/** A whole network in small: t of 1 and 2, strides 1 and 2, blocks with a shortcut after both kinds of layer. */
export const TINY: NetworkSpec = {
  ...DIGITS,
  name: "tiny",
  input: { h: 8, w: 8, c: 1 },
  stem: { c: 4, s: 1 },
  rows: [
    { t: 1, c: 4, n: 1, s: 1 },
    { t: 2, c: 4, n: 2, s: 2 },
    { t: 2, c: 8, n: 1, s: 1 },
  ],
  lastC: 8,
  classes: 3,
};
export const TINY_LAYERS = build(TINY);

export const TINY_RECIPE: Recipe = {
  seed: 7,
  epochs: 6,
  shard: 8,
  shards: 2,
  smoothing: 0.05,
  optimiser: { kind: "sgd", momentum: 0.9, nesterov: true, decay: 1e-4 },
  schedule: { kind: "cosine", peak: 0.1, warmup: 0.1 },
  augmentation: { rotate: 5, shift: 0.5, scale: 0.05, shear: 0.05, elastic: 0.2 },
  statisticsMomentum: 0.1,
  averageDecay: 0.9,
  validation: 24,
};

/** Three kinds of noisy pictures that a tiny network can tell apart: a horizontal, a vertical and a diagonal bar. */
export function bars(count: number): ImageSet {
  const { h, w } = TINY.input;
  const random = seededRandom(11);
  const pixels = new Uint8Array(count * h * w);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 3);
  labels.forEach((label, image) => {
    for (let i = 0; i < h; i++) {
      const [y, x] = [
        [3, i],
        [i, 4],
        [i, i],
      ][label] as [number, number];
      pixels[(image * h + y) * w + x] = 200;
    }
    for (let i = 0; i < h * w; i++) pixels[image * h * w + i]! += Math.floor(random() * 50);
  });
  return { h, w, c: 1, pixels, labels };
}
