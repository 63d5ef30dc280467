/** Words over the city: chosen by what is in focus, thinned until none lies on another. Pure. */
import type { Point3 } from "@/figures/shell/camera.ts";
import type { StageLabel } from "@/figures/shell/stage-scene.ts";
import { add as step, rulerLength } from "@/figures/shell/tensor-layout.ts";
import { type City, focusPoints, type Lane, memoryDepth, middleOf, openChannelsPerCell, KERB } from "./layout.ts";
import { LAST_BLOCK, WHOLE } from "./networks.ts";
import { blockTensors } from "./street-data.ts";
import { blockShort, bytesText, type Context, networkName, shapeText } from "./words.ts";

type Words = Pick<Context, "tr" | "num">;

/** A word that may rise by a few lines where another stands already, or moves aside to stay in the picture. */
export type CityLabel = StageLabel & { readonly rises?: number; readonly stays?: boolean };

/** The rulers of a focus as lines, and where their words stand. */
export interface Rulers {
  readonly cells: number;
  readonly upright: readonly [Point3, Point3];
  readonly channels: number;
  readonly perCell: number;
  readonly level: readonly [Point3, Point3];
}

/** In front of the first tensor in focus stands the ruler of cells, below the memory lies that of channels. */
export function rulersOf(city: City, focus: number): Rulers {
  const lane = city.lanes[0]!;
  const { tensors } = lane.street;
  const indices = focus === WHOLE ? [...tensors.keys()] : blockTensors(lane.street, focus);
  const [first, last] = [indices[0]!, indices.at(-1)!];
  const tall = Math.max(...indices.map((at) => tensors[at]!.shape[0]));
  const perCell = focus === WHOLE ? Math.round(1 / city.pitch) : openChannelsPerCell(lane.street, focus);
  const cells = rulerLength(2 * tall);
  const [start, end] = [lane.standing[first]!.origin[1], lane.stretches[last]![1]];
  const most = Math.max(...indices.map((at) => tensors[at]!.shape[2]));
  const channels = rulerLength(focus === WHOLE ? 0.6 * (end - start) * perCell : 2 * most);
  const long = channels / perCell;
  const x = -tensors[first]!.shape[1] - 0.1 * tall;
  const deepest = Math.max(
    ...lane.stretches.flatMap(([from], at) => (from >= end - 1.15 * long ? [memoryDepth(city, lane, at)] : [])),
    0,
  );
  const z =
    lane.ground -
    (focus === WHOLE ? deepest : Math.max(...indices.slice(1).map((at) => memoryDepth(city, lane, at)))) -
    (focus === WHOLE ? 0.12 : 0.3) * tall;
  return {
    cells,
    upright: [[x, start, lane.ground], [x, start, lane.ground + cells]],
    channels,
    perCell,
    level: [[KERB, end - long, z], [KERB, end, z]],
  }; // prettier-ignore
}

const between = (a: Point3, b: Point3): Point3 => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2];

function blockLabel(lane: Lane, block: number, pixel: number, tr: Words["tr"]): StageLabel {
  const { tensors } = lane.street;
  const own = blockTensors(lane.street, block).slice(1);
  const [from, to] = [lane.standing[own[0]!]!.origin[1], lane.stretches[own.at(-1)!]![1]];
  const tall = Math.max(...own.map((at) => tensors[at]!.shape[0]));
  const isArched = own.some((at) => tensors[at]!.shortcut !== null);
  return {
    at: [KERB, (from + to) / 2, lane.ground + tall + (isArched ? 24 : 13) * pixel],
    text: blockShort(tr, block),
    ink: "ink-2",
  };
}

/** What is said about a focus, the most important first; `pixel` is the size of one in model units. */
export function labelsOf(city: City, focus: number, pixel: number, words: Words): CityLabel[] {
  const { tr, num } = words;
  const lane = city.lanes[0]!;
  const rulers = rulersOf(city, focus);
  const cells: CityLabel = {
    at: between(...rulers.upright),
    text: tr("ruler.upright", { cells: num(rulers.cells) }),
    anchor: "end",
    stays: true,
  };
  const channels: CityLabel = {
    at: add(between(...rulers.level), -20 * pixel),
    text: tr("ruler.level", { channels: num(rulers.channels), perCell: num(rulers.perCell) }),
    stays: true,
  };
  const below = (one: Lane, at: number): Point3 => {
    const [from, to] = one.stretches[at]!;
    return [KERB, (from + to) / 2, one.ground - memoryDepth(city, one, at)];
  };
  const blocks = Array.from({ length: LAST_BLOCK + 1 }, (_, block) => block);
  if (focus === WHOLE) {
    const perLane = city.lanes.flatMap((one): CityLabel[] => {
      const { peak, tensors } = one.street;
      const at = below(one, peak);
      return [
        { at: [at[0], one.stretches[peak]![1], at[2]], text: ` ${tr("peakMark", { size: bytesText(tensors[peak]!.live, words) })}`, ink: "ink", anchor: "start" },
        ...(city.lanes.length > 1
          ? [{
                at: [KERB, one.stretches.at(-1)![1], one.ground + 0.3 * city.side],
                text: networkName(tr, one.street),
                ink: "ink",
                anchor: "end",
                rises: 2,
              } as const]
          : []),
      ]; // prettier-ignore
    });
    return [cells, channels, ...perLane, ...blocks.map((block) => blockLabel(lane, block, pixel, tr))];
  }
  const indices = blockTensors(lane.street, focus);
  const own = indices.map((at, i): CityLabel => {
    const { role, shape } = lane.street.tensors[at]!;
    const standing = lane.standing[at]!;
    const long = (shape[2] - 1) * (standing.pitch ?? city.pitch);
    const top: Point3 = [-shape[1] / 2, standing.origin[1] + long / 2, lane.ground + shape[0]];
    const name = i === 0 ? tr("role.inputShort") : tr(`short.${role}`);
    const text = `${name} ${shapeText(shape)}`;
    return { at: add(top, 0.14 * shape[0] + 14 * pixel), text, ink: "ink", rises: 3, stays: true };
  });
  const live = indices.slice(1).map((at): StageLabel => ({
    at: add(below(lane, at), -20 * pixel),
    text: tr("liveMark", { size: bytesText(lane.street.tensors[at]!.live, words) }),
    ink: "activation",
  }));
  const rest = blocks
    .filter((block) => block !== focus)
    .sort((a, b) => Math.abs(a - focus) - Math.abs(b - focus))
    .map((block) => blockLabel(lane, block, pixel, tr));
  return [cells, channels, ...own, ...live, ...rest];
}

const add = ([x, y, z]: Point3, up: number): Point3 => [x, y, z + up];
/** The middle of a focus. */
export const middleOfFocus = (city: City, focus: number): Point3 => middleOf(focusPoints(city, focus));

/** CSS pixels: the height of a line, and about the width of a sign. */
const LINE = 19;
const SIGN = 7.4;

/** The picture that labels lie in: its size in CSS pixels, and a step to the right in space. */
export interface LabelView {
  readonly see: (point: Point3) => readonly [x: number, y: number, depth: number];
  readonly right: Point3;
  readonly width: number;
  readonly height: number;
  /** Model units a CSS pixel. */
  readonly pixel: number;
}

/** Leaves out each label that would lie on one before it, or outside the picture, however far it may move. */
export function thinned(labels: readonly CityLabel[], { see, right, width, height, pixel }: LabelView): StageLabel[] {
  const taken: { left: number; right: number; y: number }[] = [];
  const boxOf = ({ at, text, anchor = "middle" }: StageLabel): { left: number; right: number; y: number } => {
    const [x, y] = see(at);
    const wide = SIGN * text.length + 4;
    const left = (width + height * x) / 2 - { start: 0, middle: wide / 2, end: wide }[anchor];
    return { left, right: left + wide, y: (height * (1 - y)) / 2 };
  };
  const fits = (label: StageLabel): boolean => {
    const box = boxOf(label);
    if (box.left < 0 || box.right > width || box.y < LINE / 2 || box.y > height - LINE / 2) return false;
    if (taken.some((one) => box.left < one.right && box.right > one.left && Math.abs(one.y - box.y) < LINE))
      return false;
    taken.push(box);
    return true;
  };
  const inside = (label: StageLabel): StageLabel => {
    const box = boxOf(label);
    const by = Math.max(0, 1 - box.left) - Math.max(0, box.right - width + 1);
    const next: StageLabel = { ...label, at: step(label.at, [right, pixel]) };
    const moved = boxOf(next).left - box.left;
    return by === 0 || moved <= 0 ? label : { ...label, at: step(label.at, [right, (by / moved) * pixel]) };
  };
  return labels.flatMap(({ rises = 0, stays = false, ...label }) => {
    const places = Array.from({ length: rises + 1 }, (_, k) => ({ ...label, at: add(label.at, k * LINE * pixel) }));
    return places.map((place) => (stays ? inside(place) : place)).find(fits) ?? [];
  });
}
