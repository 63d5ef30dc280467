/** What there is before anything is trained: comparisons to pick, the variants' blocks, their price, empty charts. */
import { axes, CHART_WIDTH } from "@/figures/shell/chart-marks.ts";
import type { DrawContext, Panel } from "@/figures/shell/contract.ts";
import { escapeHtml, linear } from "@/figures/shell/markup.ts";
import { marksSvg, type Mark } from "@/figures/shell/marks.ts";
import { type Change, COMPARISONS } from "@kernels/experiments/ablation/config.ts";
import { PAPER_BLOCK } from "@kernels/models/variant.ts";
import { drawBlocks } from "./block-drawing.ts";
import type { AblationData, Recorded, Variant } from "./compute.ts";
import { differs } from "./describe.ts";
import { INKS } from "./inks.ts";
import { type AblationState, CHOICE_NAMES, VARIANTS, type VariantId } from "./variants.ts";
import { compare, verdict } from "./verdict.ts";

type Context = DrawContext<AblationState>;
export const CHART_HEIGHT = 250;

/** The state that a comparison stands for, as texts of a link. */
function settings(changes: readonly Change[]): Record<string, string> {
  const of = changes.flatMap((change, i) => {
    const { t, ...block } = { ...PAPER_BLOCK, t: 6, ...change };
    const values = {
      Neck: block.neck,
      Shortcut: block.shortcut,
      T: String(t),
      Filter: block.filter,
      After: block.after,
    };
    return CHOICE_NAMES.map((name) => [`${VARIANTS[i]!}${name}`, values[name]]);
  });
  return { ...(Object.fromEntries(of) as Record<string, string>), third: changes.length > 2 ? "1" : "0" };
}

function comparisons({ tr, state }: Context): string {
  const buttons = Object.entries(COMPARISONS).map(([name, changes]) => {
    const set = settings(changes);
    const now = (key: string): string => {
      const value = state[key as keyof AblationState];
      return typeof value === "boolean" ? (value ? "1" : "0") : String(value);
    };
    const pressed = Object.entries(set).every(([key, value]) => now(key) === value);
    return `<button type="button" class="chip" data-key="preset-${name}" aria-pressed="${String(pressed)}" data-set='${escapeHtml(JSON.stringify(set))}'>${escapeHtml(tr(`presets.${name}`))}</button>`;
  });
  return `<div class="chips" role="group" aria-label="${escapeHtml(tr("panels.presets"))}">${buttons.join("")}</div>`;
}

const key = (id: VariantId, tr: Context["tr"]): string =>
  `<i class="key ${id}" style="--ink-of:var(--${INKS[id]})"></i>${escapeHtml(tr(`variant.${id}`))}`;

function blocks({ variants }: AblationData, context: Context): string {
  const { tr } = context;
  const [first] = variants;
  const drawn = variants.map((variant) => {
    const what = variant === first ? tr("is.first") : differs(variant, first!, context) || tr("is.equal");
    return `<div><p>${key(variant.id, tr)}<small>${escapeHtml(what)}</small></p>${drawBlocks(variant, context)}</div>`;
  });
  const legend = `<p class="legend">${["neck", "wide", "join", "six"].map((name) => `<span class="${name}">${escapeHtml(tr(`drawing.${name}`))}</span>`).join("")}</p>`;
  return `<div class="blocks">${drawn.join("")}</div>${legend}`;
}

function prices({ variants }: AblationData, { tr, num }: Context): string {
  const [first] = variants;
  const cell = (value: number, base: number): string =>
    `<td>${num(value)}<small>× ${num(value / base, { decimals: 2 })}</small></td>`;
  const rows = variants.map(
    ({ id, params, madds, joins }) =>
      `<tr><th scope="row">${key(id, tr)}</th>${cell(params, first!.params)}${cell(madds, first!.madds)}<td>${num(joins)}</td></tr>`,
  );
  const head = ["variant", "params", "madds", "joins"].map(
    (name) => `<th scope="col">${escapeHtml(tr(`columns.${name}`))}</th>`,
  );
  return `<table class="prices"><thead><tr>${head.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

/** Accuracies by seed as a table, with the verdicts on them; for a recorded run and for a reader's own. */
export function scoreTable(
  variants: readonly Pick<Variant, "id" | "sameAs">[],
  seeds: readonly number[],
  scores: ReadonlyMap<VariantId, ReadonlyMap<number, number>>,
  words: Pick<Context, "tr" | "num">,
): string {
  const { tr, num } = words;
  const percent = (share: number | undefined): string =>
    share === undefined ? "–" : num(share, { percent: true, decimals: 1 });
  const mean = (of: ReadonlyMap<number, number>): number | undefined =>
    of.size === 0 ? undefined : [...of.values()].reduce((sum, value) => sum + value, 0) / of.size;
  const head = [tr("scores.seed"), ...seeds.map(String), tr("scores.mean")];
  const rows = variants.map(({ id }) => {
    const own = scores.get(id) ?? new Map<number, number>();
    const cells = [...seeds.map((seed) => percent(own.get(seed))), percent(mean(own))];
    return `<tr><th scope="row">${key(id, tr)}</th>${cells.map((text) => `<td>${text}</td>`).join("")}</tr>`;
  });
  const lines = compare(scores).map((one) => {
    const isSame = variants.find(({ id }) => id === one.second)?.sameAs === one.first;
    return `<p>${escapeHtml(verdict(one, words, isSame))}</p>`;
  });
  const top = head.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join("");
  return `<div class="scores" tabindex="0" role="region" aria-label="${escapeHtml(tr("scores.label"))}"><table><thead><tr>${top}</tr></thead><tbody>${rows.join("")}</tbody></table></div>${lines.join("")}`;
}

function recordedBox({ version, command, accuracy }: Recorded, data: AblationData, { tr, num }: Context): string {
  const scores = new Map(
    data.variants.map(({ id }) => [id, new Map(data.seeds.map((seed, i) => [seed, accuracy[id]?.[i] ?? 0]))] as const),
  );
  const made = tr("recorded.made", { command, version, epochs: data.epochs });
  return `<details data-key="recorded"><summary>${escapeHtml(tr("recorded.title"))}</summary><p class="note">${escapeHtml(made)}</p>${scoreTable(data.variants, data.seeds, scores, { tr, num })}</details>`;
}

/** The room of the experiment before it begins; the live part takes it over. */
export const idleRun = ({ tr }: Pick<Context, "tr">): string =>
  `<div class="bench"><div class="bench-row"><button type="button" class="button go" data-do="train">${escapeHtml(tr("bench.train"))}</button></div><p data-status-line>${escapeHtml(tr("bench.idle"))}</p></div>`;

/** A chart that waits: axes, and words where the curves will be. */
function emptyChart(kind: "loss" | "accuracy", { epochs }: AblationData, { tr, num }: Context): string {
  const area = { left: 46, right: 392, top: 20, bottom: 206 };
  const x = linear([0, epochs], [area.left, area.right]);
  const ticks = [0, Math.round(epochs / 2), epochs].filter((tick, i, all) => all.indexOf(tick) === i);
  const values = kind === "accuracy" ? [0, 0.5, 1] : [0, 1, 2];
  const y = linear([0, values[2]!], [area.bottom, area.top]);
  const text = (value: number): string =>
    kind === "accuracy" ? num(value, { percent: true, decimals: 0 }) : num(value);
  const marks: Mark[] = [
    ...axes(
      area,
      ticks.map((tick) => ({ at: x(tick), text: num(tick) })),
      values.map((value) => ({ at: y(value), text: text(value) })),
      { x: tr("axes.epoch") },
    ),
    {
      kind: "text",
      x: (area.left + area.right) / 2,
      y: 118,
      text: tr("bench.empty"),
      anchor: "middle",
      size: 14,
      fill: "ink-2",
    },
  ];
  return marksSvg(marks);
}

export function picture(data: AblationData, context: Context): Panel[] {
  const { tr } = context;
  const chart = (kind: "loss" | "accuracy"): Panel => ({
    id: kind,
    title: tr(`panels.${kind}`),
    alt: tr("bench.empty"),
    span: 6,
    width: CHART_WIDTH,
    height: CHART_HEIGHT,
    svg: emptyChart(kind, data, context),
  });
  const recorded = data.recorded
    ? recordedBox(data.recorded, data, context)
    : `<p class="note">${escapeHtml(tr("recorded.none"))}</p>`;
  return [
    { id: "presets", title: tr("panels.presets"), span: 12, html: comparisons(context) },
    { id: "blocks", title: tr("panels.blocks"), span: 12, html: blocks(data, context) },
    { id: "prices", title: tr("panels.prices"), span: 12, html: prices(data, context) },
    { id: "run", title: tr("panels.run"), span: 12, html: idleRun(context) },
    chart("loss"),
    chart("accuracy"),
    { id: "recorded", title: "", span: 12, html: recorded },
  ];
}
