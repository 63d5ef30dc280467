/** Rounds a channel count to a multiple of divisor, never more than 10% down. */
export function makeDivisible(v: number, divisor: number): number {
  return Math.floor(v / divisor) * divisor;
}
