import { CIFAR as CIFAR_SPEC } from "../../kernels/models/cifar.ts";
import { DIGITS } from "../../kernels/models/digits.ts";
import { FASHION as FASHION_SPEC } from "../../kernels/models/fashion.ts";
import type { NetworkSpec } from "../../kernels/models/spec.ts";
import type { Recipe } from "../../kernels/training/recipe.ts";
import type { DataSet } from "./data.ts";
import { CIFAR, FASHION, MNIST } from "./datasets.ts";

/** One run of the trainer. */
export interface Stage {
  readonly spec: NetworkSpec;
  readonly recipe: Recipe;
}

/** A network that we train and ship. */
export interface Project extends Stage {
  readonly data: DataSet;
  /** An earlier run, on the same images, whose averaged weights this one starts from. */
  readonly before?: Stage;
}

/** The photos' network with its strides in other rows: the same weights, on maps of another size. */
const cifarStrided = (...strides: readonly (1 | 2)[]): NetworkSpec => ({
  ...CIFAR_SPEC,
  rows: CIFAR_SPEC.rows.map((row, i) => ({ ...row, s: strides[i]! })),
});

export const PROJECTS: Readonly<Record<string, Project>> = {
  digits: {
    spec: DIGITS,
    data: MNIST,
    recipe: {
      seed: 2018,
      epochs: 18,
      shard: 32,
      shards: 4,
      smoothing: 0.05,
      optimiser: { kind: "sgd", momentum: 0.9, nesterov: true, decay: 1e-4 },
      schedule: { kind: "cosine-cut", peak: 0.15, warmup: 0.06, span: 24, leave: 11 },
      augmentation: { rotate: 10, shift: 2, scale: 0.1, shear: 0.1, elastic: 0.6 },
      statisticsMomentum: 0.05,
      averageDecay: 0.998,
      validation: 5000,
    },
  },
  fashion: {
    spec: FASHION_SPEC,
    data: FASHION,
    recipe: {
      seed: 2018,
      epochs: 74,
      shard: 32,
      shards: 4,
      smoothing: 0.05,
      optimiser: { kind: "sgd", momentum: 0.9, nesterov: true, decay: 2e-4 },
      // After 50 epochs it was taken up again for 24 more, the last four on images that nothing is erased from.
      schedule: {
        kind: "again",
        first: { kind: "cosine-cut", peak: 0.15, warmup: 0.04, span: 50, leave: 49 },
        epochs: 50,
        then: { kind: "cosine", peak: 0.08, warmup: 0.02 },
      },
      augmentation: {
        rotate: 0,
        shift: 2,
        scale: 0,
        shear: 0,
        elastic: 0,
        whole: true,
        flip: true,
        erase: { chance: 0.25, least: 0.02, most: 0.15 },
        eraseUntil: 70,
      },
      statisticsMomentum: 0.05,
      averageDecay: 0.998,
      validation: 2500,
    },
  },
  cifar: {
    spec: CIFAR_SPEC,
    data: CIFAR,
    // The first run strides early, so an epoch costs three quarters; its weights fit the finer maps as they are.
    before: {
      spec: cifarStrided(2, 1, 2, 1, 1, 2, 1),
      recipe: {
        seed: 2018,
        epochs: 32,
        shard: 32,
        shards: 4,
        smoothing: 0.1,
        optimiser: { kind: "sgd", momentum: 0.9, nesterov: true, decay: 3e-4 },
        schedule: { kind: "cosine", peak: 0.15, warmup: 0.05 },
        augmentation: { rotate: 0, shift: 3, scale: 0, shear: 0, elastic: 0, whole: true, flip: true },
        statisticsMomentum: 0.05,
        averageDecay: 0.998,
        validation: 1000,
      },
    },
    recipe: {
      seed: 2018,
      epochs: 27,
      shard: 32,
      shards: 4,
      smoothing: 0.1,
      optimiser: { kind: "sgd", momentum: 0.9, nesterov: true, decay: 5e-4 },
      schedule: { kind: "cosine", peak: 0.1, warmup: 0.04 },
      augmentation: {
        rotate: 0,
        shift: 4,
        scale: 0,
        shear: 0,
        elastic: 0,
        whole: true,
        flip: true,
        erase: { chance: 0.25, least: 0.02, most: 0.12 },
        eraseUntil: 24,
      },
      statisticsMomentum: 0.05,
      averageDecay: 0.998,
      validation: 1000,
    },
  },
};
