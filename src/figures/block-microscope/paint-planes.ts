/** Paints the tensors' planes on canvases, real values, each cell a whole number of the screen's pixels. */
import { colourTable, parseHex, type Rgb, tableIndex } from "./colour.ts";
import { type Box, LINE, planeAt, type PlaneGrid, WIDTH } from "./layout.ts";
import type { Scale } from "./scale.ts";

export interface Palette {
  /** Pixels as four bytes in one number, red lowest, as every machine that runs a browser stores them. */
  readonly table: Uint32Array;
  readonly six: number;
  readonly nan: number;
  readonly colour: (name: string) => string;
}

export function readPalette(root: Element): Palette {
  const style = getComputedStyle(root);
  const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const rgb = (name: string): Rgb => parseHex(colour(name));
  const pixel = ([r, g, b]: Rgb): number => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  return {
    table: Uint32Array.from(colourTable(rgb("scale-negative"), rgb("scale-zero"), rgb("scale-positive")), pixel),
    six: pixel(rgb("ink")),
    nan: pixel(rgb("lost")),
    colour,
  };
}

export interface PaintedGrid {
  readonly grid: PlaneGrid;
  readonly values: Float32Array;
  readonly scale: Scale;
  readonly six: boolean;
  readonly name: string;
}

/** How a canvas is laid out on the screen; picks are read with it. */
export interface Fitted {
  readonly ratio: number;
  /** Screen pixels of one cell, whole where it has at least one. */
  readonly cell: number;
  /** Screen pixels of one panel unit. */
  readonly unit: number;
}

export function fit(unit: number, cssWidth: number): Fitted {
  const ratio = Math.min(3, window.devicePixelRatio || 1);
  const perUnit = (cssWidth * ratio) / WIDTH;
  const cell = unit * perUnit;
  return { ratio, cell: cell >= 1 ? Math.floor(cell) : cell, unit: perUnit };
}

/** All planes of a grid as one small picture, a pixel a cell, gaps left clear. */
function atlas({ grid, values, scale, six }: PaintedGrid, palette: Palette): HTMLCanvasElement {
  const [h, w, channels] = grid.shape;
  const canvas = document.createElement("canvas");
  canvas.width = grid.columns * (w + 1) - 1;
  canvas.height = grid.rows * (h + 1) - 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return canvas;
  const pixels = context.createImageData(canvas.width, canvas.height);
  const words = new Uint32Array(pixels.data.buffer);
  for (let c = 0; c < channels; c++) {
    const [left, top] = planeAt(grid, c);
    for (let y = 0; y < h; y++) {
      for (let x = 0; x < w; x++) {
        const value = values[(y * w + x) * channels + c]!;
        words[(top + y) * canvas.width + left + x] = Number.isNaN(value)
          ? palette.nan
          : six && value === 6
            ? palette.six
            : palette.table[tableIndex(value, scale.reach)]!;
      }
    }
  }
  context.putImageData(pixels, 0, 0);
  return canvas;
}

const INKS: Readonly<Record<Box["role"], readonly [ink: string, width: number]>> = {
  plane: ["ink-2", 1],
  window: ["input", 1.75],
  cell: ["accent", 2.5],
};

function outline(
  context: CanvasRenderingContext2D,
  boxes: readonly Box[],
  top: number,
  fitted: Fitted,
  palette: Palette,
): void {
  const { cell, ratio } = fitted;
  for (const role of ["plane", "window", "cell"] as const) {
    const [ink, width] = INKS[role];
    context.beginPath();
    for (const box of boxes) {
      if (box.role === role) context.rect(box.x * cell, top + box.y * cell, box.w * cell, box.h * cell);
    }
    // A rim of paper keeps the outline apart from cells of any colour.
    if (role !== "plane") {
      context.strokeStyle = palette.colour("paper");
      context.lineWidth = (width + (cell >= 6 * ratio ? 2 : 0.75)) * ratio;
      context.stroke();
    }
    context.strokeStyle = palette.colour(ink);
    context.lineWidth = width * ratio;
    context.stroke();
  }
}

/** Top of a grid on its canvas, in screen pixels. */
export const topOf = (grid: PlaneGrid, { unit }: Fitted): number => Math.round(grid.top * unit);

export interface Painting {
  readonly grids: readonly PaintedGrid[];
  readonly boxes: readonly (readonly Box[])[];
  readonly fitted: Fitted;
  readonly height: number;
  readonly cssWidth: number;
  readonly note: string;
}

const atlases = new WeakMap<Float32Array, { key: string; made: HTMLCanvasElement }>();

export function paintPlanes(canvas: HTMLCanvasElement, painting: Painting, palette: Palette, font: string): void {
  const { grids, boxes, fitted, cssWidth } = painting;
  const width = Math.round(cssWidth * fitted.ratio);
  const height = Math.round(painting.height * fitted.unit);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return;
  context.clearRect(0, 0, width, height);
  context.imageSmoothingEnabled = false;
  const say = (text: string, y: number): void => {
    context.font = `${String(Math.min(13 * fitted.unit, 15 * fitted.ratio))}px ${font}`;
    context.fillStyle = palette.colour("ink-2");
    context.fillText(text, 0, y);
  };
  if (painting.note !== "") say(painting.note, 16 * fitted.unit);
  grids.forEach((painted, i) => {
    const { grid, values, scale, six, name } = painted;
    const top = topOf(grid, fitted);
    const key = [grid.columns, scale.reach, six, palette.table[0], palette.six].join();
    let known = atlases.get(values);
    if (known?.key !== key) {
      known = { key, made: atlas(painted, palette) };
      atlases.set(values, known);
    }
    context.drawImage(known.made, 0, top, known.made.width * fitted.cell, known.made.height * fitted.cell);
    if (name !== "") say(name, top - (LINE - 13) * fitted.unit);
    outline(context, boxes[i] ?? [], top, fitted, palette);
  });
}
