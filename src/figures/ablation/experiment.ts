/** The state of an experiment under way: its runs, their curves, how fast it goes and what has come out so far. */
import type { TrainingNews } from "@/workers/training-protocol.ts";
import type { Variant } from "./compute.ts";
import type { Guess, VariantId } from "./variants.ts";

/** What was asked for when it began; later changes of the controls do not touch it. */
export interface Plan {
  readonly variants: readonly Variant[];
  readonly seeds: readonly number[];
  readonly epochs: number;
  readonly guess: Guess;
  readonly by: number;
}

/** A point of a curve: epochs gone by, and a value. */
export interface Point {
  readonly epoch: number;
  readonly value: number;
}

export interface Run {
  readonly variant: Variant;
  readonly seed: number;
  readonly loss: Point[];
  readonly accuracy: Point[];
  /** Steps done, of so many; 0 of 0 before the first news. */
  step: number;
  steps: number;
  images: number;
  isDone: boolean;
  broken: { readonly step: number; readonly news: NonNullable<TrainingNews["broken"]> } | undefined;
}

export type Phase = "training" | "paused" | "done" | "cancelled" | "failed";

export class Experiment {
  readonly plan: Plan;
  readonly runs: readonly Run[];
  phase: Phase = "training";
  /** Milliseconds of training, pauses apart, up to `#since`. */
  #active = 0;
  #since: number;

  /** `now` is a clock in milliseconds, here and below. Runs of one seed follow each other, so that pairs end together. */
  constructor(plan: Plan, now: number) {
    this.plan = plan;
    this.#since = now;
    this.runs = plan.seeds.flatMap((seed) =>
      plan.variants.map((variant) => ({
        ...{ variant, seed, loss: [], accuracy: [] },
        ...{ step: 0, steps: 0, images: 0, isDone: false, broken: undefined },
      })),
    );
  }

  get isOver(): boolean {
    return this.phase !== "training" && this.phase !== "paused";
  }

  news(job: number, { step, steps, loss, accuracy, images, broken }: TrainingNews): void {
    const run = this.runs[job];
    if (!run) return;
    Object.assign(run, { step, steps, images });
    const epoch = (this.plan.epochs * step) / steps;
    if (broken) {
      run.broken = { step, news: broken };
      return;
    }
    run.loss.push({ epoch, value: loss });
    if (accuracy !== undefined) run.accuracy.push({ epoch, value: accuracy });
  }

  /** Ends one run; the last one ends the experiment. */
  finish(job: number, now: number): void {
    const run = this.runs[job];
    if (run) run.isDone = true;
    if (this.runs.every(({ isDone }) => isDone)) this.become("done", now);
  }

  become(phase: Phase, now: number): void {
    if (this.phase === "training") this.#active += now - this.#since;
    this.#since = now;
    this.phase = phase;
  }

  /** Seconds of training so far, pauses apart. */
  seconds(now: number): number {
    return (this.#active + (this.phase === "training" ? now - this.#since : 0)) / 1000;
  }

  /** Training images a second, over all workers. */
  rate(now: number): number {
    return this.runs.reduce((sum, { images }) => sum + images, 0) / Math.max(0.001, this.seconds(now));
  }

  /** Share of the whole work that is done, counted in multiply-adds: variants differ in their price. */
  share(): number {
    const work = this.runs.map(({ variant, step, steps, isDone }) => ({
      all: variant.madds,
      done: variant.madds * (isDone ? 1 : step / Math.max(1, steps)),
    }));
    return work.reduce((sum, { done }) => sum + done, 0) / work.reduce((sum, { all }) => sum + all, 0);
  }

  /** Seconds that the rest will take at the speed so far; null before there is one. */
  left(now: number): number | null {
    const share = this.share();
    return share > 0 ? (this.seconds(now) * (1 - share)) / share : null;
  }

  /** Share of right answers after the last epoch, by variant and seed; runs that broke or did not end are left out. */
  scores(): ReadonlyMap<VariantId, ReadonlyMap<number, number>> {
    return new Map(
      this.plan.variants.map(({ id }) => {
        const own = this.runs.filter(({ variant, isDone, broken }) => variant.id === id && isDone && !broken);
        return [id, new Map(own.map(({ seed, accuracy }) => [seed, accuracy.at(-1)?.value ?? 0]))];
      }),
    );
  }
}
