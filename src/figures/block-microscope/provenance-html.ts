/** Where a value comes from, as HTML: every number of it can be gone to. */
import { percent } from "@/figures/shell/share-words.ts";
import { escapeHtml, round } from "@/figures/shell/markup.ts";
import { pixelsSvg } from "@/figures/shell/pixels.ts";
import type { Origin } from "./arithmetic.ts";
import type { MicroscopeData } from "./compute.ts";
import type { ShortcutProvenance, VoteProvenance } from "./provenance.ts";
import { goText } from "./value.ts";
import { type Context, full, stepTitle } from "./words.ts";

const esc = escapeHtml;

function goTo(at: Origin, label: string, { tr }: Context): string {
  const name = tr("value.goTo", {
    block: String(at.block),
    step: stepTitle(tr, at),
    c: String(at.c),
    y: String(at.y),
    x: String(at.x),
  });
  return `<button type="button" data-go="${goText(at)}" title="${esc(name)}">${esc(label)}</button>`;
}

/** A bar from the middle of its cell, to the right for more and to the left for less. */
const signed = (value: number, most: number): string =>
  `<td class="bar-cell"><i class="signed${value < 0 ? " less" : ""}" style="--share:${String(round(most === 0 ? 0 : Math.abs(value) / most, 3))}"></i></td>`;

export function shortcutHtml({ skip, branch, value, skipAt, branchAt, energy }: ShortcutProvenance, context: Context) {
  const { tr, num } = context;
  const most = Math.max(energy.skip, energy.branch, Math.abs(energy.both));
  const row = (key: string, shown: string, bar: string, share: number): string =>
    `<tr><th scope="row">${esc(tr(`provenance.${key}`))}</th><td class="value-cell">${shown}</td>${bar}<td>${esc(`${share < 0 ? "−" : ""}${percent(Math.abs(share), num)}`)}</td></tr>`;
  const of = (part: "skip" | "branch" | "both"): [bar: string, share: number] => [
    signed(energy[part], most),
    energy[part],
  ];
  const rows = [
    row("skip", goTo(skipAt, full(skip), context), ...of("skip")),
    row("branch", goTo(branchAt, full(branch), context), ...of("branch")),
    row(energy.both < 0 ? "against" : "together", "", ...of("both")),
    row("sum", full(value), '<td class="bar-cell"></td>', energy.skip + energy.branch + energy.both),
  ];
  return `<div class="provenance"><table><thead><tr><th scope="col">${esc(tr("provenance.way"))}</th><th scope="col">${esc(tr("provenance.value"))}</th><th scope="col" colspan="2">${esc(tr("provenance.energy"))}</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}

const PICTURE = 168;

/** The picture under the class activation map: one tinted square a position. */
function mapSvg(data: MicroscopeData, votes: VoteProvenance, { tr }: Context): string {
  const { width: side, grey } = data.image;
  const [h, w] = votes.shape;
  const most = Math.max(...votes.positions.map(({ contribution }) => Math.abs(contribution)));
  const tints = votes.positions.map(({ contribution }, i) => {
    const ink = contribution < 0 ? "scale-negative" : "scale-positive";
    const share = most === 0 ? 0 : Math.abs(contribution) / most;
    const [x, y] = [((i % w) * PICTURE) / w, (Math.floor(i / w) * PICTURE) / h];
    return `<rect x="${String(round(x, 1))}" y="${String(round(y, 1))}" width="${String(round(PICTURE / w, 1))}" height="${String(round(PICTURE / h, 1))}" fill="var(--${ink})" fill-opacity="${String(round(0.65 * share, 2))}" stroke="var(--paper)"/>`;
  });
  return `<svg class="votes-map" viewBox="0 0 ${String(PICTURE)} ${String(PICTURE)}" role="img" aria-label="${esc(tr("provenance.votes.map", { label: votes.label }))}"><rect width="${String(PICTURE)}" height="${String(PICTURE)}" fill="var(--surface)"/>${data.seen ? `<image href="${data.seen}" width="${String(PICTURE)}" height="${String(PICTURE)}"/>` : pixelsSvg(grey, side, PICTURE / side, 5)}${tints.join("")}</svg>`;
}

export function votesHtml(data: MicroscopeData, votes: VoteProvenance, context: Context): string {
  const { tr, num } = context;
  const { label, channels, rest, restCount, bias, logit, positions, shape } = votes;
  const most = Math.max(...channels.map(({ contribution }) => Math.abs(contribution)));
  const row = (name: string, value: number): string =>
    `<tr><th scope="row">${esc(name)}</th><td></td><td>${full(value)}</td></tr>`;
  const rows = [
    ...channels.map(
      ({ contribution, at }) =>
        `<tr><th scope="row">${esc(tr("value.channel", { c: String(at.c) }))}</th>${signed(contribution, most)}<td>${goTo(at, full(contribution), context)}</td></tr>`,
    ),
    row(tr("provenance.votes.rest", { n: restCount }), rest),
    row(tr("provenance.votes.bias"), bias),
    row(tr("provenance.votes.logit"), logit),
  ];
  const cells = positions.map(({ contribution, at }) => goTo(at, num(contribution, { sign: true }), context));
  const grid = `<div class="votes-grid" style="--columns:${String(shape[1])}" role="group" aria-label="${esc(tr("provenance.votes.positions"))}">${cells.join("")}</div>`;
  return `<div class="provenance two"><table><caption>${esc(tr("provenance.votes.channels", { label }))}</caption>${rows.join("")}</table><div><p class="where">${esc(tr("provenance.votes.positionsOf", { label }))}</p><div class="votes">${mapSvg(data, votes, context)}${grid}</div><p class="note">${esc(tr("provenance.votes.note"))}</p></div></div>`;
}

/** What this tells, in one sentence; empty where there is nothing to tell. */
export function provenanceWords({ provenance }: MicroscopeData, { tr, num }: Context): string {
  if (!provenance) return "";
  if (provenance.kind === "shortcut") {
    const { skip, branch, both } = provenance.energy;
    const share = (value: number): string => percent(Math.abs(value), num);
    const values = { skip: share(skip), branch: share(branch), both: share(both) };
    return tr(both < 0 ? "say.energyAgainst" : "say.energyTogether", values);
  }
  const [first] = provenance.channels;
  if (!first) return "";
  const { label, logit } = provenance;
  return tr("say.votes", {
    label,
    logit: num(logit),
    c: String(first.at.c),
    contribution: num(first.contribution),
    what: tr(first.contribution < 0 ? "say.votesAgainst" : "say.votesFor"),
  });
}
