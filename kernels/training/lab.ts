import type { Layer } from "../models/layer.ts";
import { type Breakdown, findBreakdown, isSound } from "./breakdown.ts";
import { layoutOf } from "./layout.ts";
import type { TrainingNetwork } from "./network.ts";
import type { Recipe } from "./recipe.ts";
import { Session } from "./session.ts";
import { classify, type ImageSet, runShard } from "./shard.ts";

/** How the laboratory trains: a few seconds a run, one shard a step, the last images of the set kept apart as the test. */
export const labRecipe = ({ seed, epochs, test }: { seed: number; epochs: number; test: number }): Recipe => ({
  seed,
  epochs,
  shard: 30,
  shards: 1,
  smoothing: 0,
  optimiser: { kind: "sgd", momentum: 0.9, nesterov: true, decay: 1e-4 },
  schedule: { kind: "cosine", peak: 0.1, warmup: 0.1 },
  augmentation: { rotate: 0, shift: 1, scale: 0, shear: 0, elastic: 0, whole: true },
  statisticsMomentum: 0.1,
  averageDecay: 0,
  validation: test,
});

/** What a run tells after a step. */
export interface LabStep {
  readonly step: number;
  readonly steps: number;
  /** Mean loss of this step's images. */
  readonly loss: number;
  /** Share of the test images that are right; at the end of an epoch alone. */
  readonly accuracy?: number;
  /** The step's numbers were none: where, and the learning rate. The run is over. */
  readonly broken?: Breakdown & { readonly rate: number };
}

/** One run from first weights to last test, a step at a time. The same seed gives the same numbers. */
export function* labRun(
  layers: readonly Layer[],
  network: TrainingNetwork,
  images: ImageSet,
  recipe: Recipe,
): Generator<LabStep> {
  const session = new Session(layoutOf(layers), recipe, images.labels.length);
  const { shard, epochs } = recipe;
  const steps = epochs * session.stepsPerEpoch;
  const load = (): void => {
    network.learned.set(session.arrays.learned);
    network.statistics.set(session.arrays.statistics);
  };
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = session.order();
    for (let i = 0; i < session.stepsPerEpoch; i++) {
      load();
      const { loss } = runShard(network, images, order.subarray(i * shard, (i + 1) * shard), recipe, epoch);
      const shards = [{ gradient: network.gradient, statistics: network.batchStatistics }];
      const told = { step: session.step + 1, steps, loss: loss / shard };
      if (!isSound(loss, shards)) {
        const breakdown = findBreakdown(session.layout, session.arrays.learned, shards);
        yield { ...told, broken: { ...breakdown, rate: session.rate } };
        return;
      }
      session.apply(shards);
      if (i < session.stepsPerEpoch - 1) {
        yield told;
        continue;
      }
      session.epoch++;
      load();
      yield { ...told, accuracy: test(network, images, recipe) };
    }
  }
}

function test(network: TrainingNetwork, images: ImageSet, { validation, shard }: Recipe): number {
  const first = images.labels.length - validation;
  let right = 0;
  for (let from = first; from < images.labels.length; from += shard) {
    const count = Math.min(shard, images.labels.length - from);
    const indices = Uint32Array.from({ length: count }, (_, i) => from + i);
    classify(network, images, indices).forEach((answer, i) => (right += answer === images.labels[from + i] ? 1 : 0));
  }
  return right / validation;
}
