/**
 * Two-sided sign test: how likely so uneven a split as `first` to `second`, or a more uneven one, is by tossing coins. For
 * two networks on the same images (McNemar's test, exact): the images that only one of them reads rightly.
 */
export function signTest(first: number, second: number): number {
  const tosses = first + second;
  let term = 0.5 ** tosses;
  let sum = 0;
  for (let k = 0; k <= Math.min(first, second); k++) {
    sum += term;
    term *= (tosses - k) / (k + 1);
  }
  return Math.min(1, 2 * sum);
}
