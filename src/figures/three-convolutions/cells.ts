/** One column cell by cell: the tensor it reads, the tensor it makes, its weights as a matrix; what is used now is framed. */
import { type CellGrid, frameSvg, gridSvg } from "@/figures/shell/cell-grid.ts";
import type { Tensor } from "@kernels/tensor.ts";
import { MATRIX, matrixCell, planeAt, planesIn, TENSOR } from "./boxes.ts";
import type { ThreeData } from "./compute.ts";
import type { Kind, Position, Sizes } from "./sizes.ts";

export type Values = NonNullable<ThreeData["values"]>;

const reachOf = (values: Float32Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

interface Frame {
  readonly channel: number;
  readonly y: number;
  readonly x: number;
  readonly side: number;
}

/** A tensor's planes; `known` tells which values are there yet. */
function tensorSvg(
  { shape: [h, w, channels], data }: Tensor,
  left: number,
  pad: number,
  frames: readonly Frame[],
  ink: "input" | "accent",
  known: (y: number, x: number, c: number) => boolean = () => true,
): string {
  const [rows, columns] = [h + 2 * pad, w + 2 * pad];
  const planes = planesIn(rows, columns, channels);
  const grid: CellGrid = {
    rows: planes.rows * (rows + 1) - 1,
    columns: planes.columns * (columns + 1) - 1,
    left,
    top: TENSOR.top,
    size: planes.size,
    reach: reachOf(data),
    value(row, column) {
      const channel = Math.floor(row / (rows + 1)) * planes.columns + Math.floor(column / (columns + 1));
      const [y, x] = [(row % (rows + 1)) - pad, (column % (columns + 1)) - pad];
      if (channel >= channels || y >= h + pad || x >= w + pad) return undefined;
      if (y < 0 || x < 0 || y >= h || x >= w) return null;
      return known(y, x, channel) ? data[(y * w + x) * channels + channel] : null;
    },
  };
  const framed = frames.map(({ channel, y, x, side }) => {
    const [px, py] = planeAt(planes, rows, columns, channel);
    return frameSvg(grid, { row: py + y + pad, column: px + x + pad, rows: side, columns: side }, ink, 2.5);
  });
  return gridSvg(grid) + framed.join("");
}

/** Rows are output channels; columns are input channels, each with its taps. What a depthwise filter never reads is empty. */
function matrixSvg(kind: Kind, { inC, outC, kernel }: Sizes, { filters }: Values, lit: number | null): string {
  const taps = kind === "pointwise" ? 1 : kernel ** 2;
  const rows = kind === "depthwise" ? inC : outC;
  const size = matrixCell(inC, outC, inC * kernel ** 2);
  const grid: CellGrid = {
    rows,
    columns: inC * taps,
    left: 0,
    top: MATRIX.top,
    size: Math.floor(size * 10) / 10,
    reach: reachOf(filters[kind]),
    value(o, column) {
      const [c, tap] = [Math.floor(column / taps), column % taps];
      if (kind === "standard") return filters.standard[(tap * inC + c) * outC + o];
      if (kind === "pointwise") return filters.pointwise[c * outC + o];
      return c === o ? filters.depthwise[tap * inC + c] : undefined;
    },
  };
  const ground = `<rect x="0" y="${String(MATRIX.top)}" width="${String(inC * taps * grid.size)}" height="${String(rows * grid.size)}" fill="var(--surface)"/>`;
  const box =
    kind === "depthwise"
      ? { row: lit ?? 0, column: (lit ?? 0) * taps, rows: 1, columns: taps }
      : { row: lit ?? 0, column: 0, rows: 1, columns: inC * taps };
  return ground + gridSvg(grid) + (lit === null ? "" : frameSvg(grid, box, "weight", 2.5));
}

export function cellsSvg(kind: Kind, sizes: Sizes, data: ThreeData, position: Position, values: Values): string {
  const { inC, outC, kernel } = sizes;
  const now = position.now[kind];
  const isPointwise = kind === "pointwise";
  const pad = isPointwise ? 0 : data.before;
  const reads: Frame[] = [];
  if (now) {
    const stride = Number(sizes.stride);
    const place = isPointwise
      ? { y: now.y, x: now.x, side: 1 }
      : { y: now.y * stride - data.before, x: now.x * stride - data.before, side: kernel };
    for (let c = 0; c < inC; c++) if (kind !== "depthwise" || c === now.channel) reads.push({ channel: c, ...place });
  }
  const makes: Frame[] = now ? [{ ...now, side: 1 }] : [];
  const known =
    (count: number, channels: number) =>
    (y: number, x: number, c: number): boolean =>
      (y * data.outW + x) * channels + c < count;
  const source = isPointwise ? values.depthwise : values.input;
  const there = isPointwise ? known(position.made.depthwise, inC) : undefined;
  const made = known(position.made[kind], kind === "depthwise" ? inC : outC);
  return [
    tensorSvg(source, 0, pad, reads, "input", there),
    tensorSvg(values[kind], TENSOR.right, 0, makes, "accent", made),
    matrixSvg(kind, sizes, values, now?.channel ?? null),
  ].join("");
}
