/** The image of the curve in n dimensions: a line for n = 1, a plane for 2, an oblique view for 3, a strip for any n. */
import type { Words } from "@/figures/shell/contract.ts";
import { curveMarks, place } from "@/figures/shell/curve-marks.ts";
import { ARC_STEPS, arcInk, type Ink, type Mark } from "@/figures/shell/marks.ts";
import type { ReluCollapseData } from "./compute.ts";

interface Options {
  readonly size: number;
  readonly columns: number;
  readonly every: number;
  readonly num: Words["num"];
}

export function imageMarks(data: ReluCollapseData, options: Options): Mark[] {
  const n = data.T.length;
  if (n === 2) return planeMarks(data, options);
  if (n === 3) return spaceMarks(data, options);
  return stripMarks(data, options);
}

function largest({ embedded }: ReluCollapseData): number {
  let most = 1e-9;
  for (const row of embedded) for (let i = 0; i < row.length; i++) most = Math.max(most, Math.abs(row[i] as number));
  return most;
}

const isClipped = (data: ReluCollapseData): boolean => data.embedded.every((row) => row.every((v) => v >= 0));

/** All four quarters, or the one that is left where nothing is negative. */
function planeMarks(data: ReluCollapseData, { size, every }: Options): Mark[] {
  const most = largest(data);
  const [scale, origin] = isClipped(data) ? [1.75 / most, -0.85] : [0.95 / most, 0];
  const at = (value = 0): number => origin + scale * value;
  const points = data.embedded.map((row) => [at(row[0]), at(row[1])] as const);
  const zero = place(size, 1)([origin, origin]);
  return [
    { kind: "line", xy: [0, zero[1], size, zero[1], NaN, NaN, zero[0], 0, zero[0], size], stroke: "rule", width: 1 },
    { kind: "text", x: size - 6, y: zero[1] - 8, text: "z₁", anchor: "end" },
    { kind: "text", x: zero[0] + 8, y: 20, text: "z₂" },
    ...curveMarks(points, { size, every, starts: data.starts, lost: data.lost, reach: 1 }),
  ];
}

/** A fixed oblique view; collapse-3d is the figure that turns. */
export const oblique = ([x, y, z]: readonly [number, number, number]): readonly [number, number] => [
  0.87 * (y - x),
  z - 0.45 * (x + y),
];

function spaceMarks(data: ReluCollapseData, { size, every }: Options): Mark[] {
  const most = largest(data);
  const [reach, shift] = isClipped(data) ? [1.25, 0.2] : [1.6, 0];
  const at = (v: readonly [number, number, number]): readonly [number, number] => {
    const [x, y] = oblique(v);
    return [x, y - shift];
  };
  const points = data.embedded.map((row) =>
    at([(row[0] as number) / most, (row[1] as number) / most, (row[2] as number) / most]),
  );
  const ends = [at([1.1, 0, 0]), at([0, 1.1, 0]), at([0, 0, 1.1])];
  const origin = at([0, 0, 0]);
  const axes = curveMarks(
    ends.flatMap((end) => [origin, end]),
    { size, every: 1, starts: [0, 2, 4], ghost: true, reach },
  );
  const labels = ends.map((end, i): Mark => {
    const [x, y] = [(size * (end[0] / reach + 1)) / 2, (size * (1 - end[1] / reach)) / 2];
    return {
      kind: "text",
      x: i === 1 ? x - 4 : x + 4,
      y: y + (i === 2 ? 4 : -6),
      text: `z${"₁₂₃"[i] ?? ""}`,
      anchor: i === 1 ? "end" : "start",
    };
  });
  return [
    ...axes,
    ...labels,
    ...curveMarks(points, {
      size,
      every,
      starts: data.starts,
      lost: data.lost,
      reach,
    }),
  ];
}

const LEVELS = 5;
/** Room for the scale of values below the strip. */
const FOOT = 34;

/** A colour of the strip: green for what is positive, amber for what is negative, both in five steps. */
interface Shade {
  readonly fill: Ink;
  readonly opacity: number;
}
const shade = (level: number): Shade =>
  level > 0 ? { fill: `heat-${level as 1}`, opacity: 1 } : { fill: "weight", opacity: -level / LEVELS };

/** Points along the curve from left to right, coordinates from top to bottom; a zeroed cell stays empty. */
function stripMarks(data: ReluCollapseData, { size, columns, num }: Options): Mark[] {
  const n = data.T.length;
  const m = data.embedded.length;
  const shown = Math.min(columns, m);
  const band = 10;
  const top = band + 6;
  const bottom = size - FOOT;
  const cellW = size / shown;
  const cellH = (bottom - top) / n;
  const most = largest(data);
  const cells = new Map<number, number[]>();
  const push = (level: number, ...xywh: number[]): void => {
    const list = cells.get(level) ?? [];
    list.push(...xywh);
    cells.set(level, list);
  };
  // −5 to 5; 0 is a zeroed cell and none else.
  const levelAt = (i: number, column: number): number => {
    const value = data.embedded[Math.floor(((column + 0.5) * m) / shown)]?.[i] ?? 0;
    const step = Math.min(LEVELS, 1 + Math.floor((LEVELS * Math.abs(value)) / most));
    return value === 0 ? 0 : value > 0 ? step : -step;
  };
  for (let i = 0; i < n; i++) {
    for (let column = 0; column < shown;) {
      const level = levelAt(i, column);
      let end = column + 1;
      while (end < shown && levelAt(i, end) === level) end++;
      if (level !== 0)
        push(level, column * cellW, top + i * cellH, (end - column) * cellW, cellH > 4 ? cellH - 1 : cellH);
      column = end;
    }
  }
  return [
    ...Array.from({ length: ARC_STEPS }, (_, bin): Mark => {
      const xywh = [(bin * size) / ARC_STEPS, 0, size / ARC_STEPS, band];
      return { kind: "rects", xywh, fill: arcInk((bin + 0.5) / ARC_STEPS) };
    }),
    {
      kind: "line",
      xy: [0, top, size, top, size, bottom, 0, bottom, 0, top],
      stroke: "rule",
      width: 1,
    },
    ...[...cells].map(([level, xywh]): Mark => ({ kind: "rects", xywh, ...shade(level) })),
    ...scaleMarks(most, Math.min(0, ...cells.keys()), size, num),
  ];
}

const SWATCH = 18;

/** The scale of values, as far down as there are negative ones; zero is the empty cell. */
function scaleMarks(most: number, lowest: number, size: number, num: Words["num"]): Mark[] {
  const levels = Array.from({ length: LEVELS - lowest + 1 }, (_, k) => lowest + k);
  const y = size - 22;
  const start = (size - levels.length * SWATCH) / 2;
  const at = (level: number): number => start + (level - lowest) * SWATCH;
  const text = (value: number, x: number, anchor: "start" | "end"): Mark => {
    return { kind: "text", x, y: y + 15, text: num(value, { decimals: 1 }), anchor };
  };
  return [
    ...levels.map((level): Mark => {
      const xywh = [at(level), y, SWATCH, SWATCH];
      return level === 0 ? { kind: "rects", xywh, fill: "paper" } : { kind: "rects", xywh, ...shade(level) };
    }),
    {
      kind: "line",
      xy: [at(0), y, at(0) + SWATCH, y, at(0) + SWATCH, y + SWATCH, at(0), y + SWATCH, at(0), y],
      stroke: "ink-2",
      width: 1,
    },
    { kind: "text", x: at(0) + SWATCH / 2, y: y + 15, text: num(0), anchor: "middle" },
    ...(lowest < 0 ? [text((lowest * most) / LEVELS, start - 8, "end")] : []),
    text(most, at(LEVELS) + SWATCH + 8, "start"),
  ];
}
