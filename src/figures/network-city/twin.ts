/**
 * The city from the side, without 3D: every tensor as high as its planes and as long as its channels, memory below the
 * ground. A street that is too long for the picture goes on in the next row; the scale is one for all rows.
 */
import { type Mark, marksSvg } from "@/figures/shell/marks.ts";
import { rulerLength } from "@/figures/shell/tensor-layout.ts";
import { type City, type Lane, memoryDepth } from "./layout.ts";
import { WHOLE } from "./networks.ts";
import { blockShort, bytesText, type Context, networkName } from "./words.ts";

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly text: number;
  /** Rows that one network may take. */
  readonly rows: number;
}

/** Tensors `first` to `last` of a lane in one row, `from` and `to` along the street. */
interface Row {
  readonly lane: Lane;
  readonly first: number;
  readonly last: number;
  readonly from: number;
  readonly to: number;
}

/** Cuts a lane between blocks into rows of at most `length`; null where one block alone is longer. */
function rowsOf(lane: Lane, length: number): Row[] | null {
  const { tensors } = lane.street;
  const blocks: { first: number; last: number }[] = [];
  tensors.forEach(({ block }, at) => {
    const current = blocks.at(-1);
    // The picture stands with the stem.
    if (current && (at === 1 || tensors[at - 1]!.block === block)) current.last = at;
    else blocks.push({ first: at, last: at });
  });
  const rows: { first: number; last: number }[] = [];
  const lengthOf = (first: number, last: number): number => lane.stretches[last]![1] - lane.stretches[first]![0];
  for (const { first, last } of blocks) {
    const row = rows.at(-1);
    if (row && lengthOf(row.first, last) <= length) row.last = last;
    else if (lengthOf(first, last) <= length) rows.push({ first, last });
    else return null;
  }
  return rows.map(({ first, last }) => ({
    lane,
    first,
    last,
    from: lane.stretches[first]![0],
    to: lane.stretches[last]![1],
  }));
}

const tallest = ({ lane, first, last }: Row): number =>
  Math.max(...lane.street.tensors.slice(first, last + 1).map(({ shape }) => shape[0]));
const deepest = (city: City, { lane, first, last }: Row): number =>
  Math.max(...lane.street.tensors.slice(first, last + 1).map((_, k) => memoryDepth(city, lane, first + k)));

interface Laid {
  readonly scale: number;
  readonly rows: readonly { readonly row: Row; readonly ground: number; readonly left: number }[];
}

/** Room of a row besides its tensors: labels above, air between ground and memory, air below. */
const bands = (text: number) => ({ above: 1.45 * text, between: 5, below: 1.35 * text });
const titleOf = (city: City, text: number): number => (city.lanes.length > 1 ? 1.6 * text : 0);

/** A last row that is nearly empty looks forgotten: it is at least this part of the longest. */
const FULL = 0.4;

const isEven = (rows: readonly Row[]): boolean =>
  rows.at(-1)!.to - rows.at(-1)!.from >= FULL * Math.max(...rows.map(({ from, to }) => to - from));

/** The largest scale, in picture units a cell, at which all rows have room. */
function layRows(city: City, { width, height, text, rows: most }: Frame): Laid {
  const band = bands(text);
  const margin = { left: 4.2 * text, right: 0.9 * text };
  const room = width - margin.left - margin.right;
  for (let scale = height / city.side; ; scale *= 0.985) {
    const cut = city.lanes.map((lane) => rowsOf(lane, room / scale));
    if (cut.some((rows) => rows === null || rows.length > most || !isEven(rows))) continue;
    let y = 0;
    const rows = (cut as Row[][]).flatMap((own) => {
      y += titleOf(city, text);
      return own.map((row) => {
        const ground = y + band.above + tallest(row) * scale;
        y = ground + band.between + deepest(city, row) * scale + band.below;
        return { row, ground, left: margin.left };
      });
    });
    // Below the last row stands the ruler of channels.
    if (y + 2.4 * text <= height) {
      const air = (height - y - 2.4 * text) / (rows.length + 1);
      return { scale, rows: rows.map((one, i) => ({ ...one, ground: one.ground + (i + 1) * Math.min(air, text) })) };
    }
  }
}

const box = (x: number, y: number, width: number, height: number): number[] => [
  ...[x, y, x + width, y, x + width, y + height, x, y + height, x, y],
  ...[NaN, NaN],
];

/** A shortcut as a flat arch over its block. */
function arch(fromX: number, toX: number, y: number, rise: number): number[] {
  return Array.from({ length: 9 }, (_, k) => {
    const t = k / 8;
    return [fromX + t * (toX - fromX), y - 4 * rise * t * (1 - t)];
  })
    .flat()
    .concat(NaN, NaN);
}

function rowMarks(city: City, laid: Laid, at: number, frame: Frame, { state, tr }: Context): Mark[] {
  const { scale } = laid;
  const { row, ground, left } = laid.rows[at]!;
  const { lane, first, last } = row;
  const { tensors, peak } = lane.street;
  const isMain = lane === city.lanes[0];
  const open = isMain ? state.block : WHOLE;
  const along = (y: number): number => left + (y - row.from) * scale;
  const shapes: Record<"dim" | "inner" | "outer" | "picture", number[]> = {
    dim: [],
    inner: [],
    outer: [],
    picture: [],
  };
  const [arches, memory, lit, top]: [number[], number[], number[], number[]] = [[], [], [], []];
  const from = ground + bands(frame.text).between;
  for (let k = first; k <= last; k++) {
    const { block, role, shape, shortcut, isOutput } = tensors[k]!;
    const standing = lane.standing[k]!;
    const [x, h] = [along(standing.origin[1]), shape[0] * scale];
    const long = (shape[2] - 1) * (standing.pitch ?? city.pitch) * scale;
    const kind =
      open !== WHOLE && block !== open ? "dim" : role === "picture" ? "picture" : isOutput ? "outer" : "inner";
    shapes[kind].push(...box(x, ground - h, long, h));
    if (shortcut !== null && shortcut >= first && shortcut < k) {
      const reads = lane.standing[shortcut]!;
      const y = ground - Math.max(...tensors.slice(shortcut, k + 1).map((one) => one.shape[0])) * scale;
      arches.push(...arch(along(reads.origin[1]), x + long, y - 2, 0.45 * frame.text));
    }
    const [begin, end] = lane.stretches[k]!.map(along) as [number, number];
    const depth = memoryDepth(city, lane, k) * scale;
    memory.push(begin, from + depth, end, from + depth);
    if (k === peak) top.push(...box(begin, from, end - begin, depth));
    if (block === open) lit.push(...box(begin, from, end - begin, depth));
  }
  const [begin, end] = [along(row.from), along(row.to)];
  const labels = blockLabels(laid, at, frame, tr, open);
  return [
    { kind: "line", xy: [begin, from, ...memory, end, from, begin, from], stroke: "activation", width: 1, fill: "activation", opacity: 0.22 },
    { kind: "line", xy: lit, stroke: "accent", width: 1, fill: "accent", opacity: 0.55 },
    { kind: "line", xy: memory, stroke: "activation", width: 1.25 },
    { kind: "line", xy: top, stroke: "activation", width: 1.25, fill: "activation" },
    { kind: "line", xy: [begin, ground, end, ground], stroke: "ink-2", width: 1 },
    { kind: "line", xy: arches, stroke: "ink-2", width: 1, opacity: 0.8 },
    { kind: "line", xy: shapes.dim, stroke: "control", width: 1, fill: "surface", opacity: 0.75 },
    { kind: "line", xy: shapes.inner, stroke: "activation", width: 1, fill: "heat-1" },
    { kind: "line", xy: shapes.outer, stroke: "activation", width: 1, fill: "activation" },
    { kind: "line", xy: shapes.picture, stroke: "input", width: 2, fill: "input" },
    ...labels,
  ]; // prettier-ignore
}

/** Numbers of blocks over them, as many as have room; the open one always. */
function blockLabels(laid: Laid, at: number, frame: Frame, tr: Context["tr"], open: number): Mark[] {
  const { row, ground, left } = laid.rows[at]!;
  const { lane, first, last } = row;
  const { tensors } = lane.street;
  const found = new Map<number, { x: number; h: number; isArched: boolean }>();
  for (let k = first; k <= last; k++) {
    const { block, shape, shortcut } = tensors[k]!;
    if (block < 0) continue;
    const own = tensors.flatMap((tensor, i) => (tensor.block === block ? [lane.stretches[i]!] : []));
    const x = left + ((own[0]![0] + own.at(-1)![1]) / 2 - row.from) * laid.scale;
    const isArched = shortcut !== null && shortcut < k;
    found.set(block, { x, isArched, h: Math.max(found.get(block)?.h ?? 0, shape[0] * laid.scale) });
  }
  const head = tensors.at(-1)!.block;
  const taken: [number, number][] = [];
  const order = [...found.keys()].sort((a, b) => Number(b === open) - Number(a === open) || a - b);
  return order.flatMap((block): Mark[] => {
    const { x: middle, h, isArched } = found.get(block)!;
    const text = block === head ? tr("block.short.head") : blockShort(tr, block);
    const half = (0.58 * frame.text * text.length) / 2 + 3;
    // The picture stands higher than the stem: its words keep to the right of it.
    const x = block === 0 ? Math.max(middle, left + half + 6) : middle;
    if (taken.some(([from, to]) => x - half < to && x + half > from)) return [];
    taken.push([x - half, x + half]);
    const [fill, y] = [block === open ? "accent" : "ink-2", ground - h - (isArched ? 0.8 : 0.4) * frame.text] as const;
    return [{ kind: "text", x, y, text, anchor: "middle", size: frame.text, fill }];
  });
}

/** About how wide a sign is, as a part of the text's size. */
const SIGN = 0.52;

/** Rulers, the name of each network, and the peak. */
function furniture(city: City, laid: Laid, frame: Frame, context: Context): Mark[] {
  const { tr, num } = context;
  const { text } = frame;
  const { scale } = laid;
  const first = laid.rows[0]!;
  const cells = rulerLength(2 * city.side);
  const x = first.left - 0.8 * text;
  const tick = (px: number, py: number, dx: number, dy: number): number[] => [
    px - dx,
    py - dy,
    px + dx,
    py + dy,
    NaN,
    NaN,
  ];
  const low = frame.height - 1.5 * text;
  const channels = rulerLength((2 * 0.3 * (frame.width - first.left)) / scale / city.pitch);
  const long = channels * city.pitch * scale;
  const said = tr("ruler.channels", { channels: num(channels), perCell: num(Math.round(1 / city.pitch)) });
  const marks: Mark[] = [
    { kind: "line", xy: [x, first.ground, x, first.ground - cells * scale, NaN, NaN, ...tick(x, first.ground, 3, 0), ...tick(x, first.ground - cells * scale, 3, 0)], stroke: "ink-2", width: 1 },
    { kind: "text", x: x - 6, y: first.ground - (cells * scale) / 2 - 1, text: num(cells), anchor: "end", size: text },
    { kind: "text", x: x - 6, y: first.ground - (cells * scale) / 2 + text, text: tr("ruler.cells"), anchor: "end", size: text },
    { kind: "line", xy: [first.left, low, first.left + long, low, NaN, NaN, ...tick(first.left, low, 0, 3), ...tick(first.left + long, low, 0, 3)], stroke: "ink-2", width: 1 },
    { kind: "text", x: Math.min(first.left, Math.max(2, frame.width - SIGN * text * said.length)), y: low + 1.15 * text, text: said, size: text },
  ]; // prettier-ignore
  laid.rows.forEach(({ row, ground, left }, i) => {
    const { lane } = row;
    const { peak, tensors } = lane.street;
    if (city.lanes.length > 1 && lane !== laid.rows[i - 1]?.row.lane) {
      const y = ground - tallest(row) * scale - bands(text).above - 0.35 * text;
      marks.push({ kind: "text", x: 2, y, text: networkName(tr, lane.street), size: text, fill: "ink" });
    }
    if (peak < row.first || peak > row.last) return;
    const begin = left + (lane.stretches[peak]![0] - row.from) * scale;
    const size = bytesText(tensors[peak]!.live, context);
    // Under its bar, which is the deepest: no memory lies there.
    marks.push({
      kind: "text",
      x: begin,
      y: ground + bands(text).between + memoryDepth(city, lane, peak) * scale + 1.05 * text,
      text: tr("peakMark", { size }),
      size: text,
      fill: "ink",
    });
  });
  return marks;
}

/** The inside of an SVG of the frame's size. */
export function twinSvg(city: City, frame: Frame, context: Context): string {
  const laid = layRows(city, frame);
  return marksSvg([
    ...laid.rows.flatMap((_, at) => rowMarks(city, laid, at, frame, context)),
    ...furniture(city, laid, frame, context),
  ]);
}
