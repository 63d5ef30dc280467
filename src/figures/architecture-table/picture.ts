import type { Panel } from "@/figures/shell/contract.ts";
import { escapeHtml as esc } from "@/figures/shell/markup.ts";
import type { ArchitectureData } from "./compute.ts";
import { kindsHtml } from "./kinds-table.ts";
import { type Context, tableHtml } from "./table.ts";
import { totalsHtml } from "./totals.ts";

const summaryTools = ({ tr }: Context): string =>
  `<p class="summary-tools">${esc(tr("summary.about"))} <button type="button" class="button" data-key="summary-copy" data-summary="copy">${esc(tr("summary.copy"))}</button> <button type="button" class="button" data-key="summary-save" data-summary="save">${esc(tr("summary.save"))}</button></p>`;

export const picture = (data: ArchitectureData, context: Context): Panel[] => [
  { id: "totals", title: "", span: 12, html: totalsHtml(data, context) },
  {
    id: "layers",
    title: context.tr(`panels.${context.state.view}`),
    span: 12,
    html: `${context.state.view === "kinds" ? kindsHtml(data, context) : tableHtml(data, context)}${summaryTools(context)}`,
  },
];
