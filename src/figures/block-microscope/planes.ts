/** The two tensors as SVG for the build, for print and download: runs of equal level, one path a level. */
import type { Panel } from "@/figures/shell/contract.ts";
import { escapeHtml, round } from "@/figures/shell/markup.ts";
import { type Level, levelInk, LEVELS, levelOf } from "./colour.ts";
import type { MicroscopeData } from "./compute.ts";
import { type Box, boxesOf, type Layout, layoutOf, LINE, planeAt, type PlaneGrid, WIDTH } from "./layout.ts";
import { marksSix, type Scale, scalesOf } from "./scale.ts";
import { type Context, shapeText, stepTitle } from "./words.ts";

/** Characters that the cells of a picture may take: with all else it stays under 8 kB gzip. */
const LARGEST = 9_000;

/** Runs as moves relative to the end of the last one: short, and alike enough to compress. */
function runs(grid: PlaneGrid, values: Float32Array, scale: Scale, six: boolean, step: number): string {
  const [h, w, channels] = grid.shape;
  const paths = new Map<Level, { d: string; x: number; y: number }>();
  const inRow = grid.columns;
  for (let row = 0; row < grid.rows * (h + 1); row++) {
    const y = row % (h + 1);
    if (y === h) continue;
    for (let column = 0; column < inRow; column++) {
      const c = Math.floor(row / (h + 1)) * inRow + column;
      if (c >= channels) break;
      const level = (x: number): Level => levelOf(values[(y * w + x) * channels + c]!, scale.reach, six, step);
      for (let x = 0; x < w;) {
        const here = level(x);
        let end = x + 1;
        while (end < w && level(end) === here) end++;
        if (here !== 0) {
          const path = paths.get(here) ?? { d: "M0 .5", x: 0, y: 0 };
          const left = column * (w + 1) + x;
          const [dx, dy] = [left - path.x, row - path.y];
          path.d += `m${String(dx)}${dy < 0 ? "" : " "}${String(dy)}h${String(end - x)}`;
          [path.x, path.y] = [left + end - x, row];
          paths.set(here, path);
        }
        x = end;
      }
    }
  }
  return [...paths].map(([level, { d }]) => `<path stroke="var(--${levelInk(level)})" d="${d}"/>`).join("");
}

/** The planes' ground, which is the colour of zero. */
function ground(grid: PlaneGrid): string {
  const [h, w, channels] = grid.shape;
  let d = "";
  for (let c = 0; c < channels; c++) {
    const [x, y] = planeAt(grid, c);
    d += `M${String(x)} ${String(y)}h${String(w)}v${String(h)}h-${String(w)}z`;
  }
  return `<path fill="var(--level-0)" d="${d}"/>`;
}

const INKS = { plane: "ink-2", cell: "accent", window: "input" } as const;
const WIDTHS = { plane: 1, cell: 2.5, window: 1.75 } as const;

function outlines(boxes: readonly Box[]): string {
  return (["plane", "window", "cell"] as const)
    .map((role) => {
      const d = boxes
        .filter((box) => box.role === role)
        .map(({ x, y, w, h }) => `M${String(x)} ${String(y)}h${String(w)}v${String(h)}h-${String(w)}z`)
        .join("");
      return d === ""
        ? ""
        : `<path d="${d}" fill="none" stroke="var(--${INKS[role]})" stroke-width="${String(WIDTHS[role])}" vector-effect="non-scaling-stroke"/>`;
    })
    .join("");
}

function gridSvg(grid: PlaneGrid, unit: number, cells: string, boxes: Box[]): string {
  const place = `translate(0 ${String(round(grid.top, 1))})scale(${String(round(unit, 4))})`;
  return `<g transform="${place}" fill="none" shape-rendering="crispEdges">${ground(grid)}${cells}${outlines(boxes)}</g>`;
}

const text = (y: number, words: string): string =>
  `<text x="0" y="${String(round(y, 1))}" font-size="13" fill="var(--ink-2)">${escapeHtml(words)}</text>`;

export function beforeTitle(data: MicroscopeData, { tr }: Context): string {
  const [first] = data.sources;
  if (!first) return tr("panels.nothingBefore");
  const key = data.sources.length > 1 ? "beforeTwo" : first.block === data.block ? "before" : "beforeBlock";
  return tr(`panels.${key}`, {
    what: stepTitle(tr, first),
    block: String(first.block),
    shape: shapeText(first.shape),
  });
}

export const sourceName = (data: MicroscopeData, index: number, { tr }: Context): string =>
  data.sources.length > 1 ? tr(index === 0 ? "panels.shortcut" : "panels.neck") : "";

export const afterTitle = (data: MicroscopeData, { tr }: Context): string =>
  tr("panels.after", { what: stepTitle(tr, data), shape: shapeText(data.shape) });

/** The words for the empty panel of a block's input. */
export const beforeNote = (data: MicroscopeData, { tr }: Context): string =>
  tr(data.block === 0 ? "panels.picture" : "panels.handedOver", { block: data.block - 1 });

/** The cells of all grids, sources first: five levels, or three where those would make the picture too large. */
function cellsSvg(data: MicroscopeData, layout: Layout, scales: ReturnType<typeof scalesOf>): string[] {
  const draw = (step: number): string[] => [
    ...layout.before.map((grid, i) => {
      const source = data.sources[i]!;
      return runs(grid, source.values, scales.before, marksSix(source.step), step);
    }),
    runs(layout.after, data.tensor, scales.after, marksSix(data.step), step),
  ];
  let cells: string[] = [];
  for (const step of [2, LEVELS]) {
    cells = draw(step);
    if (cells.join("").length <= LARGEST) break;
  }
  return cells;
}

export function planePanels(data: MicroscopeData, context: Context, drawn = true): Panel[] {
  const layout: Layout = layoutOf(data);
  const scales = scalesOf(data, context.state.scaleMode);
  const boxes = boxesOf(data, layout);
  const cells = drawn ? cellsSvg(data, layout, scales) : [];
  const boxed = (grid: PlaneGrid, source: number | null): string =>
    gridSvg(
      grid,
      layout.unit,
      cells[source ?? layout.before.length] ?? "",
      boxes.filter((box) => box.source === source),
    );
  const before = layout.before.map((grid, i) => {
    const name = sourceName(data, i, context);
    return (name === "" ? "" : text(grid.top - LINE + 13, name)) + boxed(grid, i);
  });
  if (before.length === 0) before.push(text(16, beforeNote(data, context)));
  const common = { span: 6, width: WIDTH } as const;
  return [
    {
      ...common,
      id: "before",
      title: beforeTitle(data, context),
      height: layout.beforeHeight,
      svg: drawn ? before.join("") : "",
      alt: context.tr("alt.before"),
    },
    {
      ...common,
      id: "after",
      title: afterTitle(data, context),
      height: layout.afterHeight,
      svg: drawn ? boxed(layout.after, null) : "",
      alt: context.tr("alt.after", { channels: data.shape[2] }),
    },
  ];
}
