/** Where each channel's plane and each cell stands: before and after share one scale, so that sizes can be compared. */
import type { Shape } from "@kernels/tensor.ts";
import type { MicroscopeData } from "./compute.ts";
import type { PickedCell } from "./steps.ts";

/** Panel units. The two panels together always take the same height, so stepping moves nothing else. */
export const WIDTH = 360;
export const TOTAL = 460;
/** A line of text above each of two sources. */
export const LINE = 18;
/** The largest cell and the largest plane. */
const CELL = 14;
const PLANE = 168;
/** The note that stands where a block's input has nothing before it. */
const NOTE = 28;

/** Planes in rows, one empty cell between them; all in cells. */
export interface PlaneGrid {
  readonly shape: Shape;
  readonly columns: number;
  readonly rows: number;
  /** Panel units from the top. */
  readonly top: number;
}

export interface Layout {
  /** Panel units of one cell. */
  readonly unit: number;
  readonly before: readonly PlaneGrid[];
  readonly beforeHeight: number;
  readonly after: PlaneGrid;
  readonly afterHeight: number;
}

const columnsAt = ([, w, c]: Shape, unit: number): number =>
  Math.max(1, Math.min(c, Math.floor((WIDTH / unit + 1) / (w + 1))));
const heightAt = (shape: Shape, unit: number): number =>
  (Math.ceil(shape[2] / columnsAt(shape, unit)) * (shape[0] + 1) - 1) * unit;

export function layOut(sources: readonly Shape[], shape: Shape): Layout {
  const all = [...sources, shape];
  const lines = sources.length > 1 ? sources.length * LINE : 0;
  const room = TOTAL - lines - (sources.length === 0 ? NOTE : 0);
  const gaps = sources.length > 1 ? 8 * sources.length : 0;
  const widest = Math.max(...all.map(([h, w]) => Math.max(h, w)));
  let unit = Math.min(CELL, PLANE / widest);
  const fits = (): boolean =>
    all.reduce((sum, one) => sum + heightAt(one, unit), 0) + gaps <= room && all.every(([, w]) => w * unit <= WIDTH);
  while (!fits() && unit > 0.2) unit *= 0.985;
  let top = 0;
  const before = sources.map((one): PlaneGrid => {
    if (lines > 0) top += LINE;
    const grid = gridAt(one, unit, top);
    top += heightAt(one, unit) + (sources.length > 1 ? 8 : 0);
    return grid;
  });
  const beforeHeight = Math.ceil(sources.length === 0 ? NOTE : top);
  return { unit, before, beforeHeight, after: gridAt(shape, unit, 0), afterHeight: TOTAL - beforeHeight };
}

function gridAt(shape: Shape, unit: number, top: number): PlaneGrid {
  const columns = columnsAt(shape, unit);
  return { shape, columns, rows: Math.ceil(shape[2] / columns), top };
}

export const layoutOf = (data: MicroscopeData): Layout =>
  layOut(
    data.sources.map(({ shape }) => shape),
    data.shape,
  );

/** Left and top of a channel's plane, in cells. */
export const planeAt = ({ shape: [h, w], columns }: PlaneGrid, c: number): readonly [x: number, y: number] => [
  (c % columns) * (w + 1),
  Math.floor(c / columns) * (h + 1),
];

/** The cell under a point given in cells, or null beside all planes. The gap belongs to the plane before it. */
export function cellUnder({ shape: [h, w, channels], columns }: PlaneGrid, x: number, y: number): PickedCell | null {
  const [column, row] = [Math.floor(x / (w + 1)), Math.floor(y / (h + 1))];
  const c = row * columns + column;
  if (x < 0 || y < 0 || column >= columns || c >= channels) return null;
  return {
    c,
    y: Math.min(h - 1, Math.floor(y - row * (h + 1))),
    x: Math.min(w - 1, Math.floor(x - column * (w + 1))),
  };
}

/** A box around cells, in cells; `source` is the index of the grid before, or null for the grid after. */
export interface Box {
  readonly source: number | null;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly role: "plane" | "cell" | "window";
}

/** What is outlined: the picked value, its plane, and all that it was made of. */
export function boxesOf(data: MicroscopeData, { before, after }: Layout): Box[] {
  const { c, y, x } = data.cell;
  const [px, py] = planeAt(after, c);
  const boxes: Box[] = [
    { source: null, x: px, y: py, w: after.shape[1], h: after.shape[0], role: "plane" },
    { source: null, x: px + x, y: py + y, w: 1, h: 1, role: "cell" },
  ];
  const { window } = data;
  if (!window) return boxes;
  before.forEach((grid, source) => {
    const [h, w, channels] = grid.shape;
    const mixes = data.kind === "pointwise" || data.kind === "conv2d";
    const [top, left] = [Math.max(0, window.y), Math.max(0, window.x)];
    const [bottom, right] = [Math.min(h, window.y + window.kernel), Math.min(w, window.x + window.kernel)];
    for (let channel = mixes ? 0 : c; channel < (mixes ? channels : c + 1); channel++) {
      const [gx, gy] = planeAt(grid, channel);
      boxes.push({ source, x: gx + left, y: gy + top, w: right - left, h: bottom - top, role: "window" });
    }
  });
  return boxes;
}
