/** The counted totals beside the published ones, with the reason where they differ. */
import { escapeHtml as esc } from "@/figures/shell/markup.ts";
import type { ArchitectureData } from "./compute.ts";
import type { PublishedTotal } from "./published.ts";
import type { Context } from "./table.ts";

const WHATS = ["params", "madds"] as const;

function published(list: readonly PublishedTotal[], { tr }: Context): string {
  if (list.length === 0) return `<span class="none">${esc(tr("published.none"))}</span>`;
  return list
    .map(({ text, source, where }) => {
      const place = tr("published.place", { paper: tr(`papers.${source}`), where });
      return `<span>${esc(tr("published.item", { text }))} <small>${esc(place)}</small></span>`;
    })
    .join("");
}

/** What the parameters are made of, and why the totals differ from what is printed. */
function story(data: ArchitectureData, { tr, num }: Context): string {
  const { weights, batchNorm, biases } = data.sorts;
  const parts = tr("why.parts", { weights: num(weights), norm: num(batchNorm), biases: num(biases) });
  if (data.story) return `${parts} ${tr(`why.${data.story.id}`, { ...data.story.numbers })}`;
  const isPublished = data.published.params.length + data.published.madds.length > 0;
  return `${parts} ${tr(isPublished ? "why.checkpoint" : "why.own")}`;
}

export function totalsHtml(data: ArchitectureData, context: Context): string {
  const { tr, num } = context;
  const rows = WHATS.map(
    (what) =>
      `<div><dt>${esc(tr(`totals.${what}`))}</dt><dd><strong>${num(data[what])}</strong>${published(data.published[what], context)}</dd></div>`,
  ).join("");
  return `<dl class="totals">${rows}</dl><p class="totals-note">${esc(story(data, context))}</p>`;
}
