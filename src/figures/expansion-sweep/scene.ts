/** Three stacked charts over t (multiply-adds, parameters, memory at the peak), the blocks of table 2, and a table. */
import { type Area, axes, CHART_TEXT, niceTicks } from "@/figures/shell/chart-marks.ts";
import type { DrawContext, Panel } from "@/figures/shell/contract.ts";
import { escapeHtml, linear } from "@/figures/shell/markup.ts";
import { drawPanels, type Ink, type Mark } from "@/figures/shell/marks.ts";
import type { ExpansionSweepData, ExpansionSweepState, Level } from "./compute.ts";
import { PARTS, type TensorRole, TENSORS } from "./parts.ts";

type Context = DrawContext<ExpansionSweepState>;

const PART_INKS = { expand: "arc-1", depthwise: "arc-7", project: "arc-4" } as const satisfies Record<string, Ink>;
const TENSOR_INKS = { input: "ink-2", ...PART_INKS } as const satisfies Record<string, Ink>;

const [WIDTH, HEIGHT] = [320, 330];
const AREA: Area = { left: 52, right: 316, top: 84, bottom: 284 };

interface Stack {
  readonly part: TensorRole;
  readonly name: string;
  readonly ink: Ink;
  /** For t = 0, 1, 2, … */
  readonly values: readonly number[];
}

/** A number on an axis: millions or thousands, as the largest asks for. */
const short = (value: number, most: number, unit: "count" | "bytes", { tr, num }: Context): string => {
  const [size, name] = most >= 2e6 ? [1e6, "M"] : most >= 2e3 ? [1e3, "k"] : [1, "one"];
  const decimals = value % size === 0 || size === 1 ? 0 : 1;
  return tr(`units.${unit}.${name}`, { n: num(value / size, { decimals }) });
};

function stacked(stacks: readonly Stack[], unit: "count" | "bytes", context: Context): Mark[] {
  const { state, tr } = context;
  const columns = stacks[0]?.values.map((_, i) => stacks.map(({ values }) => values[i] ?? 0)) ?? [];
  const sums = columns.map((column) => column.reduce((sum, value) => sum + value, 0));
  const ticks = niceTicks(Math.max(...sums));
  const top = ticks.at(-1) ?? 1;
  const y = linear([0, top], [AREA.bottom, AREA.top]);
  const step = (AREA.right - AREA.left) / columns.length;
  const left = (i: number): number => AREA.left + i * step;
  const bar = 0.72 * step;
  const sum = sums[state.t] ?? 0;
  const bars = stacks.map(({ values, ink, part }, k): Mark => {
    const boxes = values.flatMap((value, i) => {
      const below = (columns[i] ?? []).slice(0, k).reduce((total, one) => total + one, 0);
      // A hair of paper between two parts keeps them apart in any colours.
      const height = y(below) - y(below + value);
      return value === 0 ? [] : [left(i) + (step - bar) / 2, y(below + value), bar, Math.max(0.8, height - 0.8)];
    });
    return { kind: "rects", xywh: boxes, fill: ink, part };
  });
  const at = left(state.t);
  return [
    { kind: "rects", xywh: [at, AREA.top - 22, step, AREA.bottom - AREA.top + 46], fill: "surface" },
    ...axes(
      AREA,
      columns.map((_, i) => ({ at: left(i) + step / 2, text: String(i) })),
      ticks.map((value) => ({ at: y(value), text: short(value, top, unit, context) })),
      { x: tr("axes.t") },
    ),
    ...bars,
    {
      kind: "text",
      x: Math.min(Math.max(at + step / 2, AREA.left + 24), AREA.right - 24),
      y: AREA.top - 7,
      text: short(sum, top, unit, context),
      anchor: "middle",
      size: CHART_TEXT,
      fill: "ink",
    },
    ...legend(stacks),
  ];
}

/** Two by two, in the order in which the parts stand, from the bottom. */
const legend = (stacks: readonly Stack[]): Mark[] =>
  stacks.flatMap(({ name, ink, part }, i): Mark[] => {
    const [x, y] = [(i % 2) * 160, 8 + Math.floor(i / 2) * 22];
    return [
      { kind: "rects", xywh: [x, y, 14, 14], fill: ink, part },
      { kind: "text", x: x + 20, y: y + 12, text: name, size: CHART_TEXT, part },
    ];
  });

function charts({ levels }: ExpansionSweepData, context: Context): Panel[] {
  const { tr, state } = context;
  const parts = (measure: "madds" | "params"): Stack[] =>
    PARTS.map((part) => ({
      part,
      name: tr(`parts.${part}`),
      ink: PART_INKS[part],
      values: levels.map((level) => level[measure][part]),
    }));
  const live = TENSORS.map((role) => ({
    part: role,
    name: tr(`tensors.${role}`),
    ink: TENSOR_INKS[role],
    values: levels.map((level) => level.live[role]),
  }));
  const panels = [
    ["madds", parts("madds"), "count"],
    ["params", parts("params"), "count"],
    ["memory", live, "bytes"],
  ] as const;
  return drawPanels(
    panels.map(([id, stacks, unit]) => ({
      id,
      title: tr(`panels.${id}`),
      alt: tr(`alt.${id}`, { t: state.t }),
      span: 4,
      width: WIDTH,
      height: HEIGHT,
      marks: stacked(stacks, unit, context),
    })),
  );
}

function presets({ presets: all }: ExpansionSweepData, { tr, state }: Context): string {
  const buttons = all.map(({ block, size, inC, outC, stride, t }) => {
    const set = { size, inC, outC, stride, t };
    const pressed = size === state.size && inC === state.inC && outC === state.outC && stride === state.stride;
    const sizes = { block: String(block), size: String(size), inC: String(inC), outC: String(outC), stride };
    const name = tr("presetName", sizes);
    return `<button type="button" class="chip" aria-pressed="${String(pressed)}" title="${escapeHtml(name)}" data-set='${escapeHtml(JSON.stringify(set))}'>${escapeHtml(tr("preset", sizes))}</button>`;
  });
  return `<div class="chips" role="group" aria-label="${escapeHtml(tr("panels.presets"))}">${buttons.join("")}</div>`;
}

function table(level: Level, { tr, num }: Context): string {
  const cell = (value: number, all: number): string =>
    `<td>${num(value)}<small>${num(all === 0 ? 0 : value / all, { percent: true, decimals: 1 })}</small></td>`;
  const { madds, params } = level.total;
  const rows = PARTS.map(
    (part) =>
      `<tr><th scope="row"><i style="background:var(--${PART_INKS[part]})"></i>${escapeHtml(tr(`parts.${part}`))}</th>${cell(level.madds[part], madds)}${cell(level.params[part], params)}</tr>`,
  );
  const head = ["part", "madds", "params"].map((key) => `<th scope="col">${escapeHtml(tr(`columns.${key}`))}</th>`);
  return `<table class="parts"><tr>${head.join("")}</tr>${rows.join("")}<tr><th scope="row">${escapeHtml(tr("columns.all"))}</th><td>${num(madds)}</td><td>${num(params)}</td></tr></table>`;
}

export function picture(data: ExpansionSweepData, context: Context): Panel[] {
  const { tr, state } = context;
  const { level } = data;
  const { t, size, inC, outC } = state;
  const shape = { t, size: String(size), inC: String(inC), outC: String(outC), outSize: String(data.outSize) };
  return [
    { id: "presets", title: tr("panels.presets"), span: 12, html: presets(data, context) },
    ...charts(data, context),
    { id: "parts", title: tr("panels.parts", shape), span: 12, html: table(level, context) },
  ];
}
