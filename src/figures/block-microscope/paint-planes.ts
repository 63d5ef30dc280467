/** Paints the tensors' planes on canvases, real values, each cell a whole number of the screen's pixels. */
import { colourTable, parseHex, type Rgb, tableIndex } from "./colour.ts";
import { type AtlasPage, packedAtlas, type PlaneSlot } from "@/figures/shell/tensor-atlas.ts";
import { NOT_A_NUMBER, SIX } from "@/figures/shell/value-colour.ts";
import { atlasTensors } from "./atlas-tensors.ts";
import type { MicroscopeData } from "./compute.ts";
import { type Box, LINE, type PlaneGrid, WIDTH } from "./layout.ts";
import type { Scale, ScaleMode } from "./scale.ts";

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

/** A tensor's planes in the textures of its step. */
interface Codes {
  readonly pages: readonly AtlasPage[];
  readonly slots: readonly PlaneSlot[];
}

/** The bytes of each tensor of a step, by its place among those read and made; null where the page has the values. */
export function codesOf(data: MicroscopeData, mode: ScaleMode): (tensor: number) => Codes | null {
  const { pages } = data;
  if (!pages) return () => null;
  const tensors = atlasTensors(data, mode);
  const { slots } = packedAtlas(tensors, pages);
  return (tensor) => ({ pages, slots: slots.get(tensors[tensor]!.key)! });
}

export interface PaintedGrid {
  readonly grid: PlaneGrid;
  readonly values: Float32Array;
  /** The bytes of its planes where a worker has packed them. */
  readonly codes: Codes | null;
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

/** The colour of a value of a painted grid, by channel, row and column. */
function colourOf({ grid, values, codes, scale, six }: PaintedGrid, palette: Palette) {
  const [, w, channels] = grid.shape;
  if (!codes) {
    return (c: number, y: number, x: number): number => {
      const value = values[(y * w + x) * channels + c]!;
      if (Number.isNaN(value)) return palette.nan;
      return six && value === 6 ? palette.six : palette.table[tableIndex(value, scale.reach)]!;
    };
  }
  const colours = new Uint32Array(256);
  colours.set(palette.table);
  colours[SIX] = palette.six;
  colours[NOT_A_NUMBER] = palette.nan;
  return (c: number, y: number, x: number): number => {
    const slot = codes.slots[c]!;
    const { bytes, width } = codes.pages[slot.page]!;
    return colours[bytes[(slot.y + y) * width + slot.x + x]!]!;
  };
}

/**
 * All planes of a grid as one small picture, a pixel a cell, gaps left clear. Where many cells share a pixel of the screen
 * only every second, third, … is in it: the work is bounded by what can be seen.
 */
function atlas(painted: PaintedGrid, every: number, palette: Palette): HTMLCanvasElement {
  const { grid } = painted;
  const [h, w, channels] = grid.shape;
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil((grid.columns * (w + 1) - 1) / every);
  canvas.height = Math.ceil((grid.rows * (h + 1) - 1) / every);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return canvas;
  const pixels = context.createImageData(canvas.width, canvas.height);
  const words = new Uint32Array(pixels.data.buffer);
  const colour = colourOf(painted, palette);
  for (let row = 0, at = 0; row < canvas.height; row++) {
    const y = (row * every) % (h + 1);
    const first = Math.floor((row * every) / (h + 1)) * grid.columns;
    for (let column = 0; column < canvas.width; column++, at++) {
      const x = (column * every) % (w + 1);
      const c = first + Math.floor((column * every) / (w + 1));
      if (y < h && x < w && c < channels) words[at] = colour(c, y, x);
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
    const every = Math.max(1, Math.floor(1 / fitted.cell));
    const key = [grid.columns, every, scale.reach, six, palette.table[0], palette.six].join();
    let known = atlases.get(values);
    if (known?.key !== key) {
      known = { key, made: atlas(painted, every, palette) };
      atlases.set(values, known);
    }
    const unit = every * fitted.cell;
    context.drawImage(known.made, 0, top, known.made.width * unit, known.made.height * unit);
    if (name !== "") say(name, top - (LINE - 13) * fitted.unit);
    outline(context, boxes[i] ?? [], top, fitted, palette);
  });
}
