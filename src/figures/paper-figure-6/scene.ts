/** The runs as curves over the epochs, the differences by seed with their interval, and what differs from the paper. */
import { type Area, axes, CHART_TEXT, CHART_WIDTH, type Tick } from "@/figures/shell/chart-marks.ts";
import type { DrawContext, Panel } from "@/figures/shell/contract.ts";
import { escapeHtml, linear } from "@/figures/shell/markup.ts";
import { type Ink, type Mark, marksSvg } from "@/figures/shell/marks.ts";
import { fact } from "@kernels/facts/index.ts";
import type { VariantName } from "@kernels/models/figure-6.ts";
import { MOBILENET_V2 } from "@kernels/models/mobilenet-v2.ts";
import type { PaperFigure6Data, PaperFigure6State, VariantRuns } from "./compute.ts";
import { differenceWords } from "./difference-words.ts";

type Context = DrawContext<PaperFigure6State>;

const INKS: Readonly<Record<VariantName, Ink>> = {
  paper: "activation",
  "relu6-neck": "lost",
  expansions: "weight",
  none: "lost",
};
/** For those who tell colours badly apart. */
const DASHES: Readonly<Record<VariantName, string>> = {
  paper: "0",
  "relu6-neck": "7 4",
  expansions: "7 4",
  none: "2 4",
};

/** Where the axis ends at the latest, in percent: one run that has hardly begun must not press all others together. */
const FLOOR = 65;
const HEIGHT = 300;
const CURVES: Area = { left: 52, right: 384, top: 62, bottom: 246 };

/** Round steps that hold all values: three to six ticks. */
function ticksOver(low: number, high: number): number[] {
  const step = [0.5, 1, 2, 5, 10, 20].find((size) => (high - low) / size <= 5) ?? 50;
  const from = Math.floor(low / step);
  const to = Math.ceil(high / step);
  return Array.from({ length: to - from + 1 }, (_, k) => (from + k) * step);
}

function legend(variants: readonly VariantRuns[], tr: Context["tr"]): Mark[] {
  return variants.flatMap(({ name }, i): Mark[] => {
    const y = 10 + 18 * i;
    return [
      { kind: "line", xy: [0, y, 26, y], stroke: INKS[name], width: 2.5, dash: DASHES[name] },
      { kind: "text", x: 34, y: y + 5, text: tr(`variants.${name}`), size: CHART_TEXT, fill: "ink" },
    ];
  });
}

function curves({ variants, epochs, epoch }: PaperFigure6Data, { tr, num }: Context): Mark[] {
  const all = variants.flatMap(({ runs }) => runs.flatMap(({ accuracy }) => accuracy.map((share) => 100 * share)));
  const ticks = ticksOver(Math.max(Math.min(...all), FLOOR), Math.max(...all));
  const scale = linear([ticks[0]!, ticks.at(-1)!], [CURVES.bottom, CURVES.top]);
  const y = (points: number): number => Math.min(scale(points), CURVES.bottom);
  const x = linear([1, epochs], [CURVES.left + 14, CURVES.right - 14]);
  const line = (accuracy: readonly number[]): number[] => accuracy.flatMap((share, i) => [x(i + 1), y(100 * share)]);
  /** What lies under the axis is said where its line begins. */
  const below = (share: number, at: number): Mark[] =>
    100 * share < ticks[0]!
      ? [
          {
            kind: "text",
            x: at + 8,
            y: CURVES.bottom - 8,
            text: `↓ ${num(share, { percent: true, decimals: 1 })}`,
            size: CHART_TEXT,
            fill: "ink",
          },
        ]
      : [];
  const xTicks: Tick[] = Array.from({ length: epochs }, (_, i) => ({ at: x(i + 1), text: num(i + 1) }));
  return [
    ...legend(variants, tr),
    { kind: "rects", xywh: [x(epoch) - 14, CURVES.top, 28, CURVES.bottom - CURVES.top], fill: "surface" },
    ...axes(
      CURVES,
      xTicks,
      ticks.map((value) => ({ at: y(value), text: num(value / 100, { percent: true, decimals: value % 1 ? 1 : 0 }) })),
      { x: tr("axes.epoch") },
    ),
    ...variants.flatMap(({ name, runs, mean }): Mark[] => [
      ...runs.map(({ accuracy }): Mark => ({
        kind: "line",
        part: "curves",
        xy: line(accuracy),
        stroke: INKS[name],
        width: 1,
        opacity: 0.45,
        dash: DASHES[name],
      })),
      ...runs.flatMap(({ accuracy }) => accuracy.flatMap((share, i) => below(share, x(i + 1)))),
      { kind: "line", xy: line(mean), stroke: INKS[name], width: 3, dash: DASHES[name] },
      { kind: "dots", xy: line(mean), r: 3.5, fill: INKS[name] },
    ]),
  ];
}

/** A lying line from one end to the other, with a short stroke across each end. */
const whisker = (from: number, to: number, y: number): number[] => [
  ...[from, y - 6, from, y + 6, NaN, NaN],
  ...[from, y, to, y, NaN, NaN],
  ...[to, y - 6, to, y + 6],
];

const ROWS: Area = { left: 16, right: 384, top: 16, bottom: 246 };

/** A lying row for each variant: the seeds' differences as dots, their mean and its interval below them. */
function intervals({ differences }: PaperFigure6Data, { tr, num }: Context): Mark[] {
  const all = [0, ...differences.flatMap(({ bySeed, interval }) => [...bySeed, ...interval])];
  const ticks = ticksOver(Math.min(...all), Math.max(...all));
  const x = linear([ticks[0]!, ticks.at(-1)!], [ROWS.left + 10, ROWS.right - 10]);
  const room = (ROWS.bottom - ROWS.top) / differences.length;
  const grid = ticks.flatMap((value) => [x(value), ROWS.top, x(value), ROWS.bottom, NaN, NaN]);
  return [
    { kind: "line", xy: grid, stroke: "rule", width: 1 },
    { kind: "line", xy: [x(0), ROWS.top, x(0), ROWS.bottom], stroke: "ink", width: 1.5 },
    ...ticks.map((value): Mark => ({
      kind: "text",
      x: x(value),
      y: ROWS.bottom + 19,
      text: num(value, { decimals: value % 1 ? 1 : 0, sign: true }),
      anchor: "middle",
      size: CHART_TEXT,
    })),
    {
      kind: "text",
      x: (ROWS.left + ROWS.right) / 2,
      y: ROWS.bottom + 40,
      text: tr("axes.points"),
      anchor: "middle",
      size: CHART_TEXT,
    },
    ...differences.flatMap(({ name, bySeed, mean, interval: [low, high] }, i): Mark[] => {
      const middle = ROWS.top + room * (i + 0.5);
      const at = middle + 14;
      return [
        {
          kind: "text",
          x: ROWS.left + 10,
          y: middle - 30,
          text: tr(`variants.${name}`),
          size: CHART_TEXT,
          fill: "ink",
        },
        { kind: "dots", xy: bySeed.flatMap((value) => [x(value), middle - 10]), r: 5, fill: INKS[name], opacity: 0.7 },
        {
          kind: "line",
          part: "interval",
          xy: whisker(x(low), x(high), at),
          stroke: INKS[name],
          width: 2,
        },
        { kind: "rects", part: "interval", xywh: [x(mean) - 4, at - 4, 8, 8], fill: INKS[name] },
      ];
    }),
  ];
}

/** What the paper showed and what we did, side by side. */
function beside(data: PaperFigure6Data, context: Context): string {
  const { tr, num } = context;
  const [paper] = data.variants;
  const values = {
    params: num(paper!.params),
    madds: num(paper!.madds),
    training: num(data.training),
    test: num(data.test),
    epochs: num(data.epochs),
    n: paper!.runs.length,
    classes: num(MOBILENET_V2.classes),
    steps: fact("mobilenet-v2.figure-6-steps").text,
  };
  const cell = (text: string): string => `<td>${escapeHtml(text)}</td>`;
  const rows = ["network", "data", "length", "runs"].map(
    (row) =>
      `<tr><th scope="row">${escapeHtml(tr(`beside.${row}.name`))}</th>${cell(tr(`beside.${row}.paper`, values))}${cell(tr(`beside.${row}.ours`, values))}</tr>`,
  );
  const found = data.differences.map((difference) => differenceWords(difference, context)).join(" ");
  const last = `<tr><th scope="row">${escapeHtml(tr("beside.found.name"))}</th>${cell(tr(`beside.found.${data.half}`))}${cell(found)}</tr>`;
  const head = ["what", "paper", "ours"].map((name) => `<th scope="col">${escapeHtml(tr(`beside.${name}`))}</th>`);
  const made = tr("made", { command: data.command, version: data.version });
  return `<table class="beside"><thead><tr>${head.join("")}</tr></thead><tbody>${rows.join("")}${last}</tbody></table><p class="note">${escapeHtml(made)}</p>`;
}

export function panelsOf(data: PaperFigure6Data, context: Context): Panel[] {
  const { tr, num } = context;
  const percent = (share: number): string => num(share, { percent: true, decimals: 1 });
  const means = data.variants.map(({ name, mean }) =>
    tr("alt.mean", { variant: tr(`variants.${name}`), share: percent(mean[data.epoch - 1]!) }),
  );
  return [
    {
      id: "curves",
      title: tr("panels.curves"),
      alt: tr("alt.curves", { means: means.join("; ") }),
      span: 6,
      width: CHART_WIDTH,
      height: HEIGHT,
      svg: marksSvg(curves(data, context)),
    },
    {
      id: "differences",
      title: tr("panels.differences", { epoch: data.epoch }),
      alt: data.differences.map((difference) => differenceWords(difference, context)).join(" "),
      span: 6,
      width: CHART_WIDTH,
      height: HEIGHT,
      svg: marksSvg(intervals(data, context)),
    },
    { id: "beside", title: tr("panels.beside"), span: 12, html: beside(data, context) },
  ];
}
