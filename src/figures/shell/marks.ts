/**
 * Marks: what a dense figure draws, as plain data, so that one description serves the build's SVG, the page's canvas,
 * print and download. Coordinates are panel units (its width × height, y down). NaN breaks a line.
 */
import { escapeHtml, round } from "./markup.ts";
import type { Panel } from "./contract.ts";

/** A colour of the palette by its CSS variable, without the dashes; "arc-0" to "arc-7" run along a curve. */
export type Ink =
  | "ink"
  | "ink-2"
  | "rule"
  | "control"
  | "surface"
  | "paper"
  | "accent"
  | "input"
  | "weight"
  | "activation"
  | "lost"
  | "ghost"
  | "scale-negative"
  | "scale-zero"
  | "scale-positive"
  | `arc-${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7}`
  | `heat-${0 | 1 | 2 | 3 | 4 | 5}`;

export const ARC_STEPS = 8;
export const arcInk = (share: number): Ink =>
  `arc-${Math.min(ARC_STEPS - 1, Math.max(0, Math.floor(share * ARC_STEPS))) as 0}`;

/** `part` names what words can light (parts.ts). */
export type Mark = { part?: string } & (
  | {
      kind: "line";
      xy: ArrayLike<number>;
      stroke: Ink;
      width?: number;
      dash?: string;
      opacity?: number;
      fill?: Ink;
    }
  | {
      kind: "dots";
      xy: ArrayLike<number>;
      r: number;
      fill: Ink | "none";
      stroke?: Ink;
      opacity?: number;
    }
  | { kind: "rects"; xywh: ArrayLike<number>; fill: Ink; opacity?: number }
  | {
      kind: "text";
      x: number;
      y: number;
      text: string;
      anchor?: "start" | "middle" | "end";
      size?: number;
      fill?: Ink;
    }
);

const number = (value: number): string => String(round(value, 1));

/** Path data of a polyline; relative coordinates keep build pictures small. */
function pathData(xy: ArrayLike<number>): string {
  let path = "";
  let px = 0;
  let py = 0;
  let pen = false;
  for (let i = 0; i + 1 < xy.length; i += 2) {
    const x = round(xy[i] ?? NaN, 1);
    const y = round(xy[i + 1] ?? NaN, 1);
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      pen = false;
      continue;
    }
    if (pen) {
      const dx = round(x - px, 1);
      const dy = round(y - py, 1);
      if (dx === 0 && dy === 0) continue;
      path += `l${String(dx)}${dy < 0 ? "" : " "}${String(dy)}`;
    } else path += `M${String(x)} ${String(y)}`;
    pen = true;
    px = x;
    py = y;
  }
  return path;
}

/** Dots as one path of zero-length strokes with round caps: one node however many there are. */
function dotData(xy: ArrayLike<number>): string {
  let path = "";
  for (let i = 0; i + 1 < xy.length; i += 2) {
    const x = round(xy[i] ?? NaN, 1);
    const y = round(xy[i + 1] ?? NaN, 1);
    if (Number.isFinite(x) && Number.isFinite(y)) path += `M${number(x)} ${number(y)}h0`;
  }
  return path;
}

const paint = (ink: Ink | "none"): string => (ink === "none" ? "none" : `var(--${ink})`);

function markSvg(mark: Mark): string {
  const svg = bareSvg(mark);
  if (mark.part === undefined) return svg;
  return svg.replaceAll(/<(path|text) /g, `<$1 data-part="${mark.part}" `);
}

function bareSvg(mark: Mark): string {
  const opacity = "opacity" in mark && mark.opacity !== undefined ? ` opacity="${String(mark.opacity)}"` : "";
  switch (mark.kind) {
    case "line": {
      const path = pathData(mark.xy);
      if (path === "") return "";
      const dash = mark.dash ? ` stroke-dasharray="${mark.dash}"` : "";
      return `<path d="${path}" fill="${mark.fill ? paint(mark.fill) : "none"}" stroke="${paint(mark.stroke)}" stroke-width="${String(mark.width ?? 1.5)}"${dash}${opacity}/>`;
    }
    case "dots": {
      const path = dotData(mark.xy);
      if (path === "") return "";
      const ring = mark.stroke
        ? `<path d="${path}" fill="none" stroke="${paint(mark.stroke)}" stroke-width="${number(2 * mark.r)}"${opacity}/>`
        : "";
      const inner = mark.stroke ? mark.r - 1.25 : mark.r;
      const fill = mark.fill === "none" ? "paper" : mark.fill;
      return `${ring}<path d="${path}" fill="none" stroke="${paint(fill)}" stroke-width="${number(2 * inner)}"${opacity}/>`;
    }
    case "rects": {
      let path = "";
      for (let i = 0; i + 3 < mark.xywh.length; i += 4) {
        const box = [0, 1, 2, 3].map((k) => round(mark.xywh[i + k] ?? NaN, 1));
        if (!box.every(Number.isFinite)) continue;
        const [x, y, w, h] = box;
        path += `M${String(x)} ${String(y)}h${String(w)}v${String(h)}h-${String(w)}z`;
      }
      return path === "" ? "" : `<path d="${path}" fill="${paint(mark.fill)}"${opacity}/>`;
    }
    case "text":
      return `<text x="${number(mark.x)}" y="${number(mark.y)}" text-anchor="${mark.anchor ?? "start"}" font-size="${String(mark.size ?? 14)}" fill="${paint(mark.fill ?? "ink-2")}">${escapeHtml(mark.text)}</text>`;
  }
}

export const marksSvg = (marks: readonly Mark[]): string =>
  `<g stroke-linecap="round" stroke-linejoin="round">${marks.map(markSvg).join("")}</g>`;

/** A panel that is made of marks. */
export interface MarkPanel extends Omit<Panel, "svg" | "html"> {
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
}
export const drawPanels = (panels: readonly MarkPanel[]): Panel[] =>
  panels.map(({ marks, ...panel }) => ({ ...panel, svg: marksSvg(marks) }));
