/** What `peak.simd.ts` exports: runs its loop so many times. */
export type Peak = (turns: number, factor: number) => number;

const TURNS = 100_000;
const MADDS_A_TURN = 48;
const BURSTS = 5;

/** Multiply-adds a second on registers alone: the best of a few short bursts. `now` is a clock in milliseconds. */
export function measurePeak(peak: Peak, now: () => number): number {
  let best = 0;
  for (let i = 0; i < BURSTS; i++) {
    const start = now();
    peak(TURNS, 0.25);
    best = Math.max(best, (TURNS * MADDS_A_TURN) / ((now() - start) / 1000));
  }
  return best;
}
