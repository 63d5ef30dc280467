/** The furniture of small charts that are made of marks: a plot area with scales, grid lines and labelled ticks. */
import type { Mark } from "./marks.ts";

export interface Tick {
  /** Where, in panel units. */
  readonly at: number;
  readonly text: string;
}
/** The plot area, in panel units. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}
export interface AxisLabels {
  readonly x?: string;
  readonly y?: string;
}

/**
 * Text in charts, and the width that they are drawn at: from a phone, where 350 px are left for a chart, to the most
 * that a panel grows to (figure.css), its text is seen at 12 to 16 px.
 */
export const CHART_TEXT = 14;
export const CHART_WIDTH = 400;

/** Whole powers of ten as a scale; what is not positive has no place on it and gets `floor`. */
export const logarithmic =
  (from: readonly [number, number], to: readonly [number, number], floor = to[0]) =>
  (value: number): number =>
    value <= 0
      ? floor
      : to[0] +
        ((Math.log10(value) - Math.log10(from[0])) / (Math.log10(from[1]) - Math.log10(from[0]))) * (to[1] - to[0]);

/** Grid lines at the y ticks, a base line, tick texts and axis labels. */
export function axes(area: Area, x: readonly Tick[], y: readonly Tick[], labels: AxisLabels = {}): Mark[] {
  const grid = y.flatMap(({ at }) => [area.left, at, area.right, at, NaN, NaN]);
  return [
    { kind: "line", xy: grid, stroke: "rule", width: 1 },
    { kind: "line", xy: [area.left, area.bottom, area.right, area.bottom], stroke: "ink-2", width: 1 },
    ...y.map(({ at, text }): Mark => ({
      kind: "text",
      x: area.left - 8,
      y: at + 5,
      text,
      anchor: "end",
      size: CHART_TEXT,
    })),
    ...x.map(({ at, text }): Mark => ({
      kind: "text",
      x: at,
      y: area.bottom + 19,
      text,
      anchor: "middle",
      size: CHART_TEXT,
    })),
    ...(labels.y ? [label(labels.y, 0, CHART_TEXT, "start")] : []),
    ...(labels.x ? [label(labels.x, (area.left + area.right) / 2, area.bottom + 40, "middle")] : []),
  ];
}

const label = (text: string, x: number, y: number, anchor: "start" | "middle" | "end"): Mark => ({
  kind: "text",
  x,
  y,
  text,
  anchor,
  size: CHART_TEXT,
});

/** Round values from 0 to at least `most`, 1, 2 or 5 times a power of ten apart, at most six of them. */
export function niceTicks(most: number): number[] {
  if (!(most > 0)) return [0, 1];
  const power = 10 ** Math.floor(Math.log10(most / 5));
  const step = power * ([1, 2, 5, 10].find((k) => most / (k * power) <= 5) ?? 10);
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, k) => k * step);
}
