/** A source of uniform numbers in [0, 1), the same for the same seed on every machine. */
export type Random = () => number;

/**
 * Seeded uniform generator: Chris Doty-Humphrey's sfc32, 128 bits of state, 32 bits a number.
 *
 * `seed` is a whole number from 0 to 2³² − 1; neighbouring seeds give unrelated streams, since twenty rounds are
 * thrown away before the first number.
 *
 * @throws {RangeError} if seed is not such a number
 */
export function seededRandom(seed: number): Random {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new RangeError(`seededRandom: seed must be a whole number from 0 to 4294967295, got ${seed}`);
  }
  let a = 0x9e3779b9;
  let b = seed | 0;
  let c = ~seed;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 20; i++) next();
  return next;
}

/**
 * One number from the normal distribution with mean 0 and variance 1, by Marsaglia's polar method.
 *
 * The polar method needs no sine or cosine, whose last digits differ between browsers.
 */
export function gaussian(random: Random): number {
  for (;;) {
    const u = 2 * random() - 1;
    const v = 2 * random() - 1;
    const s = u * u + v * v;
    if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
  }
}
