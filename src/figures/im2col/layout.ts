/**
 * Where the four blocks stand. The filters stand above the output and the patch matrix to the left of it, so that a row
 * and a column meet in the value that they make; the input has the corner.
 */
import { cellAt, type CellGrid } from "@/figures/shell/cell-grid.ts";
import type { PickedCell } from "@/figures/shell/cell-moves.ts";
import type { Im2colData, Im2colState } from "./compute.ts";

/** Panel units. */
export const WIDTH = 360;
const EDGE = 2;
const GAP = 12;
/** Between the planes of the input's channels. */
const PLANE_GAP = 8;
const LABEL = 24;
const MOST = 28;

export type Block = Pick<CellGrid, "rows" | "columns" | "left" | "top" | "size">;

export interface Layout {
  /** The input with its padding, one plane a channel. */
  readonly planes: readonly Block[];
  readonly filters: Block;
  readonly matrix: Block;
  readonly product: Block;
  readonly height: number;
}

/** Rows and columns of the input with its padding; behind, as much of it as the last window needs. */
export function paddedSide({ input, before, outShape }: Im2colData, { kernel, stride }: Im2colState): number {
  return Math.max(input.shape[0] + before, (outShape[0] - 1) * Number(stride) + Number(kernel));
}

export function layoutOf(data: Im2colData, state: Im2colState): Layout {
  const { rows, columns } = data.matrix;
  const { inC, outC } = state;
  const side = paddedSide(data, state);
  const tenths = (value: number): number => Math.floor(value * 10) / 10;
  const room = WIDTH - 2 * EDGE - GAP;
  const size = Math.min(MOST, tenths(room / (columns + outC)));
  const gaps = (inC - 1) * PLANE_GAP;
  const pixel = Math.min(MOST, tenths((room - outC * size - gaps) / (inC * side)));
  const corner = Math.max(columns * size, inC * side * pixel + gaps);
  const right = EDGE + corner + GAP;
  const below = LABEL + Math.max(columns * size, side * pixel) + GAP + LABEL;
  return {
    planes: Array.from({ length: inC }, (_, c) => ({
      rows: side,
      columns: side,
      left: EDGE + c * (side * pixel + PLANE_GAP),
      top: LABEL,
      size: pixel,
    })),
    filters: { rows: columns, columns: outC, left: right, top: below - LABEL - GAP - columns * size, size },
    matrix: { rows, columns, left: right - GAP - columns * size, top: below, size },
    product: { rows, columns: outC, left: right, top: below, size },
    height: below + rows * size + EDGE,
  };
}

/** The output pixel and filter that a point means, in shares of the panel; null beside the blocks. */
export function cellUnder(data: Im2colData, state: Im2colState, x: number, y: number): PickedCell | null {
  const layout = layoutOf(data, state);
  const at = (block: Block) => cellAt(block, x * WIDTH, y * layout.height);
  const [out] = data.outShape;
  const pixelOf = (row: number) => ({ y: Math.floor(row / out), x: row % out });
  const product = at(layout.product);
  if (product) return { c: product.column, ...pixelOf(product.row) };
  const patch = at(layout.matrix);
  if (patch) return { c: state.o, ...pixelOf(patch.row) };
  const filter = at(layout.filters);
  if (filter) return { c: filter.column, y: state.y, x: state.x };
  for (const plane of layout.planes) {
    const pixel = at(plane);
    if (!pixel) continue;
    // The window whose middle is nearest.
    const nearest = (place: number): number =>
      Math.min(out - 1, Math.max(0, Math.round((place - (Number(state.kernel) - 1) / 2) / Number(state.stride))));
    return { c: state.o, y: nearest(pixel.row), x: nearest(pixel.column) };
  }
  return null;
}
