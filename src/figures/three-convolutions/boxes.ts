/** Panel units of a column, and how planes and matrices are laid into it. */
export const WIDTH = 320;
export const HEIGHT = 316;
/** The tensors' boxes, left and right, below their names. */
export const TENSOR = { width: 150, height: 128, top: 24, right: 170 } as const;
export const MATRIX = { top: 200, height: 92 } as const;
/** The baseline of the line that tells the value just made, below the tallest of the three matrices. */
export const saysAt = (inC: number, outC: number, columns: number): number =>
  Math.round(MATRIX.top + Math.max(inC, outC) * matrixCell(inC, outC, columns) + 20);
/** One scale for the three matrices, so that their areas compare. `columns` is the widest one's. */
export const matrixCell = (inC: number, outC: number, columns: number): number =>
  Math.min(14, WIDTH / columns, MATRIX.height / Math.max(inC, outC));

export interface Planes {
  readonly columns: number;
  readonly rows: number;
  /** Panel units of a cell. */
  readonly size: number;
}

/** Planes of h×w cells in rows, one empty cell between them, as large as the box allows. */
export function planesIn(h: number, w: number, channels: number): Planes {
  let best: Planes = { columns: 1, rows: channels, size: 0 };
  for (let columns = 1; columns <= channels; columns++) {
    const rows = Math.ceil(channels / columns);
    const size = Math.min(TENSOR.width / (columns * (w + 1) - 1), TENSOR.height / (rows * (h + 1) - 1));
    if (size > best.size) best = { columns, rows, size: Math.floor(size * 10) / 10 };
  }
  return best;
}

/** Left and top of a channel's plane, in cells. */
export const planeAt = (planes: Planes, h: number, w: number, channel: number): readonly [x: number, y: number] => [
  (channel % planes.columns) * (w + 1),
  Math.floor(channel / planes.columns) * (h + 1),
];
