/**
 * The step in space, as the stage and its 2D twin both draw it: what was read and what was made side by side on one
 * street, the picked value's plane pulled out, and a ray from every value that it was made of. No colours of values here.
 */
import { fitRadius, type Point3, type View } from "@/figures/shell/camera.ts";
import type { StageLine } from "@/figures/shell/stage-lines.ts";
import {
  axisMarks,
  boxCorners,
  layStreet,
  pointAt,
  rulerLength,
  type Standing,
  type Street,
} from "@/figures/shell/tensor-layout.ts";
import type { Shape } from "@kernels/tensor.ts";
import type { MicroscopeData } from "./compute.ts";
import { atlasTensors } from "./atlas-tensors.ts";
import type { ScaleMode } from "./scale.ts";
import type { PickedCell, Place } from "./steps.ts";

/** Where the figure opens: faces nearly towards the reader, stacks seen from above and from the right. */
export const HOME = "32_16_100";
const FIRST: View = { azimuth: 32, elevation: 16, zoom: 100 };

export interface SpaceTensor extends Place {
  readonly key: string;
  readonly shape: Shape;
  readonly values: Float32Array;
  readonly reach: number;
  readonly marksSix: boolean;
  /** The channel whose plane is pulled out; null where none is. */
  readonly pulled: number | null;
}

/** A value that the picked one was made of. */
export interface Read extends PickedCell {
  readonly tensor: number;
  readonly value: number;
  /** Its product as a share of the largest one's size, signed. */
  readonly share: number;
}

export interface Space {
  readonly street: Street;
  /** What was read, then what was made. */
  readonly tensors: readonly SpaceTensor[];
  readonly cell: PickedCell;
  readonly value: number;
  /** Values in the pages into which a worker has packed them, if it has. */
  readonly pages: MicroscopeData["pages"];
  readonly reads: readonly Read[];
  /** Rows and columns that were read, clipped to the source; null where nothing was. */
  readonly window: { readonly y: number; readonly x: number; readonly h: number; readonly w: number } | null;
  /** The products run over all channels of what was read. */
  readonly mixes: boolean;
}

export function spaceOf(data: MicroscopeData, scaleMode: ScaleMode): Space {
  const mixes = data.kind === "pointwise" || data.kind === "conv2d";
  const made = data.sources.length;
  const tensors = atlasTensors(data, scaleMode).map((tensor, i): SpaceTensor => {
    const stays = (i < made && mixes) || tensor.shape[2] === 1;
    return { ...tensor, pulled: stays ? null : data.cell.c };
  });
  const side = Math.max(...tensors.map(({ shape: [h, w] }) => Math.max(h, w)));
  const lifted = tensors.some(({ pulled }) => pulled !== null);
  return {
    street: layStreet(tensors, { lifted, gap: Math.max(3, 1.7 * side) }),
    tensors,
    cell: data.cell,
    value: data.value,
    pages: data.pages,
    reads: readsOf(data, tensors),
    window: windowIn(data),
    mixes,
  };
}

function readsOf(data: MicroscopeData, tensors: readonly SpaceTensor[]): Read[] {
  const sizes = data.terms.map(({ product }) => Math.abs(product)).filter(Number.isFinite);
  const most = Math.max(Number.MIN_VALUE, ...sizes);
  return data.terms.flatMap(({ a, from, product }, i): Read[] => {
    // Padding comes from nowhere; of two equal places (two inputs of an add) the order tells.
    if (!from || data.sources.length === 0) return [];
    const found = data.sources.findIndex(({ block, step }) => block === from.block && step === from.step);
    const tensor = data.kind === "add" ? i : found;
    const shape = tensors[tensor]?.shape;
    if (tensor < 0 || !shape) return [];
    const share = Number.isFinite(product) ? product / most : 0;
    // Batch norm's term begins with x − mean.
    return [{ tensor, c: from.c, y: from.y, x: from.x, value: data.norm?.x ?? a, share }];
  });
}

function windowIn({ window, sources }: MicroscopeData): Space["window"] {
  const shape = sources[0]?.shape;
  if (!window || !shape) return null;
  const [top, left] = [Math.max(0, window.y), Math.max(0, window.x)];
  const [bottom, right] = [Math.min(shape[0], window.y + window.kernel), Math.min(shape[1], window.x + window.kernel)];
  return { y: top, x: left, h: bottom - top, w: right - left };
}

/** Cells between a tensor and what is written beside it. */
export const asideOf = ({ street }: Space): number => 0.06 * street.radius;

/** The radius at which all of it fits a picture of this aspect, as seen at first. */
export function radiusOf(space: Space, aspect: number): number {
  const aside = asideOf(space);
  const { street } = space;
  const names = street.tensors.flatMap((tensor) => axisMarks(tensor, street, aside).map(({ at }): Point3 => at));
  const rulerEnds = rulersOf(space, street).flatMap(({ points, name }) => [...points, name]);
  return fitRadius([...boxCorners(street), ...names, ...rulerEnds], FIRST, aspect, 0.06);
}

/** How far a plane is pulled out now, in cells. */
export type Up = (tensor: number, c: number) => number;
export const upOf =
  ({ tensors, street }: Space): Up =>
  (tensor, c) =>
    tensors[tensor]?.pulled === c ? street.lift : 0;

type Quad = readonly [Point3, Point3, Point3, Point3];

/** The corners of some cells of one plane. */
export function cellsAt(
  street: Street,
  standing: Standing,
  { c, y, x, h = 1, w = 1, up }: PickedCell & { readonly h?: number; readonly w?: number; readonly up: number },
): Quad {
  const at = (dy: number, dx: number): Point3 => pointAt(standing, street, { c, y: y + dy, x: x + dx, up });
  return [at(0, 0), at(0, w), at(h, w), at(h, 0)];
}

const closed = (quad: Quad): readonly Point3[] => [...quad, quad[0]];

/** Rays are as strong as their products, but none vanishes. */
const FAINTEST = 0.16;

/**
 * All lines of the scene but the planes' rims: rays, what was read, the picked cell, and the rulers. `street` may be on
 * its way from another arrangement, and `up` with it.
 */
export function linesOf(space: Space, street: Street, up: Up): StageLine[] {
  const made = space.tensors.length - 1;
  const { c, y, x } = space.cell;
  const target = street.tensors[made]!;
  const middle = (tensor: number, cell: PickedCell): Point3 =>
    pointAt(street.tensors[tensor]!, street, { c: cell.c, y: cell.y + 0.5, x: cell.x + 0.5, up: up(tensor, cell.c) });
  const end = middle(made, space.cell);
  const lines: StageLine[] = space.reads.map((read) => ({
    points: [middle(read.tensor, read), end],
    ink: read.share < 0 ? "scale-negative" : "scale-positive",
    width: space.reads.length > 16 ? 1 : 1.5,
    opacity: FAINTEST + (1 - FAINTEST) * Math.abs(read.share),
    // Colour is not the only sign of what is below zero.
    ...(read.share < 0 && { dash: 6 }),
  }));
  const { window } = space;
  if (window) {
    for (let tensor = 0; tensor < made; tensor++) {
      const standing = street.tensors[tensor]!;
      const channels = space.mixes ? Array.from({ length: standing.shape[2] }, (_, k) => k) : [c];
      for (const channel of channels) {
        const quad = cellsAt(street, standing, { ...window, c: channel, up: up(tensor, channel) });
        lines.push({
          points: closed(quad),
          ink: "input",
          width: channels.length > 16 ? 1 : 2,
          rim: channels.length > 16 ? 0 : 1,
        });
      }
    }
  }
  lines.push({
    points: closed(cellsAt(street, target, { c, y, x, up: up(made, c) })),
    ink: "accent",
    width: 2.5,
    rim: 1.25,
  });
  return [...lines, ...rulers(space, street)];
}

export interface RulerMark {
  readonly axis: "cells" | "channels";
  readonly size: number;
  readonly points: readonly [Point3, Point3];
  readonly name: Point3;
}

/** A length of round cells below the first tensor, and of round channels beside the thickest. */
export function rulersOf(space: Space, street: Street): RulerMark[] {
  const aside = asideOf(space);
  const first = street.tensors[0]!;
  const thick = street.tensors.reduce((most, one) => (one.shape[2] >= most.shape[2] ? one : most));
  const [h, w] = first.shape;
  const [thickH, thickW, channels] = thick.shape;
  const cells = rulerLength(w);
  const below = h + 2.9 * aside;
  const ruler: RulerMark[] = [
    {
      axis: "cells",
      size: cells,
      points: [pointAt(first, street, { c: 0, y: below, x: 0 }), pointAt(first, street, { c: 0, y: below, x: cells })],
      name: pointAt(first, street, { c: 0, y: below, x: cells + 0.5 * aside }),
    },
  ];
  if (channels > 3) {
    const size = rulerLength(channels);
    const beside = thickW + 0.6 * aside;
    ruler.push({
      axis: "channels",
      size,
      points: [
        pointAt(thick, street, { c: 0, y: thickH, x: beside }),
        pointAt(thick, street, { c: size, y: thickH, x: beside }),
      ],
      name: pointAt(thick, street, { c: 0.35 * size, y: thickH + 0.5 * aside, x: beside + 0.5 * aside }),
    });
  }
  return ruler;
}

function rulers(space: Space, street: Street): StageLine[] {
  const tick = 0.3 * asideOf(space);
  return rulersOf(space, street).flatMap(({ points }): StageLine[] => [
    { points, ink: "ink-2", width: 1.25 },
    ...points.map(([x, y, z]): StageLine => ({
      points: [
        [x, y, z - tick],
        [x, y, z + tick],
      ],
      ink: "ink-2",
      width: 1.25,
    })),
  ]);
}
