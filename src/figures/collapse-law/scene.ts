/** The sweep as a chart (law, mean, nine in ten, extremes at every n) and the chosen n's shares as a histogram. */
import { axes, CHART_TEXT, CHART_WIDTH, logarithmic, type Area, type Tick } from "@/figures/shell/chart-marks.ts";
import type { DrawContext } from "@/figures/shell/contract.ts";
import { linear } from "@/figures/shell/markup.ts";
import type { Mark, MarkPanel } from "@/figures/shell/marks.ts";
import { percent, tens } from "@/figures/shell/share-words.ts";
import type { CollapseLawData, CollapseLawState, Level } from "./compute.ts";

type Context = Omit<DrawContext<CollapseLawState>, "uid">;

const HEIGHT = 346;

export function scene(data: CollapseLawData, context: Context): MarkPanel[] {
  const { tr, num, state } = context;
  const level = data.levels[state.n - 1];
  const empty: Mark[] = [
    { kind: "text", x: CHART_WIDTH / 2, y: HEIGHT / 2, text: tr("nothingDrawn"), anchor: "middle", size: 15 },
  ];
  return [
    {
      id: "sweep",
      span: 6,
      width: CHART_WIDTH,
      height: HEIGHT,
      title: tr("panels.sweep", { d: data.d }),
      alt: tr("alt.sweep", { n: data.levels.length, d: data.d }),
      marks: level ? sweepMarks(data, level, context) : empty,
    },
    {
      id: "shares",
      span: 6,
      width: CHART_WIDTH,
      height: HEIGHT,
      title: tr("panels.shares", { n: state.n, seeds: num(state.seeds) }),
      alt: level
        ? tr("alt.shares", { n: state.n, low: percent(level.low, num), high: percent(level.high, num) })
        : tr("nothingDrawn"),
      marks: level ? sharesMarks(data, level, context) : empty,
    },
  ];
}

const SWEEP: Area = { left: 56, right: 390, top: 34, bottom: 292 };
/** On the logarithmic axis zero has a line of its own below the last power of ten. */
const ZERO_ROOM = 26;
const QUARTERS = [0, 0.25, 0.5, 0.75, 1];

function sweepMarks({ levels }: CollapseLawData, chosen: Level, { state, tr, num }: Context): Mark[] {
  const most = levels.length;
  const x = linear([0.5, most + 0.5], [SWEEP.left, SWEEP.right]);
  const floor = Math.floor(Math.log10(levels.at(-1)?.law ?? 1));
  const y =
    state.scale === "log"
      ? logarithmic([10 ** floor, 1], [SWEEP.bottom - ZERO_ROOM, SWEEP.top], SWEEP.bottom)
      : linear([0, 1], [SWEEP.bottom, SWEEP.top]);
  // On powers of ten, what lies between zero and the smallest power stays above the line of zero.
  const lowest = state.scale === "log" ? SWEEP.bottom - 6 : SWEEP.bottom;
  const at = (value: number): number => (value > 0 ? Math.min(y(value), lowest) : SWEEP.bottom);
  const powers = Array.from({ length: 1 - floor }, (_, k) => 10 ** -k);
  const ticks: Tick[] =
    state.scale === "log"
      ? [
          ...powers.map((value) => ({
            at: y(value),
            text: value >= 0.01 ? num(value, { percent: true, decimals: 0 }) : tens(Math.log10(value)),
          })),
          { at: SWEEP.bottom, text: num(0) },
        ]
      : QUARTERS.map((value) => ({ at: y(value), text: num(value, { percent: true, decimals: 0 }) }));
  const every = most > 12 ? 2 : 1;
  const columns = levels.filter(({ n }) => n % every === 0 || every === 1);
  const width = x(2) - x(1);
  const band = Math.min(18, 0.6 * width);
  return [
    { kind: "rects", xywh: [x(chosen.n) - width / 2, SWEEP.top, width, SWEEP.bottom - SWEEP.top], fill: "surface" },
    ...axes(
      SWEEP,
      columns.map(({ n }) => ({ at: x(n), text: num(n) })),
      ticks,
      { x: tr("axes.n"), y: tr("axes.lost") },
    ),
    {
      kind: "line",
      xy: levels.flatMap(({ n, low, high }) => [x(n), at(low), x(n), at(high), NaN, NaN]),
      stroke: "lost",
      width: 1.25,
      opacity: 0.6,
    },
    {
      kind: "rects",
      part: "band",
      xywh: levels.flatMap(({ n, p5, p95 }) => [x(n) - band / 2, at(p95), band, at(p5) - at(p95)]),
      fill: "lost",
      opacity: 0.3,
    },
    { kind: "line", part: "law", xy: levels.flatMap(({ n, law }) => [x(n), y(law)]), stroke: "ink", width: 2 },
    { kind: "dots", part: "mean", xy: levels.flatMap(({ n, mean }) => [x(n), at(mean)]), r: 4, fill: "lost" },
    ...legend([
      ["ink", "line", tr("legend.law")],
      ["lost", "dot", tr("legend.mean")],
      ["lost", "band", tr("legend.band")],
      ["lost", "thin", tr("legend.range")],
    ]),
  ];
}

type Sign = "line" | "dot" | "band" | "thin";

/** In one row above the plot, beside the axis' name. */
function legend(items: readonly (readonly ["ink" | "lost", Sign, string])[]): Mark[] {
  const y = 10;
  return items.flatMap(([ink, sign, text], i): Mark[] => {
    const x = LEGEND_AT[i] as number;
    const label: Mark = { kind: "text", x: x + 22, y: y + 5, text, size: CHART_TEXT };
    switch (sign) {
      case "line":
        return [{ kind: "line", xy: [x, y, x + 16, y], stroke: ink, width: 2 }, label];
      case "dot":
        return [{ kind: "dots", xy: [x + 8, y], r: 4, fill: ink }, label];
      case "band":
        return [{ kind: "rects", xywh: [x + 2, y - 7, 12, 14], fill: ink, opacity: 0.3 }, label];
      case "thin":
        return [{ kind: "line", xy: [x + 8, y - 8, x + 8, y + 8], stroke: ink, width: 1.25, opacity: 0.6 }, label];
    }
  });
}
const LEGEND_AT = [112, 168, 236, 344];

/** Half a bar above and below, its quarters stand at the height of those of the sweep beside it. */
const SHARES: Area = { left: 56, right: 270, top: SWEEP.top - 9, bottom: SWEEP.bottom + 9 };

/** Lying bars, so that the share lost runs upwards as in the sweep beside it. */
function sharesMarks({ bins }: CollapseLawData, level: Level, { tr, num }: Context): Mark[] {
  const y = linear([0, 1], [SHARES.bottom - 9, SHARES.top + 9]);
  const most = Math.max(...bins);
  const x = linear([0, most], [SHARES.left, SHARES.right]);
  const thick = (y(0) - y(1)) / (bins.length - 1) - 2;
  const end = SHARES.right + 14;
  const lawAbove = level.law >= level.mean;
  // The two names stand apart even where the two lines do not.
  const middle = (y(level.law) + y(level.mean)) / 2;
  const apart = Math.max(10, Math.abs(y(level.law) - y(level.mean)) / 2);
  const name = (text: string, above: boolean): Mark => ({
    kind: "text",
    x: end + 4,
    y: middle + (above ? -apart : apart) + 5,
    text,
    size: CHART_TEXT,
    fill: "ink",
  });
  return [
    ...axes(
      SHARES,
      [
        { at: x(0), text: num(0, { percent: true }) },
        { at: x(most), text: num(most, { percent: true, decimals: 0 }) },
      ],
      QUARTERS.map((value) => ({ at: y(value), text: num(value, { percent: true, decimals: 0 }) })),
      { x: tr("axes.matrices"), y: tr("axes.lost") },
    ),
    {
      kind: "rects",
      xywh: bins.flatMap((share, k) =>
        share > 0
          ? [SHARES.left, y(k / (bins.length - 1)) - thick / 2, Math.max(1, x(share) - SHARES.left), thick]
          : [],
      ),
      fill: "lost",
      opacity: 0.55,
    },
    { kind: "line", part: "law", xy: [SHARES.left, y(level.law), end, y(level.law)], stroke: "ink", width: 2 },
    { kind: "dots", part: "mean", xy: [end, y(level.mean)], r: 4, fill: "lost" },
    name(tr("legend.lawAt", { share: percent(level.law, num) }), lawAbove),
    name(tr("legend.meanAt", { share: percent(level.mean, num) }), !lawAbove),
  ];
}
