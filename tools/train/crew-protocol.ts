import type { NetworkSpec } from "../../kernels/models/spec.ts";
import type { Recipe } from "../../kernels/training/recipe.ts";
import type { ImageSet } from "../../kernels/training/shard.ts";

/** Places in the control array, which all workers and the main thread share. */
export const CONTROL = { round: 0, next: 1, shards: 2, mode: 3, epoch: 4, count: 5, parked: 6, failed: 7 } as const;
export const MODE = { train: 0, classify: 1, stop: 2 } as const;

/** What a worker is given at its start; all buffers are shared. */
export interface CrewData {
  readonly spec: NetworkSpec;
  readonly recipe: Recipe;
  readonly wasm: Uint8Array<ArrayBuffer>;
  readonly control: Int32Array;
  readonly learned: Float32Array;
  readonly statistics: Float32Array;
  /** Images to work on; shard s takes those from s · recipe.shard on. */
  readonly indices: Uint32Array;
  readonly gradients: readonly Float32Array[];
  readonly shardStatistics: readonly Float32Array[];
  /** Loss and correct answers of each shard. */
  readonly results: Float64Array;
  /** Answers of `classify`, one an image. */
  readonly answers: Uint8Array;
  readonly images: ImageSet;
}
