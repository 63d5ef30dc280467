/** The table as HTML: the paper's rows, the layers of an open one by block, bars in the cells, headings that sort. */
import type { DrawContext } from "@/figures/shell/contract.ts";
import { escapeHtml as esc, round } from "@/figures/shell/markup.ts";
import type { ArchitectureData, ArchitectureState, TableLayer } from "./compute.ts";
import type { PaperRow } from "./rows.ts";
import { percent } from "@/figures/shell/share-words.ts";
import { COLUMNS, type Column, isSorted, nextSort, sorted, type Sort, sortOf } from "./sort.ts";

export interface ViewState extends ArchitectureState {
  readonly view: "rows" | "layers" | "kinds";
  readonly open: number;
  readonly sort: Sort;
}
export type Context = DrawContext<ViewState>;

/** Parts of a network that words can light: its first and last convolutions, the blocks between, the classifier. */
export const PARTS = ["first", "blocks", "last", "classifier"] as const;

/** The part that a row belongs to; pools belong to none. */
function partOf({ operator }: PaperRow, index: number): (typeof PARTS)[number] | null {
  if (operator === "conv") return index === 0 ? "first" : "last";
  if (operator === "pool" || operator === "max-pool") return null;
  return operator === "linear" ? "classifier" : "blocks";
}

export const size = (shape: readonly number[]): string => shape.join(" × ");

/** The row in the words of its paper. */
export function rowWords(row: PaperRow, { tr, num }: Pick<Context, "tr" | "num">): { name: string; more: string } {
  const values = {
    k: row.kernel,
    c: row.outC,
    n: row.repeats,
    s: row.stride,
    t: num(row.expansion, { decimals: Number.isInteger(row.expansion) ? 0 : 2 }),
    hidden: row.hidden,
    outputs: row.outC,
    activation: row.activation === null ? "" : tr(`activation.${row.activation}`),
  };
  const gate = row.squeezeExcite ? tr("row.gate") : "";
  return {
    name: tr(`row.${row.operator}.name`, values),
    more: [tr(`row.${row.operator}.more`, values), gate].filter(Boolean).join(", "),
  };
}

/** A cell with its number, its share, and a bar of that length below them. */
export function barCell(value: number, total: number, most: number, { num }: Context): string {
  const share = total === 0 ? 0 : value / total;
  const bar = most === 0 ? 0 : round(value / most, 3);
  const text = value === 0 ? num(0) : `${num(value)} <small>${percent(share, num)}</small>`;
  return `<td class="bar" style="--bar:${String(bar)}">${text}</td>`;
}

interface Scales {
  readonly params: number;
  readonly madds: number;
}

const scalesOf = (items: readonly Scales[]): Scales => ({
  params: Math.max(...items.map(({ params }) => params)),
  madds: Math.max(...items.map(({ madds }) => madds)),
});

const cells = (item: Scales & { shape: readonly number[] }, data: Scales, most: Scales, context: Context): string =>
  `<td class="size">${size(item.shape)}</td>${barCell(item.params, data.params, most.params, context)}${barCell(item.madds, data.madds, most.madds, context)}`;

const layerRow = (layer: TableLayer, data: ArchitectureData, most: Scales, context: Context): string =>
  `<tr class="layer"><th scope="row"><code translate="no">${esc(layer.name)}</code><small>${esc(context.tr(`kind.${layer.kind}`))}</small></th>${cells(layer, data, most, context)}</tr>`;

function openRows(data: ArchitectureData, row: number, context: Context): string {
  const layers = data.layers.filter((layer) => layer.row === row);
  const most = scalesOf(layers);
  if (isSorted(context.state.sort)) {
    return sorted(layers, context.state.sort, data.layers)
      .map((layer) => layerRow(layer, data, most, context))
      .join("");
  }
  const blocks = [...new Set(layers.map(({ block }) => block))];
  return blocks
    .map((block) => {
      const own = layers.filter((layer) => layer.block === block);
      const head =
        blocks.length > 1
          ? `<tr class="block"><th scope="rowgroup" colspan="4">${esc(context.tr("block", { block }))}</th></tr>`
          : "";
      return head + own.map((layer) => layerRow(layer, data, most, context)).join("");
    })
    .join("");
}

function rowHtml(data: ArchitectureData, row: PaperRow, index: number, most: Scales, context: Context): string {
  const { name, more } = rowWords(row, context);
  const isOpen = context.state.open === index;
  const set = esc(JSON.stringify({ open: String(isOpen ? -1 : index) }));
  const button = `<button type="button" class="fold" data-key="row-${String(index)}" data-set="${set}" aria-expanded="${String(isOpen)}"><span>${esc(name)}</span><small>${esc(more)}</small></button>`;
  const part = partOf(row, index);
  return `<tr class="row"${part === null ? "" : ` data-part="${part}"`}><th scope="row">${button}</th>${cells(row, data, most, context)}</tr>${isOpen ? openRows(data, index, context) : ""}`;
}

function headCell(column: Column, { state, tr }: Context): string {
  const { by, down } = sortOf(state.sort);
  const isMine = by === column;
  const aria = isMine ? ` aria-sort="${down ? "descending" : "ascending"}"` : "";
  const arrow = isMine ? (down ? " ↓" : " ↑") : "";
  const set = esc(JSON.stringify({ sort: nextSort(state.sort, column) }));
  return `<th scope="col" class="${column}"${aria}><button type="button" data-key="sort-${column}" data-set="${set}">${esc(tr(`columns.${column}`))}${arrow}</button></th>`;
}

function body(data: ArchitectureData, context: Context): string {
  const { view, sort } = context.state;
  if (view === "layers") {
    const most = scalesOf(data.layers);
    if (isSorted(sort)) {
      return sorted(data.layers, sort, data.layers)
        .map((layer) => layerRow(layer, data, most, context))
        .join("");
    }
    return data.rows
      .map((row, index) => {
        const { name, more } = rowWords(row, context);
        const head = `<tr class="block"><th scope="rowgroup" colspan="4">${esc(name)} <small>${esc(more)}</small></th></tr>`;
        const own = data.layers.filter((layer) => layer.row === index);
        return head + own.map((layer) => layerRow(layer, data, most, context)).join("");
      })
      .join("");
  }
  const most = scalesOf(data.rows);
  return sorted(data.rows, sort, data.rows)
    .map((row) => rowHtml(data, row, data.rows.indexOf(row), most, context))
    .join("");
}

export function tableHtml(data: ArchitectureData, context: Context): string {
  const { tr, num } = context;
  const foot = `<tr><th scope="row">${esc(tr("total"))}</th><td class="size"></td><td>${num(data.params)}</td><td>${num(data.madds)}</td></tr>`;
  return `<table class="layers"><caption class="visually-hidden">${esc(tr("alt.table"))}</caption><thead><tr>${COLUMNS.map((column) => headCell(column, context)).join("")}</tr></thead><tbody>${body(data, context)}</tbody><tfoot>${foot}</tfoot></table>`;
}
