/** Which block of the city lies under a ray: the box of each tensor, a little larger, so that small ones can be hit. */
import type { Point3, Ray } from "@/figures/shell/camera.ts";
import { cornersOf } from "@/figures/shell/tensor-layout.ts";
import { type City, memoryDepth, KERB } from "./layout.ts";

/** Where the ray enters a box; Infinity where it passes by. */
function entry({ from, along }: Ray, low: Point3, high: Point3): number {
  let [near, far] = [0, Infinity];
  for (const axis of [0, 1, 2] as const) {
    const [a, b] = [(low[axis] - from[axis]) / along[axis], (high[axis] - from[axis]) / along[axis]];
    // Along the box's side both are infinite, of one sign if the ray runs outside.
    near = Math.max(near, Math.min(a, b));
    far = Math.min(far, Math.max(a, b));
  }
  return near <= far ? near : Infinity;
}

/** The block of the first lane that the ray meets first, by its tensors or by its memory; null for none. */
export function pickBlock(ray: Ray, city: City): number | null {
  const lane = city.lanes[0]!;
  const room = 0.01 * city.side;
  let best = { at: Infinity, block: -1 };
  lane.street.tensors.forEach(({ block }, k) => {
    if (block < 0) return;
    const corners = cornersOf(lane.standing[k]!, city);
    const [first, last] = [corners[0]!, corners.at(-1)!];
    const [from, to] = lane.stretches[k]!;
    const top = lane.ground;
    const boxes: [Point3, Point3][] = [
      [
        [first[0] - room, first[1] - room, last[2] - room],
        [last[0] + room, last[1] + room, first[2] + room],
      ],
      [
        [KERB - room, from, top - memoryDepth(city, lane, k)],
        [KERB + room, to, top],
      ],
    ];
    for (const [low, high] of boxes) {
      const at = entry(ray, low, high);
      if (at < best.at) best = { at, block };
    }
  });
  return best.block < 0 ? null : best.block;
}
