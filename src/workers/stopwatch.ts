/** Times calls that may be shorter than the clock can tell: those are made several times at once. */

/** A timing lasts at least so many ticks of the clock. */
const TICKS = 10;
const MOST_REPEATS = 1000;

export type Clock = () => number;

/** The clock's smallest step: browsers make it coarse where a page is not isolated from others. */
export function tickOf(now: Clock): number {
  let least = Infinity;
  for (let i = 0; i < 10; i++) {
    const start = now();
    let next = start;
    while (next === start) next = now();
    least = Math.min(least, next - start);
  }
  return least;
}

export class Stopwatch {
  /** Milliseconds of each call, one for each time that it was timed. */
  readonly times: number[][] = [];
  readonly #repeats: number[] = [];
  readonly #leastMs: number;
  readonly #now: Clock;

  constructor(tickMs: number, now: Clock) {
    this.#leastMs = TICKS * tickMs;
    this.#now = now;
  }

  /** Makes call number `index`, as often as it has shown to need, and keeps the time of one. */
  time(index: number, call: () => void): void {
    const repeats = (this.#repeats[index] ??= 1);
    const start = this.#now();
    for (let i = 0; i < repeats; i++) call();
    const ms = this.#now() - start;
    (this.times[index] ??= []).push(ms / repeats);
    if (ms >= this.#leastMs) return;
    const needed = ms > 0 ? Math.ceil((1.5 * repeats * this.#leastMs) / ms) : 10 * repeats;
    this.#repeats[index] = Math.min(MOST_REPEATS, needed, 10 * repeats);
  }

  /** Forgets the times, but not how often each call is made. */
  forget(): void {
    this.times.length = 0;
  }
}
