/** Rounds a channel count to a multiple of divisor, never more than 10% down. */
export function makeDivisible(v: number, divisor: number): number {
  const nearest = Math.floor((v + divisor / 2) / divisor) * divisor;
  const atLeastOne = Math.max(divisor, nearest);
  return atLeastOne < 0.9 * v ? atLeastOne + divisor : atLeastOne;
}
