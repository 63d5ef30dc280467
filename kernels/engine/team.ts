import type { Tensor } from "../tensor.ts";
import type { Engine } from "./engine.ts";
import type { Step } from "./plan.ts";

const [ARRIVED, GENERATION, WAITING, STOPPED, ABANDONED] = [0, 1, 2, 3, 4];
/** Numbers of shared memory that a team keeps step with. */
export const CONTROL_LENGTH = 5;

/** Looks before a thread lies down to wait: about a tenth of a millisecond, longer than most steps' shares differ. */
const LOOKS = 20_000;

/**
 * Threads that run one plan together, each its share of every step, on shared memory. Each thread has an `Engine` of its
 * own on the same memory; after every step all wait for the slowest. `control` is shared and begins as zeros.
 */
export class Team {
  private readonly engine: Engine;
  private readonly control: Int32Array;
  /** Whether this thread may wait, not only look: a page's main thread may not. */
  private readonly mayWait: boolean;

  constructor(engine: Engine, control: Int32Array, mayWait = true) {
    this.engine = engine;
    this.control = control;
    this.mayWait = mayWait;
  }

  /** Returns when all threads have come here, with the number of the meeting. */
  private meet(): number {
    const { control } = this;
    const generation = Atomics.load(control, GENERATION);
    if (Atomics.add(control, ARRIVED, 1) === this.engine.plan.threads - 1) {
      Atomics.store(control, ARRIVED, 0);
      Atomics.add(control, GENERATION, 1);
      if (Atomics.load(control, WAITING) > 0) Atomics.notify(control, GENERATION);
      return generation;
    }
    for (let look = 0; Atomics.load(control, GENERATION) === generation; look++) {
      if (look < LOOKS || !this.mayWait) continue;
      Atomics.add(control, WAITING, 1);
      Atomics.wait(control, GENERATION, generation);
      Atomics.sub(control, WAITING, 1);
    }
    return generation;
  }

  private steps(thread: number): void {
    const { length } = this.engine.plan.steps;
    for (let i = 0; i < length; i++) {
      this.engine.share(i, thread);
      if (this.meet() === Atomics.load(this.control, ABANDONED)) return;
    }
  }

  /** The first thread's part: the logits of one input, a view that is valid until the next run. */
  run(input: Tensor): Float32Array {
    this.engine.load(input);
    this.meet();
    this.steps(0);
    return this.engine.logits;
  }

  /**
   * The first thread's part step by step, so that a worker can stop in between: whoever ends the loop early sends the
   * others back to wait for the next run.
   */
  *stepwise(input: Tensor): Generator<Step, void, void> {
    const { steps } = this.engine.plan;
    this.engine.load(input);
    this.meet();
    let done = 0;
    try {
      while (done < steps.length) {
        this.engine.share(done, 0);
        this.meet();
        yield steps[done++]!;
      }
    } finally {
      if (done < steps.length) {
        // The others stand at the next meeting; its number tells them that this run goes no further.
        Atomics.store(this.control, ABANDONED, Atomics.load(this.control, GENERATION));
        this.meet();
      }
    }
  }

  /** The other threads' part: helps with every run until the first thread stops the team. */
  help(thread: number): void {
    for (;;) {
      this.meet();
      if (Atomics.load(this.control, STOPPED) !== 0) return;
      this.steps(thread);
    }
  }

  /** Sends the helpers home. */
  stop(): void {
    Atomics.store(this.control, STOPPED, 1);
    this.meet();
  }
}
