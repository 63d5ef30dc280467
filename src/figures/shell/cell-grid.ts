/** A grid of values as SVG: one path a colour level, values written where there is room, cells outlined. */
import { round } from "./markup.ts";

/** Levels on either side of zero; their colours are in levels.css. */
const LEVELS = 4;

export interface CellGrid {
  readonly rows: number;
  readonly columns: number;
  /** Panel units: the top left corner, and the side of a cell. */
  readonly left: number;
  readonly top: number;
  readonly size: number;
  /** null is a place without a value yet, or in the padding; undefined is no cell, such as a gap between planes. */
  readonly value: (row: number, column: number) => number | null | undefined;
  /** The value at full colour; the opposite value has the other one. */
  readonly reach: number;
  /** Writes a value into its cell; without it the grid is colours alone. */
  readonly text?: (value: number) => string;
  /** The side from which on values are written, where they are shorter than usual; 30 if absent. */
  readonly room?: number;
}

const levelOf = (value: number, reach: number): number =>
  Math.round(LEVELS * (reach === 0 ? 0 : Math.min(1, Math.max(-1, value / reach)))) + 0;

const inkOf = (level: number): string =>
  level === 0 ? "level-0" : `level-${level < 0 ? "n" : "p"}${String(Math.abs(level))}`;

const textInk = (level: number): string =>
  Math.abs(level) === LEVELS ? "paper" : Math.abs(level) === LEVELS - 1 ? "on-3" : "ink";

const n = (value: number): string => String(round(value, 1));

/** Text of 12 units or more fits a cell from this side on. */
const ROOM = 30;

export function gridSvg(grid: CellGrid): string {
  const { rows, columns, left, top, size, text } = grid;
  const fills = new Map<string, string>();
  const texts: string[] = [];
  const side = size - Math.min(1, size / 10);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = grid.value(row, column);
      if (value === undefined) continue;
      const level = value === null ? 0 : levelOf(value, grid.reach);
      const ink = value === null ? "padding" : inkOf(level);
      fills.set(ink, `${fills.get(ink) ?? ""}M${String(column)} ${String(row)}h1`);
      if (value === null || !text || size < (grid.room ?? ROOM)) continue;
      const ground = textInk(level);
      const [x, y] = [left + column * size + side / 2, top + row * size + side / 2 + 5];
      texts.push(
        `<text x="${n(x)}" y="${n(y)}"${ground === "ink" ? "" : ` fill="var(--${ground})"`}>${text(value)}</text>`,
      );
    }
  }
  // In units of cells, one stroke a cell: short, and alike enough to compress. A dash leaves the gap between cells.
  const share = round(side / size, 3);
  const paths = [...fills].map(([ink, d]) =>
    ink === "padding"
      ? `<path d="${d}" stroke="var(--control)" stroke-width=".16" stroke-dasharray="0 .4 .16 1"/>`
      : `<path d="${d}" stroke="var(--${ink})" stroke-width="${String(share)}" stroke-dasharray="${String(share)} 1"/>`,
  );
  const cells = `<g transform="translate(${n(left)} ${n(top + side / 2)})scale(${String(round(size, 3))})" fill="none">${paths.join("")}</g>`;
  const font = round(Math.min(18, Math.max(13, size * 0.33)), 1);
  const words =
    texts.length === 0
      ? ""
      : `<g class="cell-text" text-anchor="middle" font-size="${String(font)}" fill="var(--ink)">${texts.join("")}</g>`;
  return cells + words;
}

/** A frame around cells, with a rim of paper that keeps it apart from any colour. */
export function frameSvg(
  { left, top, size }: Pick<CellGrid, "left" | "top" | "size">,
  box: { readonly row: number; readonly column: number; readonly rows: number; readonly columns: number },
  ink: "input" | "weight" | "accent" | "activation",
  width = 3,
): string {
  const place = `x="${n(left + box.column * size - 0.5)}" y="${n(top + box.row * size - 0.5)}" width="${n(box.columns * size)}" height="${n(box.rows * size)}" fill="none"`;
  return `<rect ${place} stroke="var(--paper)" stroke-width="${String(width + (size < 20 ? 1.5 : 3))}"/><rect ${place} stroke="var(--${ink})" stroke-width="${String(width)}"/>`;
}

/** The cell under a point in panel units, or null. */
export function cellAt(
  { left, top, size, rows, columns }: Pick<CellGrid, "left" | "top" | "size" | "rows" | "columns">,
  x: number,
  y: number,
): { readonly row: number; readonly column: number } | null {
  const [row, column] = [Math.floor((y - top) / size), Math.floor((x - left) / size)];
  return row < 0 || column < 0 || row >= rows || column >= columns ? null : { row, column };
}

/** Five by five cells around a picked one: a small grid's neighbourhood, large enough to read. */
export function loupeSvg(
  grid: Pick<CellGrid, "rows" | "columns" | "value" | "reach">,
  at: { readonly row: number; readonly column: number },
  text?: (value: number) => string,
): string {
  const [span, size] = [5, 44];
  const from = { row: at.row - 2, column: at.column - 2 };
  const inside = (row: number, column: number): boolean =>
    row >= 0 && column >= 0 && row < grid.rows && column < grid.columns;
  const around = {
    rows: span,
    columns: span,
    left: 2,
    top: 2,
    size,
    reach: grid.reach,
    ...(text ? { text } : {}),
    value: (row: number, column: number) =>
      inside(row + from.row, column + from.column) ? grid.value(row + from.row, column + from.column) : undefined,
  };
  return gridSvg(around) + frameSvg(around, { row: 2, column: 2, rows: 1, columns: 1 }, "accent");
}
