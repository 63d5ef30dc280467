/**
 * Which part of the city is in focus while it changes: weights of blocks (and of the whole) that sum to 1 and ease
 * towards one of them. A new goal starts from the weights of that moment, so that a flight can be turned at any time.
 */
export type Weights = ReadonlyMap<number, number>;

const FLIGHT_MS = 900;
const ease = (t: number): number => (t < 0.5 ? 4 * t ** 3 : 1 - (2 - 2 * t) ** 3 / 2);

export class Focus {
  #from: Weights;
  #goal: number;
  #start: number | undefined;

  constructor(goal: number) {
    this.#goal = goal;
    this.#from = new Map([[goal, 1]]);
  }

  get goal(): number {
    return this.#goal;
  }
  get moves(): boolean {
    return this.#start !== undefined;
  }

  go(goal: number, now: number, jump: boolean): void {
    if (goal === this.#goal && !jump) return;
    this.#from = this.at(now);
    this.#goal = goal;
    this.#start = jump ? undefined : now;
  }

  /** The weights at a moment; those that are nothing are left out. */
  at(now: number): Weights {
    if (this.#start === undefined) return new Map([[this.#goal, 1]]);
    const t = Math.min(1, Math.max(0, (now - this.#start) / FLIGHT_MS));
    if (t === 1) {
      this.#start = undefined;
      this.#from = new Map([[this.#goal, 1]]);
      return this.#from;
    }
    const share = ease(t);
    const weights = new Map([...this.#from].map(([block, weight]) => [block, weight * (1 - share)]));
    weights.set(this.#goal, (weights.get(this.#goal) ?? 0) + share);
    return weights;
  }
}
