/**
 * Where the tensors of the city stand: on the ground, along the street, all at one scale. One model unit is one cell;
 * channels run along the street, so many to a cell that the street stays a few times as long as its tallest plane is
 * high. Memory hangs below the ground, at the place of the tensor that is made at that moment. Pure: stage and twin.
 */
import type { Point3 } from "@/figures/shell/camera.ts";
import { cornersOf, POSES, type Standing, type Street } from "@/figures/shell/tensor-layout.ts";
import { blockTensors, type CityStreet } from "./street-data.ts";
import { WHOLE } from "./networks.ts";

/** Stacks together are at most this many times as long as the tallest plane is high. */
const LONG = 4;
/** Gaps as parts of the tallest side: within a block and between blocks. */
const GAPS = { inner: 0.022, outer: 0.06 };
/** In an open block: between its tensors, and from the first plane of its thickest stack to the last. */
const OPEN = { gap: 0.9, deep: 1 };
/** The most memory of all is drawn this deep below the ground, as a part of the tallest side. */
const DEEP = 0.55;

export const sideOf = ({ tensors }: CityStreet): number =>
  Math.max(...tensors.map(({ shape: [h, w] }) => Math.max(h, w)));

/** How many channels are as long as one cell: a power of two, at least 1. */
export function channelsPerCell(street: CityStreet): number {
  const channels = street.tensors.reduce((sum, { shape }) => sum + shape[2], 0);
  return 2 ** Math.max(0, Math.ceil(Math.log2(channels / (LONG * sideOf(street)))));
}

/** The same where one block is open: never more than on the street. */
export function openChannelsPerCell(street: CityStreet, block: number): number {
  const shapes = blockTensors(street, block).map((at) => street.tensors[at]!.shape);
  const side = Math.max(1, ...shapes.map(([h]) => h));
  const channels = Math.max(1, ...shapes.map(([, , c]) => c));
  return Math.min(channelsPerCell(street), Math.max(1, Math.round(channels / (OPEN.deep * side))));
}

/** The near edges of all planes stand on one line, x = 0, and the memory hangs from it. */
export const KERB = 0;

/** One network's stretch of the city. */
export interface Lane {
  readonly street: CityStreet;
  readonly standing: readonly Standing[];
  /** By tensor: where its stretch of the street begins and ends, half the gaps included. */
  readonly stretches: readonly (readonly [from: number, to: number])[];
  /** The height of the ground. */
  readonly ground: number;
}

export interface City {
  readonly lanes: readonly Lane[];
  readonly pose: Street["pose"];
  readonly pitch: number;
  /** Model units a byte, downwards. */
  readonly perByte: number;
  readonly side: number;
}

/** How far each block is open, 0 to 1. */
export type Openness = (block: number) => number;
export const opened =
  (block: number): Openness =>
  (other) =>
    block !== WHOLE && other === block ? 1 : 0;

const mix = (a: number, b: number, share: number): number => a + (b - a) * share;

function layLane(street: CityStreet, ground: number, pitch: number, side: number, openness: Openness): Lane {
  const { tensors } = street;
  /** By tensor, the block of which it is a part that is widest open; what a block reads counts as its own too. */
  const share = tensors.map((_, at) => {
    const blocks = [tensors[at]!.block, tensors[at + 1]?.block ?? WHOLE];
    return blocks
      .filter((block) => block !== WHOLE)
      .map((block) => ({ block, open: openness(block) }))
      .reduce((most, one) => (one.open > most.open ? one : most), { block: WHOLE, open: 0 });
  });
  /** The side of a block's tallest plane, as far as it is open. */
  const airOf = (block: number): number => {
    const open = openness(block);
    if (block === WHOLE || open === 0) return 0;
    return open * Math.max(...blockTensors(street, block).map((at) => tensors[at]!.shape[1]));
  };
  const standing: Standing[] = [];
  const edges: { start: number; end: number }[] = [];
  let y = 0;
  tensors.forEach(({ key, shape, block }, at) => {
    const before = tensors[at - 1];
    if (before) {
      const closed = side * (before.block === block ? GAPS.inner : GAPS.outer);
      // The gap in front of a tensor belongs to the block that makes it; an open block has air behind it too.
      // … and so has what it reads, the last tensor of the block before.
      const next = tensors[at + 1]?.block ?? block;
      const around = [block, before.block, ...(next === block ? [] : [next])];
      const wide = OPEN.gap * Math.max(...around.map(airOf));
      y += Math.max(closed, wide);
    }
    const { block: open, open: by } = share[at]!;
    const own = by === 0 ? pitch : mix(pitch, 1 / openChannelsPerCell(street, open), by);
    const [h, w, c] = shape;
    standing.push({ key, shape, origin: [-w, y, ground + h], ...(by > 0 && { pitch: own }) });
    const end = y + (c - 1) * own;
    edges.push({ start: y, end });
    y = end;
  });
  const stretches = edges.map(({ start, end }, at): readonly [number, number] => {
    const [before, after] = [edges[at - 1], edges[at + 1]];
    const half = (GAPS.inner * side) / 2;
    return [before ? (before.end + start) / 2 : start - half, after ? (end + after.start) / 2 : end + half];
  });
  return { street, standing, stretches, ground };
}

/** Lays one or two networks, the second below the first; `openness` is about the first. */
export function layCity(streets: readonly CityStreet[], openness: Openness = opened(WHOLE)): City {
  const main = streets[0]!;
  const pitch = 1 / channelsPerCell(main);
  const side = Math.max(...streets.map(sideOf));
  const most = Math.max(...streets.map(({ tensors, peak }) => tensors[peak]!.live));
  const perByte = (DEEP * side) / most;
  let ground = 0;
  const lanes = streets.map((street, i) => {
    if (i > 0) ground -= sideOf(street) + (DEEP + 0.25) * side;
    return layLane(street, ground, pitch, side, i === 0 ? openness : opened(WHOLE));
  });
  return { lanes, pose: POSES.along, pitch, perByte, side };
}

/** The depth of the memory at a tensor. */
export const memoryDepth = ({ perByte }: City, { street }: Lane, at: number): number =>
  street.tensors[at]!.live * perByte;

/** The corners of what a focus shows: the whole city, or one block of the first lane with its memory. */
export function focusPoints(city: City, block: number): Point3[] {
  const around = (lane: Lane, indices: readonly number[]): Point3[] => [
    ...indices.flatMap((at) => cornersOf(lane.standing[at]!, city)),
    ...indices.flatMap((at) =>
      lane.stretches[at]!.map((y): Point3 => [KERB, y, lane.ground - memoryDepth(city, lane, at)]),
    ),
  ];
  if (block === WHOLE) return city.lanes.flatMap((lane) => around(lane, [...lane.standing.keys()]));
  const [lane] = city.lanes;
  const own = blockTensors(lane!.street, block);
  // The memory of the block alone: that of its input belongs to the block before.
  return own.flatMap((at) => cornersOf(lane!.standing[at]!, city)).concat(around(lane!, own.slice(1)));
}

export function middleOf(points: readonly Point3[]): Point3 {
  const along = (axis: 0 | 1 | 2): number => {
    const all = points.map((point) => point[axis]);
    return (Math.min(...all) + Math.max(...all)) / 2;
  };
  return [along(0), along(1), along(2)];
}
