/** Two lying charts under the squares: the share lost beside the law, and how far off each decoder is. */
import { CHART_TEXT, CHART_WIDTH } from "@/figures/shell/chart-marks.ts";
import type { Words } from "@/figures/shell/contract.ts";
import { linear } from "@/figures/shell/markup.ts";
import type { Mark, MarkPanel } from "@/figures/shell/marks.ts";
import { isRounding, percent, roundingBound } from "@/figures/shell/share-words.ts";
import type { ReluCollapseData } from "./compute.ts";

const WIDTH = CHART_WIDTH;
const HEIGHT = 128;
const LEFT = 18;
const RIGHT = 376;
const BASE = 100;

/** Names of values stay inside the panel, whatever the value is. */
const named = (x: number, y: number, text: string): Mark => {
  const anchor = x < 90 ? "start" : x > WIDTH - 90 ? "end" : "middle";
  const shift = anchor === "start" ? -8 : anchor === "end" ? 8 : 0;
  return { kind: "text", x: x + shift, y, text, anchor, size: CHART_TEXT, fill: "ink" };
};

/** A line from none to all with quarters below it. */
function ruler(most: number, num: Words["num"]): { readonly x: (value: number) => number; readonly marks: Mark[] } {
  const x = linear([0, most], [LEFT, RIGHT]);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => share * most);
  const strokes = ticks.flatMap((value) => [x(value), BASE, x(value), BASE + 5, NaN, NaN]);
  return {
    x,
    marks: [
      { kind: "line", xy: [LEFT, BASE, RIGHT, BASE, NaN, NaN, ...strokes], stroke: "ink-2", width: 1 },
      ...ticks.map((value): Mark => {
        const text = num(value, { percent: true, decimals: 0 });
        return { kind: "text", x: x(value), y: BASE + 22, text, anchor: "middle", size: CHART_TEXT };
      }),
    ],
  };
}

/** The measured share as a dot, the law as a bar across, and the band that nine in ten other matrices fall into. */
export function sharePanel({ lostShare, law, spread }: ReluCollapseData, { tr, num }: Words): MarkPanel {
  const { x, marks } = ruler(1, num);
  const middle = 50;
  const drawn: Mark[] = [];
  if (spread) {
    const width = Math.max(2, x(spread.p95) - x(spread.p5));
    drawn.push({
      kind: "rects",
      part: "spread",
      xywh: [x(spread.p5), middle - 11, width, 22],
      fill: "lost",
      opacity: 0.25,
    });
  }
  drawn.push({ kind: "line", xy: [LEFT, middle, RIGHT, middle], stroke: "rule", width: 1 });
  if (law !== null) {
    drawn.push(
      { kind: "line", part: "law", xy: [x(law), middle - 20, x(law), middle + 20], stroke: "ink", width: 2 },
      { ...named(x(law), 22, tr("bars.law", { share: percent(law, num) })), part: "law" },
    );
  }
  if (lostShare !== null) {
    drawn.push(
      { kind: "dots", part: "lost", xy: [x(lostShare), middle], r: 7, fill: "lost" },
      { ...named(x(lostShare), 88, tr("bars.lost", { share: percent(lostShare, num) })), part: "lost" },
    );
  } else drawn.push(named(WIDTH / 2, 40, tr("bars.noShare")));
  return {
    id: "share",
    span: 6,
    width: WIDTH,
    height: HEIGHT,
    title: tr(spread ? "panels.shareSpread" : "panels.share", { seeds: spread ? num(spread.seeds) : "" }),
    alt: tr(spread ? "alt.shareSpread" : law === null ? "alt.share" : "alt.shareLaw", {
      lost: lostShare === null ? tr("unknown") : percent(lostShare, num),
      law: percent(law ?? 0, num),
      low: percent(spread?.p5 ?? 0, num),
      high: percent(spread?.p95 ?? 0, num),
    }),
    marks: [...marks, ...drawn],
  };
}

/** How large an error is, in words. */
export const sizeOf = (error: number, { tr, num }: Words): string =>
  isRounding(error) ? tr("bars.rounding", { bound: roundingBound(error) }) : percent(error, num);

/** Two bars: the root mean square error of each decoder, relative to the curve's size. */
export function errorPanel({ errorPinv, errorActive }: ReluCollapseData, { tr, num }: Words): MarkPanel {
  const { x, marks } = ruler(Math.max(1, Math.ceil(errorPinv ?? 0)), num);
  const bar = (y: number, error: number | null, name: string): Mark[] => {
    const exact = error !== null && isRounding(error);
    const value = error === null ? tr("bars.none") : sizeOf(error, { tr, num });
    const end = x(error ?? 0);
    const xywh = error === null ? [] : [LEFT, y, Math.max(2, end - LEFT), 14];
    return [
      { kind: "rects", xywh, fill: exact ? "activation" : "ghost" },
      { kind: "text", x: LEFT, y: y - 6, text: tr("bars.error", { name, value }), size: CHART_TEXT, fill: "ink" },
    ];
  };
  return {
    id: "error",
    span: 6,
    width: WIDTH,
    height: HEIGHT,
    title: tr("panels.error"),
    alt: tr("alt.error", {
      pinv: sizeOf(errorPinv ?? 0, { tr, num }),
      active: errorActive === null ? tr("bars.none") : sizeOf(errorActive, { tr, num }),
    }),
    marks: [...marks, ...bar(24, errorPinv, tr("bars.pinv")), ...bar(68, errorActive, tr("bars.active"))],
  };
}
