import { Worker } from "node:worker_threads";
import { build } from "../../kernels/models/build.ts";
import type { NetworkSpec } from "../../kernels/models/spec.ts";
import { layoutOf } from "../../kernels/training/layout.ts";
import type { BatchResult } from "../../kernels/training/loss.ts";
import type { Recipe } from "../../kernels/training/recipe.ts";
import type { ShardGradient } from "../../kernels/training/session.ts";
import type { ImageSet } from "../../kernels/training/shard.ts";
import { compileWasm } from "../build/wasm.mjs";
import type { CrewData } from "./crew-protocol.ts";
import { CONTROL, MODE } from "./crew-protocol.ts";

const sharedFloats = (length: number): Float32Array => new Float32Array(new SharedArrayBuffer(4 * length));
function sharedBytes(source: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(new SharedArrayBuffer(source.length));
  bytes.set(source);
  return bytes;
}

/** Weights to work with: learned numbers and running statistics. */
export interface Weights {
  readonly learned: Float32Array;
  readonly statistics: Float32Array;
}

/**
 * Worker threads that compute the shards of a step. Which worker takes which shard varies; what a shard yields does
 * not, so a run's numbers do not depend on the number of workers.
 */
export class Crew {
  private readonly data: CrewData;
  private readonly workers: readonly Worker[];
  private readonly gradients: readonly ShardGradient[];

  private constructor(data: CrewData, workers: number) {
    this.data = data;
    this.gradients = data.gradients.map((gradient, i) => ({ gradient, statistics: data.shardStatistics[i]! }));
    this.workers = Array.from(
      { length: workers },
      () => new Worker(new URL("./crew-worker.ts", import.meta.url), { workerData: data }),
    );
  }

  static async hire(spec: NetworkSpec, recipe: Recipe, images: ImageSet, workers: number): Promise<Crew> {
    const { learnedLength, statisticsLength } = layoutOf(build(spec));
    const count = images.labels.length;
    const each = (length: number): Float32Array[] => Array.from({ length: recipe.shards }, () => sharedFloats(length));
    const data: CrewData = {
      spec,
      recipe,
      wasm: await compileWasm("kernels/training/training.simd.ts"),
      control: new Int32Array(new SharedArrayBuffer(4 * Object.keys(CONTROL).length)),
      learned: sharedFloats(learnedLength),
      statistics: sharedFloats(statisticsLength),
      indices: new Uint32Array(new SharedArrayBuffer(4 * count)),
      gradients: each(learnedLength),
      shardStatistics: each(statisticsLength),
      results: new Float64Array(new SharedArrayBuffer(16 * recipe.shards)),
      answers: new Uint8Array(new SharedArrayBuffer(count)),
      images: { ...images, pixels: sharedBytes(images.pixels), labels: sharedBytes(images.labels) },
    };
    return new Crew(data, workers);
  }

  /** One step's shards: their gradients and moments (valid until the next call), and what the batch did. */
  train(weights: Weights, indices: Uint32Array, epoch: number): BatchResult & { shards: readonly ShardGradient[] } {
    this.round(MODE.train, weights, indices, epoch);
    let loss = 0;
    let correct = 0;
    for (let i = 0; i < this.data.recipe.shards; i++) {
      loss += this.data.results[2 * i]!;
      correct += this.data.results[2 * i + 1]!;
    }
    return { loss, correct, shards: this.gradients };
  }

  /** The class that the network gives each image. */
  classify(weights: Weights, indices: Uint32Array): Uint8Array {
    this.round(MODE.classify, weights, indices, 0);
    return this.data.answers.slice(0, indices.length);
  }

  private round(mode: number, weights: Weights, indices: Uint32Array, epoch: number): void {
    const { control, learned, statistics, recipe } = this.data;
    learned.set(weights.learned);
    statistics.set(weights.statistics);
    this.data.indices.set(indices);
    control[CONTROL.mode] = mode;
    control[CONTROL.epoch] = epoch;
    control[CONTROL.count] = indices.length;
    control[CONTROL.shards] = Math.ceil(indices.length / recipe.shard);
    control[CONTROL.next] = 0;
    control[CONTROL.parked] = 0;
    this.wake();
    for (;;) {
      const parked = Atomics.load(control, CONTROL.parked);
      if (control[CONTROL.failed]) throw new Error("A training worker failed; its message is above.");
      if (parked === this.workers.length) return;
      Atomics.wait(control, CONTROL.parked, parked);
    }
  }

  private wake(): void {
    Atomics.add(this.data.control, CONTROL.round, 1);
    Atomics.notify(this.data.control, CONTROL.round);
  }

  /** Sends the workers home. */
  async dismiss(): Promise<void> {
    this.data.control[CONTROL.mode] = MODE.stop;
    this.wake();
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}
