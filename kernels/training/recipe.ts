import type { Augmentation } from "./augment.ts";
import type { OptimiserOptions } from "./optimisers.ts";
import type { Schedule } from "./schedules.ts";

/** Everything that decides a training run's numbers, beside data and network. Plain JSON: it goes into the file. */
export interface Recipe {
  readonly seed: number;
  readonly epochs: number;
  /** Images of one shard; batch norm takes its moments over a shard. */
  readonly shard: number;
  /** Shards of one optimiser step; their gradients are added in order, whoever computed them. */
  readonly shards: number;
  readonly smoothing: number;
  readonly optimiser: OptimiserOptions;
  readonly schedule: Schedule;
  readonly augmentation: Augmentation;
  /** Share of a new step in batch norm's running statistics. */
  readonly statisticsMomentum: number;
  /** Share of the old value that stays in the moving average of the weights, after a short warm-up. */
  readonly averageDecay: number;
  /** The last images of the training set, held out to choose by. */
  readonly validation: number;
}

/** A number from 0 to 2³² − 1 for one use of randomness, so that each has a stream of its own. */
export function streamSeed(seed: number, epoch: number, item: number): number {
  const mixed = Math.imul(seed, 0x9e3779b1) ^ Math.imul(epoch + 1, 0x85ebca6b) ^ Math.imul(item + 1, 0xc2b2ae35);
  return mixed >>> 0;
}
