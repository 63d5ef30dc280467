/** The network by kind of layer, as HTML: shares of the parameters, of the multiply-adds, and of the values moved. */
import { escapeHtml as esc } from "@/figures/shell/markup.ts";
import type { ArchitectureData } from "./compute.ts";
import { KINDS, type Kind } from "./kinds.ts";
import { barCell, type Context } from "./table.ts";

const WHATS = ["params", "madds", "moved"] as const;

/** The kinds that this network has. */
export const kindsOf = ({ kinds }: ArchitectureData): Kind[] => KINDS.filter((kind) => kinds[kind].layers > 0);

export function kindsHtml(data: ArchitectureData, context: Context): string {
  const { tr, num } = context;
  const shown = kindsOf(data).map((kind) => ({ kind, ...data.kinds[kind] }));
  const total = (what: (typeof WHATS)[number]): number => shown.reduce((sum, kind) => sum + kind[what], 0);
  const most = (what: (typeof WHATS)[number]): number => Math.max(...shown.map((kind) => kind[what]));
  const cells = (row: (typeof shown)[number]): string =>
    WHATS.map((what) => barCell(row[what], total(what), most(what), context)).join("");
  const rows = shown.map(
    (row) =>
      `<tr class="kind"><th scope="row">${esc(tr(`kind.${row.kind}`))} <small>${esc(tr("kinds.layers", { n: row.layers }))}</small></th>${cells(row)}</tr>`,
  );
  const head = ["kind", ...WHATS].map((column) => `<th scope="col">${esc(tr(`columns.${column}`))}</th>`).join("");
  const foot = WHATS.map((what) => `<td>${num(total(what))}</td>`).join("");
  return `<table class="layers kinds"><caption class="visually-hidden">${esc(tr("panels.kinds"))}</caption><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody><tfoot><tr><th scope="row">${esc(tr("total"))}</th>${foot}</tr></tfoot></table><p class="totals-note">${esc(tr("kinds.note"))}</p>`;
}
