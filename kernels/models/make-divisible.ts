/**
 * Rounds a channel count to a multiple of `divisor`, never below `divisor` and never more than 10 % below `v`.
 *
 * With divisor 8 this is torchvision's `_make_divisible` (slim and Keras have the same); with 1 it rounds to a whole.
 */
export function makeDivisible(v: number, divisor = 8): number {
  const rounded = Math.max(divisor, Math.floor((v + divisor / 2) / divisor) * divisor);
  return rounded < 0.9 * v ? rounded + divisor : rounded;
}
