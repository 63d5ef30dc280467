/** Two scatters of the parts, both scales in powers of ten: multiply-adds against bytes, and against measured time. */
import { type Area, axes, CHART_TEXT, CHART_WIDTH, logarithmic, type Tick } from "@/figures/shell/chart-marks.ts";
import type { Ink, Mark } from "@/figures/shell/marks.ts";
import type { Way } from "@kernels/engine/calls.ts";
import type { SpeedData } from "./compute.ts";
import { type Cell, waysOf } from "./rows.ts";
import { type Context, rate } from "./words.ts";

export const HEIGHT = 340;
const AREA: Area = { left: 70, right: CHART_WIDTH - 18, top: 66, bottom: 290 };

const INKS: Readonly<Record<Way, Ink>> = { reference: "control", simd: "scale-negative", fused: "accent" };

interface Dot {
  readonly way: Way;
  readonly x: number;
  readonly y: number;
  /** Depthwise layers are rings: they do little with what they move. */
  readonly ring: boolean;
}

/** Dots of all parts that have multiply-adds: the others have no place on such a scale. */
function dotsOf({ rows }: SpeedData, { state }: Context, y: (cell: Cell) => number | null): Dot[] {
  return rows.flatMap(({ cells, kernel }) =>
    waysOf(state.rows).flatMap((way): Dot[] => {
      const cell = cells[way];
      const value = cell && cell.madds > 0 ? y(cell) : null;
      if (cell === null || value === null || value <= 0) return [];
      return [{ way, x: cell.madds, y: value, ring: kernel === "depthwise" }];
    }),
  );
}

/** Whole powers of ten around all values. */
function powersAround(values: readonly number[]): readonly [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)].map(Math.log10) as [number, number];
  return [10 ** Math.floor(low), 10 ** Math.max(Math.floor(low) + 1, Math.ceil(high))];
}

function ticksOf([low, high]: readonly [number, number], at: (value: number) => number, context: Context): Tick[] {
  const count = Math.round(Math.log10(high / low)) + 1;
  return Array.from({ length: count }, (_, i) => {
    const value = low * 10 ** i;
    return { at: at(value), text: context.num(value, { decimals: Math.max(0, -Math.round(Math.log10(value))) }) };
  });
}

function legend(dots: readonly Dot[], context: Context): Mark[] {
  const ways = waysOf(context.state.rows).filter((way) => dots.some((dot) => dot.way === way));
  const widths = ways.map((way) => 28 + 7.4 * context.tr(`way.${way}`).length);
  return ways.flatMap((way, i): Mark[] => {
    const x = widths.slice(0, i).reduce((a, b) => a + b, 6);
    return [
      { kind: "dots", part: way, xy: [x, 36], r: 5, fill: INKS[way] },
      { kind: "text", part: way, x: x + 11, y: 41, text: context.tr(`way.${way}`), size: CHART_TEXT, fill: "ink" },
    ];
  });
}

interface Chart {
  readonly dots: readonly Dot[];
  readonly y: string;
  /** A line that no dot should be below: y at one multiply-add. */
  readonly limit?: { readonly slope: number; readonly text: string };
}

function scatter({ dots, y: yLabel, limit }: Chart, context: Context): Mark[] {
  const domainX = powersAround(dots.map(({ x }) => x));
  const low = limit ? Math.min(...dots.map(({ x }) => x * limit.slope)) : Infinity;
  const domainY = powersAround([...dots.map(({ y }) => y), ...(limit ? [low] : [])]);
  const x = logarithmic(domainX, [AREA.left, AREA.right]);
  const y = logarithmic(domainY, [AREA.bottom, AREA.top]);
  const line: Mark[] = [];
  if (limit) {
    const from = Math.max(domainX[0], domainY[0] / limit.slope);
    const to = Math.min(domainX[1], domainY[1] / limit.slope);
    line.push(
      { kind: "line", xy: [x(from), y(from * limit.slope), x(to), y(to * limit.slope)], stroke: "ink-2", dash: "4 4" },
      { kind: "text", x: AREA.right, y: AREA.bottom - 8, text: limit.text, anchor: "end", size: CHART_TEXT },
    );
  }
  const marks = waysOf(context.state.rows).flatMap((way) =>
    [false, true].flatMap((ring): Mark[] => {
      const xy = dots.filter((dot) => dot.way === way && dot.ring === ring).flatMap((dot) => [x(dot.x), y(dot.y)]);
      if (xy.length === 0) return [];
      return [
        { kind: "dots", part: way, xy, r: 4.5, ...(ring ? { fill: "none", stroke: INKS[way] } : { fill: INKS[way] }) },
      ];
    }),
  );
  const millions = (value: number): number => x(value * 1e6);
  return [
    ...axes(AREA, ticksOf([domainX[0] / 1e6, domainX[1] / 1e6], millions, context), ticksOf(domainY, y, context), {
      x: context.tr("axes.madds"),
      y: yLabel,
    }),
    ...line,
    ...marks,
    ...legend(dots, context),
  ];
}

export const bytesChart = (data: SpeedData, context: Context): Mark[] =>
  scatter({ dots: dotsOf(data, context, ({ bytes }) => bytes / 1e6), y: context.tr("axes.mb") }, context);

export function timeChart(data: SpeedData, context: Context): Mark[] {
  const dots = dotsOf(data, context, (cell) => cell.ms?.medianMs ?? null);
  const peak = data.device?.peakGmadds ?? null;
  const limit = peak === null ? {} : { limit: { slope: 1 / (peak * 1e6), text: context.tr("axes.peak", { rate: rate(peak, context) }) } }; // prettier-ignore
  return scatter({ dots, y: context.tr("axes.ms"), ...limit }, context);
}
