/** Which cell of standing tensors a ray meets first. Pure: nothing is read back from the graphics card. */
import type { Point3, Ray } from "./camera.ts";
import { pointAt, type Standing, type Street } from "./tensor-layout.ts";

export interface PickedCell3 {
  /** Index of the tensor on its street. */
  readonly tensor: number;
  readonly c: number;
  readonly y: number;
  readonly x: number;
}

const dot = (a: Point3, b: Point3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** How far a channel's plane is pulled out, in cells upwards; 0 where it stands in its stack. */
export type Pulled = (tensor: number, c: number) => number;
const NOT_PULLED: Pulled = () => 0;

/** The first cell along the ray, or null where it passes all planes by. */
export function pickCell({ from, along }: Ray, street: Street, pulled: Pulled = NOT_PULLED): PickedCell3 | null {
  const { pose } = street;
  const slope = dot(along, pose.deep);
  // Planes that are seen from their edge show no cells.
  if (Math.abs(slope) < 1e-9) return null;
  let nearest = Infinity;
  let found: PickedCell3 | null = null;
  street.tensors.forEach((standing: Standing, tensor) => {
    const [h, w, channels] = standing.shape;
    for (let c = 0; c < channels; c++) {
      const corner = pointAt(standing, street, { c, y: 0, x: 0, up: pulled(tensor, c) });
      const away: Point3 = [corner[0] - from[0], corner[1] - from[1], corner[2] - from[2]];
      const t = dot(away, pose.deep) / slope;
      if (t <= 0 || t >= nearest) continue;
      const at: Point3 = [along[0] * t - away[0], along[1] * t - away[1], along[2] * t - away[2]];
      const [x, y] = [Math.floor(dot(at, pose.across)), Math.floor(dot(at, pose.down))];
      if (x < 0 || y < 0 || x >= w || y >= h) continue;
      nearest = t;
      found = { tensor, c, y, x };
    }
  });
  return found;
}
