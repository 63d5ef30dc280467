/** The figure's solid parts in model units, for the stage and for its 2D twin alike: no colours, no words. */
import type { Point3 } from "@/figures/shell/camera.ts";
import { foldPoint, type Triple } from "@kernels/manifold/octants.ts";
import type { Collapse3dData } from "./compute.ts";

/** The ball that the camera shows; the image of the unit disc has size 1, the axes reach a little further. */
export const RADIUS = 1.22;
export const AXIS = 1.12;
const NEGATIVE_AXIS = 0.6;

/** Rim points of a sector per turn of the disc. */
const RIM = 96;

export interface Sheet {
  readonly active: number;
  /** Fan about the origin: exact, since the fold is linear inside a sector. */
  readonly rim: readonly Point3[];
  /** Where its signs are written. */
  readonly name: Point3;
  readonly signs: readonly boolean[];
}

export interface Shape {
  readonly sheets: readonly Sheet[];
  /** The faces of the positive octant, each a square from the origin. */
  readonly faces: readonly (readonly Point3[])[];
  readonly axes: readonly { readonly tip: Point3; readonly tail: Point3 }[];
  readonly curve: readonly Point3[];
  /** The curve before the fold. */
  readonly flat: readonly Point3[];
}

const unit = (axis: number, length: number): Point3 => [
  axis === 0 ? length : 0,
  axis === 1 ? length : 0,
  axis === 2 ? length : 0,
];

/** The largest length of Tx over the unit circle: the plane's own size, by which all is divided. */
export function sizeOf(T: Collapse3dData["T"]): number {
  let aa = 0;
  let ab = 0;
  let bb = 0;
  for (const [a, b] of T) {
    aa += a * a;
    ab += a * b;
    bb += b * b;
  }
  // The larger eigenvalue of TᵀT.
  return Math.sqrt((aa + bb) / 2 + Math.hypot((aa - bb) / 2, ab));
}

export function shapeOf(data: Collapse3dData): Shape {
  const size = sizeOf(data.T);
  const scaled = ([x, y, z]: Triple): Point3 => [x / size, y / size, z / size];
  const at = (angle: number, radius = 1): Point3 =>
    scaled(foldPoint(data.T, [radius * Math.cos(angle), radius * Math.sin(angle)], data.rest));
  return {
    sheets: data.sectors.map(({ from, to, signs, active }) => {
      const steps = Math.max(2, Math.ceil((RIM * (to - from)) / (2 * Math.PI)));
      const rim = Array.from({ length: steps + 1 }, (_, k) => at(from + ((to - from) * k) / steps));
      return { active, signs, rim, name: at((from + to) / 2, 1.08) };
    }),
    faces: [0, 1, 2].map((axis) => {
      const [one, other] = [0, 1, 2].filter((k) => k !== axis) as [number, number];
      const [p, q] = [unit(one, 1), unit(other, 1)];
      return [[0, 0, 0], p, [p[0] + q[0], p[1] + q[1], p[2] + q[2]], q];
    }),
    axes: [0, 1, 2].map((axis) => ({ tip: unit(axis, AXIS), tail: unit(axis, -NEGATIVE_AXIS) })),
    curve: data.embedded.map(scaled),
    flat: data.flat.map(scaled),
  };
}
