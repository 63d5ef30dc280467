/** The figure's tables as HTML: the whole run each way, and its parts. */
import { escapeHtml as esc } from "@/figures/shell/markup.ts";
import type { SpeedData } from "./compute.ts";
import { type Cell, type Row, waysOf } from "./rows.ts";
import { type Context, megabytes, ms, rate, rowName, share, short } from "./words.ts";

const head = (names: readonly string[]): string =>
  `<thead><tr>${names.map((name) => `<th scope="col">${esc(name)}</th>`).join("")}</tr></thead>`;

const small = (texts: readonly string[]): string => texts.map((text) => `<small>${esc(text)}</small>`).join("");

/** Median, spread and rate of a measured part. */
function timeHtml(cell: Cell, context: Context): string {
  if (!cell.ms) return "";
  const { medianMs, p10Ms, p90Ms } = cell.ms;
  const spread = context.tr("spread", { low: short(p10Ms, context), high: short(p90Ms, context) });
  const peak = cell.ofPeak === null ? "" : context.tr("ofPeak", { share: share(cell.ofPeak, context) });
  const rates = cell.gmadds === null ? [] : [[rate(cell.gmadds, context), peak].filter(Boolean).join(", ")];
  return `${esc(ms(medianMs, context))}${small([spread, ...rates])}`;
}

export function totalsHtml({ ways, device }: SpeedData, context: Context): string {
  const { tr, num } = context;
  const columns = ["way", "calls", "bytes", ...(device ? ["time", "first"] : [])];
  const rows = ways.map((total) => {
    const { way, calls, bytes, firstMs } = total;
    const name = `<th scope="row">${esc(tr(`way.${way}`))}${small([tr(`about.${way}`)])}</th>`;
    const none = `<td>${esc(tr("notHere"))}</td>`;
    const times =
      firstMs === null ? none + none : `<td>${timeHtml(total, context)}</td><td>${esc(ms(firstMs, context))}</td>`;
    return `<tr data-part="${way}">${name}<td>${num(calls)}</td><td>${esc(megabytes(bytes, context))}</td>${device ? times : ""}</tr>`;
  });
  return `<table class="speed"><caption class="visually-hidden">${esc(tr("panels.ways"))}</caption>${head(columns.map((key) => tr(`columns.${key}`)))}<tbody>${rows.join("")}</tbody></table>`;
}

function rowHtml(row: Row, isMeasured: boolean, context: Context): string {
  const { name, more } = rowName(row, context);
  const code = context.state.rows === "layers";
  const cells = waysOf(context.state.rows).map((way) => row.cells[way]);
  const madds = cells.find((cell) => cell)?.madds ?? 0;
  const moved = cells.map((cell) => `<td>${cell ? esc(short(cell.bytes / 1e6, context)) : "–"}</td>`);
  const times = cells.map((cell) => `<td>${cell ? timeHtml(cell, context) || esc(context.tr("notHere")) : "–"}</td>`);
  const title = code ? `<code translate="no">${esc(name)}</code>` : esc(name);
  return `<tr><th scope="row">${title}${more ? small([more]) : ""}</th><td>${short(madds / 1e6, context)}</td>${moved.join("")}${isMeasured ? times.join("") : ""}</tr>`;
}

/** Scrolls in a box of its own: on a phone the columns are too many. */
export function rowsHtml({ rows, device }: SpeedData, context: Context): string {
  const { tr, state } = context;
  const ways = waysOf(state.rows).map((way) => tr(`way.${way}`));
  const title = tr(`panels.${state.rows}`);
  const columns = [
    tr(`columns.${state.rows}`),
    tr("columns.madds"),
    ...ways.map((way) => tr("columns.mbOf", { way })),
    ...(device ? ways.map((way) => tr("columns.msOf", { way })) : []),
  ];
  const body = rows.map((row) => rowHtml(row, device !== null, context)).join("");
  return `<div class="speed-scroll" tabindex="0" role="group" aria-label="${esc(title)}"><table class="speed parts"><caption class="visually-hidden">${esc(title)}</caption>${head(columns)}<tbody>${body}</tbody></table></div>`;
}
