/** Bytes over the run as three lines with their peaks, the peaks as a table, and the paper's table 3 beside the count. */
import { axes, CHART_TEXT, type Area } from "@/figures/shell/chart-marks.ts";
import type { DrawContext, Panel } from "@/figures/shell/contract.ts";
import { escapeHtml as esc, linear } from "@/figures/shell/markup.ts";
import { type Ink, type Mark, marksSvg } from "@/figures/shell/marks.ts";
import type { MemoryData, MemoryState, Schedule } from "./compute.ts";
import { NETWORKS_OF_TABLE } from "./table-three.ts";

export type Context = DrawContext<MemoryState>;

/** 1 kB is 1,000 bytes, as in the paper's table. */
export const kb = (bytes: number, { tr, num }: Context): string =>
  tr("kb", { n: num(bytes / 1000, { decimals: bytes < 1e4 ? 1 : 0 }) });

/** A block in words; the stem, the last 1×1 and the head have names. */
export function place(block: number, blocks: number, { tr }: Context): string {
  const named = { 0: "stem", [blocks - 2]: "last", [blocks - 1]: "head" }[block];
  return tr(`place.${named ?? "block"}`, { block });
}

const AREA: Area = { left: 58, right: 412, top: 44, bottom: 290 };
const INKS: Readonly<Record<Schedule["name"], { ink: Ink; width: number; dash?: string }>> = {
  layers: { ink: "lost", width: 2 },
  split: { ink: "activation", width: 2 },
  fused: { ink: "ink", width: 2, dash: "2 4" },
  engine: { ink: "accent", width: 3 },
};

/** What is drawn: the engine's bytes are float32's, so its line stands only beside others of that size. */
const shown = ({ schedules, engine }: MemoryData, { state }: Context): readonly Schedule[] =>
  state.bytes === "4" ? [...schedules, engine] : schedules;

/** A round step so that four or five lines cover the range. */
function stepFor(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most / 4));
  return power * ([1, 2, 5, 10].find((factor) => factor * power * 5 >= most) ?? 10);
}

/** The run as a line of steps: every block is as wide as every other, its moments share it evenly. */
function stepLine({ moments }: Schedule, x: (block: number) => number, y: (bytes: number) => number): number[] {
  const counts = new Map<number, number>();
  for (const { block } of moments) counts.set(block, (counts.get(block) ?? 0) + 1);
  const seen = new Map<number, number>();
  return moments.flatMap(({ block, bytes }) => {
    const at = seen.get(block) ?? 0;
    seen.set(block, at + 1);
    const count = counts.get(block) ?? 1;
    return [x(block + at / count), y(bytes), x(block + (at + 1) / count), y(bytes)];
  });
}

function timelineMarks(data: MemoryData, context: Context): Mark[] {
  const { tr, num } = context;
  const schedules = shown(data, context);
  const most = Math.max(...schedules.map(({ peak }) => peak.bytes)) / 1000;
  const step = stepFor(most);
  const top = step * Math.ceil(most / step);
  const x = linear([0, data.blocks], [AREA.left, AREA.right]);
  const y = linear([0, top], [AREA.bottom, AREA.top]);
  const at = (bytes: number): number => y(bytes / 1000);
  const ticks = Array.from({ length: Math.round(top / step) + 1 }, (_, i) => i * step);
  const blocks = [1, 5, 9, 13, 17].filter((block) => block < data.blocks);
  const lines = schedules.map((schedule): Mark => {
    const { ink, width, dash } = INKS[schedule.name];
    return {
      kind: "line",
      part: schedule.name,
      xy: stepLine(schedule, x, at),
      stroke: ink,
      width,
      ...(dash ? { dash } : {}),
    };
  });
  const peaks = schedules.map(({ name, peak }): Mark => ({
    kind: "dots",
    part: name,
    xy: [x(peak.block + 0.5), at(peak.bytes)],
    r: 5,
    fill: INKS[name].ink,
  }));
  return [
    ...axes(
      AREA,
      blocks.map((block) => ({ at: x(block + 0.5), text: num(block) })),
      ticks.map((value) => ({ at: y(value), text: num(value) })),
      { x: tr("axes.block"), y: tr("axes.kb") },
    ),
    ...lines,
    ...peaks,
    ...legend(schedules, context),
  ];
}

/** Above the right half of the plot, where no block needs much. */
function legend(schedules: readonly Schedule[], context: Context): Mark[] {
  const left = 196;
  const height = 2 + 24 * schedules.length;
  const ground: Mark = { kind: "rects", xywh: [left - 6, AREA.top + 1, AREA.right - left + 6, height], fill: "paper" };
  const rows = schedules.flatMap(({ name, peak }, i): Mark[] => {
    const y = AREA.top + 14 + 24 * i;
    const { ink, width, dash } = INKS[name];
    const text = context.tr("legend.peak", {
      name: context.tr(`schedules.${name}`),
      kb: kb(peak.bytes, context),
    });
    return [
      { kind: "line", part: name, xy: [left, y, left + 24, y], stroke: ink, width, ...(dash ? { dash } : {}) },
      { kind: "text", part: name, x: left + 32, y: y + 5, text, size: CHART_TEXT, fill: "ink" },
    ];
  });
  return [ground, ...rows];
}

function peaksHtml({ schedules, engine, blocks }: MemoryData, context: Context): string {
  const { tr } = context;
  const rows = [...schedules, engine].map(({ name, peak }) => {
    const words = esc(tr(`schedules.${name}`));
    const where = tr("peaks.where", { place: place(peak.block, blocks, context), kind: tr(`kind.${peak.kind}`) });
    return `<tr data-part="${name}"><th scope="row">${words}<small>${esc(tr(`about.${name}`, { parts: context.state.parts }))}</small></th><td>${kb(peak.bytes, context)}<small>${esc(name === "fused" || name === "engine" ? tr("peaks.block", { place: place(peak.block, blocks, context) }) : where)}</small></td></tr>`;
  });
  const head = ["schedule", "peak"].map((key) => `<th scope="col">${esc(tr(`peaks.${key}`))}</th>`).join("");
  return `<table class="memory"><caption class="visually-hidden">${esc(tr("panels.peaks"))}</caption><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

function tableThreeHtml(data: MemoryData, context: Context): string {
  const { tr, num, state } = context;
  const head = ["size", "v1", "v1Counted", "v2", "v2Counted", "shufflenet"]
    .map((key) => `<th scope="col">${esc(tr(`table3.${key}`))}</th>`)
    .join("");
  const bare = (text: string): string => esc(text.replace(/ kB$/, ""));
  const rows = data.tableThree.map(({ paperSide, printed, side, counted }) => {
    const print = (network: (typeof NETWORKS_OF_TABLE)[number]): string =>
      `<td>${esc(printed[network].channels)} / ${bare(printed[network].kb)}</td>`;
    const count = (network: "mobilenet-v1" | "mobilenet-v2"): string => {
      const { channels, bytes } = counted[network];
      return `<td class="counted">${num(channels)} / ${num(bytes / 1000, { decimals: bytes < 1e4 ? 1 : 0 })}</td>`;
    };
    const size = side === paperSide ? tr("table3.square", { side }) : tr("table3.now", { side: paperSide, now: side });
    return `<tr><th scope="row">${esc(size)}</th>${print("mobilenet-v1")}${count("mobilenet-v1")}${print("mobilenet-v2")}${count("mobilenet-v2")}${print("shufflenet")}</tr>`;
  });
  const most = (network: "mobilenet-v1" | "mobilenet-v2"): string =>
    num(Math.max(...data.tableThree.map(({ counted }) => counted[network].bytes)) / 1000, { decimals: 0 });
  const max = data.shortMaxima;
  const cell = (network: (typeof NETWORKS_OF_TABLE)[number]): string =>
    `<td>${bare(max[network].long)} <small>${esc(tr("table3.short", { kb: bare(max[network].short) }))}</small></td>`;
  const foot = `<tr><th scope="row">${esc(tr("table3.max"))}</th>${cell("mobilenet-v1")}<td class="counted">${most("mobilenet-v1")}</td>${cell("mobilenet-v2")}<td class="counted">${most("mobilenet-v2")}</td>${cell("shufflenet")}</tr>`;
  const isPaper = state.width === 1 && state.resolution === 224 && state.bytes === "2";
  const note = isPaper ? "" : ` ${esc(tr("table3.other"))}`;
  const { own, printed, channels } = data.slips;
  const text = tr("table3.note", { own: own.join(", "), printed: printed.join(", "), channels });
  return `<div class="memory-scroll" tabindex="0" role="group" aria-label="${esc(tr("panels.table3"))}"><table class="memory three"><caption class="visually-hidden">${esc(tr("panels.table3"))}</caption><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody><tfoot>${foot}</tfoot></table></div><p class="memory-note">${esc(text)}${note}</p>`;
}

export const picture = (data: MemoryData, context: Context): Panel[] => {
  const { tr } = context;
  return [
    {
      id: "timeline",
      title: tr("panels.timeline"),
      alt: tr("alt.timeline"),
      span: 6,
      width: 420,
      height: 340,
      svg: marksSvg(timelineMarks(data, context)),
    },
    { id: "peaks", title: tr("panels.peaks"), span: 6, html: peaksHtml(data, context) },
    { id: "table3", title: tr("panels.table3"), span: 12, html: tableThreeHtml(data, context) },
  ];
};
