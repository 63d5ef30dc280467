import { seededRandom } from "../random.ts";
import { initialise } from "./initialise.ts";
import type { Layout } from "./layout.ts";
import type { OptimiserState } from "./optimisers.ts";
import { newState, optimise } from "./optimisers.ts";
import type { Recipe } from "./recipe.ts";
import { streamSeed } from "./recipe.ts";
import { rateAt } from "./schedules.ts";

/** What one shard hands back: its gradient, and batch norm's moments over it. */
export interface ShardGradient {
  readonly gradient: Float32Array;
  readonly statistics: Float32Array;
}

/** The arrays of a session that a checkpoint keeps. */
export const STATE_ARRAYS = [
  "learned",
  "statistics",
  "first",
  "second",
  "averageLearned",
  "averageStatistics",
] as const;
export type StateArray = (typeof STATE_ARRAYS)[number];

const SHUFFLE = 0xffff0001;
const WEIGHTS = 0xffff0002;

/**
 * The state of a training run between steps: weights, their moving average, running statistics, optimiser.
 *
 * Its randomness is drawn anew for each epoch from the seed, so a session restored at the end of an epoch goes on
 * exactly as one that never stopped.
 */
export class Session {
  readonly layout: Layout;
  readonly recipe: Recipe;
  readonly arrays: Readonly<Record<StateArray, Float32Array>>;
  /** Epochs done. */
  epoch = 0;
  /** Images to learn from: all but those held out. */
  readonly trainingImages: number;
  readonly stepsPerEpoch: number;
  private readonly optimiser: OptimiserState;
  private readonly sum: Float32Array;

  constructor(layout: Layout, recipe: Recipe, images: number) {
    this.layout = layout;
    this.recipe = recipe;
    this.trainingImages = images - recipe.validation;
    this.stepsPerEpoch = Math.floor(this.trainingImages / (recipe.shard * recipe.shards));
    if (this.stepsPerEpoch < 1) {
      throw new RangeError(
        `Session: ${this.trainingImages} training images do not fill a batch of ${recipe.shard * recipe.shards}`,
      );
    }
    const { learnedLength, statisticsLength } = layout;
    this.optimiser = newState(learnedLength);
    this.sum = new Float32Array(learnedLength);
    const learned = new Float32Array(learnedLength);
    const statistics = new Float32Array(statisticsLength);
    initialise(layout, learned, statistics, seededRandom(streamSeed(recipe.seed, 0, WEIGHTS)));
    this.arrays = {
      learned,
      statistics,
      first: this.optimiser.first,
      second: this.optimiser.second,
      averageLearned: learned.slice(),
      averageStatistics: statistics.slice(),
    };
  }

  get step(): number {
    return this.optimiser.step;
  }
  get rate(): number {
    const { schedule, epochs } = this.recipe;
    return rateAt(schedule, this.step, epochs * this.stepsPerEpoch, this.stepsPerEpoch);
  }

  /** The training images of the coming epoch in the order of their use; the held-out ones are not among them. */
  order(): Uint32Array {
    const random = seededRandom(streamSeed(this.recipe.seed, this.epoch, SHUFFLE));
    const order = Uint32Array.from({ length: this.trainingImages }, (_, i) => i);
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    return order;
  }

  /** One optimiser step from the gradients of all shards, added in the order given. */
  apply(shards: readonly ShardGradient[]): void {
    this.sum.fill(0);
    for (const { gradient } of shards) for (let i = 0; i < this.sum.length; i++) this.sum[i]! += gradient[i]!;
    const { learned, statistics, averageLearned, averageStatistics } = this.arrays;
    const { optimiser, statisticsMomentum, averageDecay } = this.recipe;
    optimise(learned, this.sum, this.optimiser, this.layout, optimiser, this.rate);

    const share = statisticsMomentum / shards.length;
    for (let i = 0; i < statistics.length; i++) {
      let moved = (1 - statisticsMomentum) * statistics[i]!;
      for (const shard of shards) moved += share * shard.statistics[i]!;
      statistics[i] = moved;
    }
    const decay = Math.min(averageDecay, (1 + this.step) / (10 + this.step));
    blend(averageLearned, learned, decay);
    blend(averageStatistics, statistics, decay);
  }

  /** Takes another run's averaged weights as its first ones; the two networks may differ in strides, not in weights. */
  startFrom({ layout, arrays }: Session): void {
    const tensors = ({ slots }: Layout): string => slots.map(({ name, shape }) => `${name} ${shape.join("×")}`).join();
    if (tensors(layout) !== tensors(this.layout)) {
      throw new RangeError("Session: the run to start from has other tensors than this network");
    }
    const { learned, statistics, averageLearned, averageStatistics } = this.arrays;
    for (const to of [learned, averageLearned]) to.set(arrays.averageLearned);
    for (const to of [statistics, averageStatistics]) to.set(arrays.averageStatistics);
  }

  /** Takes up a run again at the end of an epoch. */
  restore(epoch: number, arrays: Readonly<Record<StateArray, Float32Array>>): void {
    this.epoch = epoch;
    this.optimiser.step = epoch * this.stepsPerEpoch;
    for (const name of STATE_ARRAYS) {
      if (arrays[name].length !== this.arrays[name].length) {
        throw new RangeError(
          `Session: the checkpoint's ${name} has ${arrays[name].length} numbers, this network ${this.arrays[name].length}`,
        );
      }
      this.arrays[name].set(arrays[name]);
    }
  }
}

function blend(average: Float32Array, now: Float32Array, decay: number): void {
  for (let i = 0; i < average.length; i++) average[i] = decay * average[i]! + (1 - decay) * now[i]!;
}
