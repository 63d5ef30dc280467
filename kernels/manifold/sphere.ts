/** Directions of a d-dimensional input, for the law beyond the plane. */
import { gaussian, seededRandom } from "../random.ts";

/**
 * m points on the unit sphere of d dimensions: random directions from a visible seed, each followed by its opposite, so
 * that no half of the sphere is favoured. In one dimension there are two directions only, +1 and −1.
 *
 * → m × d, by rows; m is even
 */
export function spherePoints(d: number, m: number, seed: number): Float64Array {
  if (d === 1) return Float64Array.of(1, -1);
  const random = seededRandom(seed);
  const points = new Float64Array(m * d);
  for (let p = 0; p + 1 < m; p += 2) {
    const direction = Array.from({ length: d }, () => gaussian(random));
    const size = Math.hypot(...direction);
    direction.forEach((value, k) => {
      points[p * d + k] = value / size;
      points[(p + 1) * d + k] = -value / size;
    });
  }
  return points;
}
