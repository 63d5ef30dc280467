/** The product as a drawing: input, filters, patch matrix and output, with what makes the picked value framed. */
import { frameSvg, gridSvg } from "@/figures/shell/cell-grid.ts";
import type { DrawContext, Panel } from "@/figures/shell/contract.ts";
import { short } from "@/figures/shell/float-words.ts";
import { escapeHtml } from "@/figures/shell/markup.ts";
import type { Im2colData, Im2colState } from "./compute.ts";
import { type Block, layoutOf, WIDTH } from "./layout.ts";

export type Context = DrawContext<Im2colState>;

const reachOf = (values: Float32Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** Values of at most three characters fit a cell of this side. */
const ROOM = 24;
const FONT = 14;
/** About the width of a character at this size. */
const CHARACTER = 7.6;

const label = (x: number, y: number, words: string): string =>
  `<text x="${String(Math.max(0, Math.min(x, Math.floor(WIDTH - CHARACTER * words.length))))}" y="${String(Math.round(y))}" font-size="${String(FONT)}" fill="var(--ink-2)">${escapeHtml(words)}</text>`;

export function productPanel(data: Im2colData, context: Context): Panel {
  const { state, tr } = context;
  const { input, matrix, filters, product, isPadding, before, row } = data;
  const [size, , inC] = input.shape;
  const { outC, o } = state;
  const kernel = Number(state.kernel);
  const layout = layoutOf(data, state);
  const inputReach = reachOf(input.data);
  const grid = (block: Block, reach: number, value: (row: number, column: number) => number | null): string =>
    gridSvg({ ...block, reach, value, text: short, room: ROOM });
  const frame = (
    part: string,
    block: Block,
    box: { row: number; column: number; rows: number; columns: number },
    ink: "input" | "weight" | "accent",
  ): string => `<g data-part="${part}">${frameSvg(block, box, ink, block.size < 12 ? 1.5 : 3)}</g>`;

  const [y, x] = [state.y * Number(state.stride), state.x * Number(state.stride)];
  const window = { row: y, column: x, rows: kernel, columns: kernel };
  const planes = layout.planes.map((plane, c) => {
    const pixel = (line: number, column: number): number | null =>
      line < before || column < before || line >= size + before || column >= size + before
        ? null
        : (input.data[((line - before) * size + column - before) * inC + c] as number);
    return grid(plane, inputReach, pixel) + frame("patch", plane, window, "input");
  });
  const { columns, rows } = matrix;
  const shapes = { input: [size, size, inC].join("×"), rows, columns, outC };
  const under = layout.matrix.top - 8;
  const named = tr("labels.matrix", shapes);
  return {
    id: "product",
    span: 6,
    width: WIDTH,
    height: Math.ceil(layout.height),
    title: tr("panels.product"),
    alt: tr("alt.product", { ...shapes, row, o }),
    svg: [
      label(0, (layout.planes[0]?.top ?? 0) - 8, tr("labels.input", shapes)),
      label(layout.filters.left, layout.filters.top - 8, tr("labels.filters", shapes)),
      label(Math.min(layout.matrix.left, layout.product.left - CHARACTER * named.length - 12), under, named),
      label(layout.product.left, under, tr("labels.product", shapes)),
      ...planes,
      grid(layout.filters, reachOf(filters), (line, column) => filters[line * outC + column] as number),
      frame("column", layout.filters, { row: 0, column: o, rows: columns, columns: 1 }, "weight"),
      grid(layout.matrix, inputReach, (line, column) =>
        isPadding[line * columns + column] ? null : (matrix.data[line * columns + column] as number),
      ),
      frame("row", layout.matrix, { row, column: 0, rows: 1, columns }, "input"),
      grid(layout.product, reachOf(product), (line, column) => product[line * outC + column] as number),
      frame("value", layout.product, { row, column: o, rows: 1, columns: 1 }, "accent"),
    ].join(""),
  };
}
