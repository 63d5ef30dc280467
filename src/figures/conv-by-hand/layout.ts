/** Where the planes and cells of the two tensors stand, for drawing and for pointing. */
import { cellAt, type CellGrid } from "@/figures/shell/cell-grid.ts";
import type { PickedCell } from "@/figures/shell/cell-moves.ts";
import type { ByHandData } from "./compute.ts";

/** Panel units: a tensor's panel is this wide. */
export const WIDTH = 400;
const GAP = 12;
const EDGE = 2;

export type Plane = Pick<CellGrid, "rows" | "columns" | "left" | "top" | "size">;

/** One plane a channel, two beside each other where there are more. */
export function planesOf(
  side: number,
  channels: number,
): { readonly planes: readonly Plane[]; readonly height: number } {
  const inRow = channels > 1 ? 2 : 1;
  const size = Math.floor((WIDTH - 2 * EDGE - (inRow - 1) * GAP) / inRow / side);
  const planes = Array.from({ length: channels }, (_, c) => ({
    rows: side,
    columns: side,
    left: EDGE + (c % inRow) * (side * size + GAP),
    top: EDGE + Math.floor(c / inRow) * (side * size + GAP),
    size,
  }));
  const last = planes.at(-1);
  return { planes, height: last ? last.top + side * size + EDGE : WIDTH };
}

/** Padding around the input: before, and as much after as the last window needs. */
export function paddedSide({ input, filter, output, before }: ByHandData, stride: number): number {
  const reach = (output.shape[0] - 1) * stride + filter.shape[0];
  return Math.max(input.shape[0] + before, reach);
}

/** The cell of a tensor's planes under a point in shares of the panel. */
export function cellUnder(side: number, channels: number, x: number, y: number): PickedCell | null {
  const { planes, height } = planesOf(side, channels);
  for (const [c, plane] of planes.entries()) {
    const at = cellAt(plane, x * WIDTH, y * height);
    if (at) return { c, y: at.row, x: at.column };
  }
  return null;
}

/** The filter's and the window's panel: one k×k plane for each input channel, one below the other. */
export const SLICE = 220;
export function slicesOf(kernel: number, inC: number): { readonly planes: readonly Plane[]; readonly height: number } {
  const size = Math.floor((SLICE - 2 * EDGE) / kernel);
  const planes = Array.from({ length: inC }, (_, c) => ({
    rows: kernel,
    columns: kernel,
    left: EDGE,
    top: EDGE + c * (kernel * size + GAP),
    size,
  }));
  return { planes, height: inC * (kernel * size + GAP) - GAP + 2 * EDGE };
}
export function tapUnder(kernel: number, inC: number, x: number, y: number): PickedCell | null {
  const { planes, height } = slicesOf(kernel, inC);
  for (const [c, plane] of planes.entries()) {
    const at = cellAt(plane, x * SLICE, y * height);
    if (at) return { c, y: at.row, x: at.column };
  }
  return null;
}
