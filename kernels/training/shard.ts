import { seededRandom } from "../random.ts";
import { augment } from "./augment.ts";
import type { BatchResult } from "./loss.ts";
import type { TrainingNetwork } from "./network.ts";
import type { Recipe } from "./recipe.ts";
import { streamSeed } from "./recipe.ts";

/** Images [count, h, w, c] as bytes, with their labels; c is 1 for grey, 3 for red, green and blue. */
export interface ImageSet {
  readonly h: number;
  readonly w: number;
  readonly c: number;
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

/**
 * One shard of a step: bends the images, runs forward and backward. The gradient and the shard's moments are then in
 * the network's arrays. An image's randomness depends on seed, epoch and image alone, so shards may run anywhere.
 */
export function runShard(
  network: TrainingNetwork,
  images: ImageSet,
  indices: Uint32Array,
  recipe: Recipe,
  epoch: number,
): BatchResult {
  const { h, w, c } = images;
  const size = h * w * c;
  const labels = new Uint8Array(indices.length);
  const { eraseUntil = Infinity, erase, ...bends } = recipe.augmentation;
  const augmentation = erase && epoch < eraseUntil ? { ...bends, erase } : bends;
  indices.forEach((index, place) => {
    const random = seededRandom(streamSeed(recipe.seed, epoch, index));
    const out = network.input.subarray(place * size, (place + 1) * size);
    const pixels = images.pixels.subarray(index * size, (index + 1) * size);
    augment(out, pixels, [h, w, c], augmentation, random);
    labels[place] = images.labels[index]!;
  });
  network.forward(true);
  return network.backward(labels, { smoothing: recipe.smoothing, divisor: recipe.shard * recipe.shards });
}

/** Classifies images as they are, with running statistics; `indices` may be shorter than the network's batch. */
export function classify(network: TrainingNetwork, images: ImageSet, indices: Uint32Array): Uint8Array {
  const size = images.h * images.w * images.c;
  network.input.fill(0);
  indices.forEach((index, place) => {
    for (let i = 0; i < size; i++) network.input[place * size + i] = images.pixels[index * size + i]! / 255;
  });
  network.forward(false);
  const classes = network.logits.length / network.batch;
  return Uint8Array.from(indices, (_, place) => {
    const logits = network.logits.subarray(place * classes, (place + 1) * classes);
    return logits.indexOf(logits.reduce((best, value) => Math.max(best, value), -Infinity));
  });
}
