/**
 * Where the cells of tensors stand in space: a tensor [H, W, C] is C planes one behind the other, one model unit a
 * cell, and several tensors stand along one street at one scale. Pure: the stage, its 2D twin and picking share it.
 */
import type { Shape } from "@kernels/tensor.ts";
import type { Point3 } from "./camera.ts";

/** How planes stand: where columns, rows and channels run, as unit vectors, and which of them the street follows. */
export interface Pose {
  readonly across: Point3;
  readonly down: Point3;
  readonly deep: Point3;
  readonly street: "across" | "deep";
}

/**
 * `beside`: faces towards the reader and stacks running back, so that equal channels of neighbours lie in one lane.
 * `along`: the street runs through the stacks, as networks are mostly drawn: good for many tensors.
 */
export const POSES = {
  beside: { across: [0, 1, 0], down: [0, 0, -1], deep: [-1, 0, 0], street: "across" },
  along: { across: [1, 0, 0], down: [0, 0, -1], deep: [0, 1, 0], street: "deep" },
} as const satisfies Record<string, Pose>;

/** A tensor as it stands: `origin` is the outer corner of row 0, column 0 of channel 0. */
export interface Standing {
  readonly key: string;
  readonly shape: Shape;
  readonly origin: Point3;
  /** Its own distance between planes, where it is spread; the street's if absent. */
  readonly pitch?: number;
}

export interface Street {
  readonly pose: Pose;
  /** Model units from one plane to the next. */
  readonly pitch: number;
  readonly tensors: readonly Standing[];
  /** How far a plane that is pulled out rises: clear above the tallest stack. */
  readonly lift: number;
  readonly low: Point3;
  readonly high: Point3;
  /** The ball about the middle that holds all. */
  readonly radius: number;
}

/** What drawing and picking need of a street. */
export type Arrangement = Pick<Street, "pose" | "pitch" | "tensors">;

/** The thickest stack is this many times as deep as the tallest plane is high … */
const DEPTH = 2.5;
/** … but planes stand no closer and no farther apart than this, in cells. */
const PITCHES = [1 / 8, 2] as const;

/**
 * One distance for a whole street, so that channels can be compared by length: thin stacks get air, thick ones are
 * pressed together until they are 2.5 times as deep as high.
 */
export function pitchOf(shapes: readonly Shape[]): number {
  const side = Math.max(1, ...shapes.map(([h, w]) => Math.max(h, w)));
  const channels = Math.max(1, ...shapes.map(([, , c]) => c));
  return Math.min(PITCHES[1], Math.max(PITCHES[0], (DEPTH * side) / channels));
}

export interface StreetOptions {
  readonly pose?: Pose;
  /** Room above the stacks for planes that are pulled out. */
  readonly lifted?: boolean;
  /** Cells between neighbours; three fifths of the largest side if absent. */
  readonly gap?: number;
  readonly pitch?: number;
}

export const add = (point: Point3, ...steps: readonly (readonly [Point3, number])[]): Point3 =>
  steps.reduce<Point3>(([x, y, z], [along, by]) => [x + along[0] * by, y + along[1] * by, z + along[2] * by], point);

/** Stands tensors along a street, middles of rows in line, the whole about the origin. */
export function layStreet(
  tensors: readonly { readonly key: string; readonly shape: Shape }[],
  { pose = POSES.beside, lifted = false, gap, pitch = pitchOf(tensors.map(({ shape }) => shape)) }: StreetOptions = {},
): Street {
  const side = Math.max(1, ...tensors.map(({ shape: [h, w] }) => Math.max(h, w)));
  const tallest = Math.max(1, ...tensors.map(({ shape: [h] }) => h));
  const between = gap ?? Math.max(2, 0.6 * side);
  const lift = tallest + 1;
  const onStreet = pose[pose.street];
  let at = 0;
  const loose = tensors.map(({ key, shape }): Standing => {
    const [h, w, c] = shape;
    const thick = (c - 1) * pitch;
    const corner = add([0, 0, 0], [onStreet, at], [pose.down, -h / 2]);
    at += between + (pose.street === "across" ? w : thick);
    // Along the street the faces' middles are in line too.
    return { key, shape, origin: pose.street === "deep" ? add(corner, [pose.across, -w / 2]) : corner };
  });
  const corners = loose.flatMap((tensor) => cornersOf(tensor, { pose, pitch }));
  if (lifted) corners.push(add([0, 0, 0], [pose.down, -tallest / 2 - lift]));
  const along = (axis: 0 | 1 | 2, most: (...values: number[]) => number): number =>
    corners.length === 0 ? 0 : corners.reduce((found, corner) => most(found, corner[axis]), corners[0]![axis]);
  const low: Point3 = [along(0, Math.min), along(1, Math.min), along(2, Math.min)];
  const high: Point3 = [along(0, Math.max), along(1, Math.max), along(2, Math.max)];
  const middle: Point3 = [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, (low[2] + high[2]) / 2];
  return {
    pose,
    pitch,
    lift,
    tensors: loose.map((tensor) => ({ ...tensor, origin: add(tensor.origin, [middle, -1]) })),
    low: add(low, [middle, -1]),
    high: add(high, [middle, -1]),
    radius: Math.hypot(high[0] - low[0], high[1] - low[1], high[2] - low[2]) / 2,
  };
}

type Scaled = Pick<Street, "pose" | "pitch">;

/** A point of a tensor in cells: column and row from the outer corner, channel by its plane. */
export const pointAt = (
  { origin, pitch: own }: Pick<Standing, "origin" | "pitch">,
  { pose, pitch }: Scaled,
  { c, y, x, up = 0 }: { readonly c: number; readonly y: number; readonly x: number; readonly up?: number },
): Point3 => add(origin, [pose.across, x], [pose.down, y - up], [pose.deep, c * (own ?? pitch)]);

/** The eight corners of a stack. */
export function cornersOf(tensor: Standing, scaled: Scaled): Point3[] {
  const [h, w, channels] = tensor.shape;
  return [0, channels - 1].flatMap((c) =>
    [0, h].flatMap((y) => [0, w].map((x) => pointAt(tensor, scaled, { c, y, x }))),
  );
}

/** The eight corners of the whole street. */
export const boxCorners = ({ low, high }: Pick<Street, "low" | "high">): Point3[] =>
  [low[0], high[0]].flatMap((x) => [low[1], high[1]].flatMap((y) => [low[2], high[2]].map((z): Point3 => [x, y, z])));

/** The length of a ruler: the largest of 1, 2, 5, 10, 20, … that is at most half of what it measures. */
export function rulerLength(size: number): number {
  const half = Math.max(1, size / 2);
  const ten = 10 ** Math.floor(Math.log10(half));
  return ten * ([5, 2, 1].find((step) => step * ten <= half) ?? 1);
}

export interface AxisMark {
  readonly axis: "h" | "w" | "c";
  readonly size: number;
  readonly at: Point3;
  readonly anchor: "start" | "middle" | "end";
}

/** What is written beside a tensor, and where: H left of it, W below it, C beside its lower right edge. */
export function axisMarks(tensor: Standing, scaled: Scaled, aside: number): readonly AxisMark[] {
  const [h, w, c] = tensor.shape;
  return [
    { axis: "h", size: h, anchor: "end", at: pointAt(tensor, scaled, { c: 0, y: h / 2, x: -0.4 * aside }) },
    { axis: "w", size: w, anchor: "middle", at: pointAt(tensor, scaled, { c: 0, y: h + 0.8 * aside, x: w / 2 }) },
    {
      axis: "c",
      size: c,
      anchor: "start",
      at: pointAt(tensor, scaled, { c: (c - 1) * 0.6, y: h + 0.3 * aside, x: w + 0.4 * aside }),
    },
  ];
}
