/** The papers' grid as buttons, curves of equal cost, the way from the law to the count, the rounded channels. */
import { axes, CHART_TEXT, type Area } from "@/figures/shell/chart-marks.ts";
import type { DrawContext, Panel } from "@/figures/shell/contract.ts";
import { escapeHtml as esc, linear, round } from "@/figures/shell/markup.ts";
import { type Mark, marksSvg } from "@/figures/shell/marks.ts";
import { percent } from "@/figures/shell/share-words.ts";
import type { Setting, WidthResolutionData, WidthResolutionState } from "./compute.ts";

export interface ViewState extends WidthResolutionState {
  readonly quantity: "madds" | "params";
}
export type Context = DrawContext<ViewState>;

const millions = (value: number, { tr, num }: Context): string =>
  tr("millions", { n: num(value / 1e6, { decimals: value < 1e7 ? 1 : 0 }) });

function cell(setting: Setting, most: number, context: Context): string {
  const { state, tr, num } = context;
  const value = setting[state.quantity];
  const isChosen = setting.width === state.width && setting.resolution === state.resolution;
  const set = esc(JSON.stringify({ width: String(setting.width), resolution: String(setting.resolution) }));
  const top = setting.accuracy ? num(setting.accuracy.value / 100, { percent: true, decimals: 1 }) : "";
  const label = tr("alt.cell", {
    width: num(setting.width, { decimals: 2 }),
    resolution: setting.resolution,
    // What is seen comes first, so that it can be spoken to press the cell.
    cost: `${millions(value, context)} ${top}`.trim(),
  });
  const key = `${String(setting.width)}-${String(setting.resolution)}`;
  return `<td><button type="button" data-key="${key}" data-set="${set}" aria-pressed="${String(isChosen)}" aria-label="${esc(label)}" style="--share:${String(round(value / most, 3))}"><b>${millions(value, context)}</b> <small>${top}</small></button></td>`;
}

function gridHtml(data: WidthResolutionData, context: Context): string {
  const { tr, num, state } = context;
  const most = Math.max(...data.cells.map((setting) => setting[state.quantity]));
  const head = data.widths.map((width) => `<th scope="col">${num(width, { decimals: 2 })}</th>`).join("");
  const rows = data.resolutions
    .map((resolution) => {
      const own = data.cells.filter((setting) => setting.resolution === resolution);
      return `<tr><th scope="row">${num(resolution)}</th>${own.map((setting) => cell(setting, most, context)).join("")}</tr>`;
    })
    .join("");
  return `<table class="settings"><caption class="visually-hidden">${esc(tr("alt.grid"))}</caption><thead><tr><th scope="col"><span class="visually-hidden">${esc(tr("axes.resolution"))}</span></th>${head}</tr></thead><tbody>${rows}</tbody></table><p class="settings-note">${esc(tr("gridNote"))}</p>`;
}

/** Above it stand the axis's name and, on a line of their own, what the curves cost. */
const AREA: Area = { left: 40, right: 352, top: 48, bottom: 270 };
const SIDES = [96, 128, 160, 192, 224, 256];
const LEAST = 80;
const MOST = 272;

function curveMarks(data: WidthResolutionData, context: Context): Mark[] {
  const { tr, num } = context;
  const x = linear([0.2, 1.55], [AREA.left, AREA.right]);
  const y = linear([LEAST, MOST], [AREA.bottom, AREA.top]);
  const lines = data.curves.flatMap(({ share, points }): Mark[] => {
    const shown = points.filter(([, side]) => side >= LEAST && side <= MOST);
    const start = shown[0];
    if (!start) return [];
    const line: Mark = {
      kind: "line",
      ...(share === 1 ? { part: "equal" } : {}),
      xy: shown.flatMap(([width, side]) => [x(width), y(side)]),
      stroke: share === 1 ? "activation" : "ink-2",
      width: share === 1 ? 2.5 : 1.25,
      ...(share === 1 ? {} : { dash: "5 4" }),
    };
    const label: Mark = {
      kind: "text",
      // Above the line's beginning: to its right the next line comes down.
      x: Math.min(x(start[0]) + 2, AREA.right - 36),
      y: y(start[1]) - 6,
      text: millions(share * data.chosen.madds, context),
      size: CHART_TEXT,
      fill: "ink",
    };
    return [line, label];
  });
  return [
    ...axes(
      AREA,
      [0.25, 0.5, 0.75, 1, 1.25, 1.5].map((width) => ({ at: x(width), text: num(width, { decimals: 2 }) })),
      SIDES.map((side) => ({ at: y(side), text: num(side) })),
      { x: tr("axes.width"), y: tr("axes.resolution") },
    ),
    {
      kind: "dots",
      xy: data.cells.flatMap(({ width, resolution }) => [x(width), y(resolution)]),
      r: 4,
      fill: "none",
      stroke: "ink-2",
    },
    ...lines,
    { kind: "dots", part: "chosen equal", xy: [x(data.chosen.width), y(data.chosen.resolution)], r: 7, fill: "accent" },
  ];
}

function bendsHtml(data: WidthResolutionData, { tr, num }: Context): string {
  const rows = data.bends
    .map(({ reason, madds }, i) => {
      const before = data.bends[i - 1]?.madds;
      const by = before === undefined ? "" : num(madds / before - 1, { percent: true, decimals: 1, sign: true });
      return `<tr${reason === "layers" || reason === "rounding" ? ` data-part="${reason}"` : ""}><th scope="row">${esc(tr(`bends.${reason}`))}</th><td>${by}</td><td>${num(Math.round(madds))}</td></tr>`;
    })
    .join("");
  const share = percent(data.share.madds, num);
  return `<table class="bends"><caption class="visually-hidden">${esc(tr("panels.bends"))}</caption><tbody>${rows}</tbody><tfoot><tr><th scope="row">${esc(tr("bends.counted"))}</th><td>${share}</td><td>${num(data.chosen.madds)}</td></tr></tfoot></table>`;
}

function channelsHtml(data: WidthResolutionData, { tr, num }: Context): string {
  const name = (row: number): string =>
    row === 0 ? tr("rows.first") : row < 0 ? tr("rows.last") : tr("rows.row", { row });
  const head = ["row", "paper", "exact", "rounded"].map((key) => `<th scope="col">${esc(tr(`channels.${key}`))}</th>`);
  const rows = data.channels.map(({ row, paper, exact, rounded }) => {
    const exactText = num(exact, { decimals: Number.isInteger(round(exact, 2)) ? 0 : 2 });
    return `<tr${row < 0 ? ' data-part="last"' : ""}><th scope="row">${esc(name(row))}</th><td>${num(paper)}</td><td>${exactText}</td><td${rounded === exact ? "" : ' class="moved"'}>${num(rounded)}</td></tr>`;
  });
  return `<table class="bends"><caption class="visually-hidden">${esc(tr("panels.channels"))}</caption><thead><tr>${head.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

export const picture = (data: WidthResolutionData, context: Context): Panel[] => {
  const { tr, state, num } = context;
  return [
    { id: "grid", title: tr(`panels.grid.${state.quantity}`), span: 6, html: gridHtml(data, context) },
    {
      id: "curves",
      title: tr("panels.curves"),
      alt: tr("alt.curves", { madds: num(data.chosen.madds) }),
      span: 6,
      width: 360,
      height: 320,
      svg: marksSvg(curveMarks(data, context)),
    },
    { id: "bends", title: tr("panels.bends"), span: 6, html: bendsHtml(data, context) },
    { id: "channels", title: tr("panels.channels"), span: 6, html: channelsHtml(data, context) },
  ];
};
