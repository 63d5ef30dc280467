/** The picked value: where it is, a loupe, a pad to move it, and its whole arithmetic. HTML, the same at build and live. */
import { escapeHtml } from "@/figures/shell/markup.ts";
import { nudgeHtml } from "@/figures/shell/nudge.ts";
import type { Origin, ShownTerm } from "./arithmetic.ts";
import type { MicroscopeData } from "./compute.ts";
import { loupeSvg } from "./loupe.ts";
import { type Interface, STILL } from "./nav.ts";
import { type Context, full, isSum, stepTitle, tiny } from "./words.ts";

/** Terms on a page of the table. */
export const PAGE = 9;

/** A value's address in a button: "block,step,c,y,x". */
export const goText = ({ block, step, c, y, x }: Origin): string => [block, step, c, y, x].join();

export function goPlace(text: string): Origin {
  const [block, step, c, y, x] = text.split(",");
  return { block: Number(block), step: step as Origin["step"], c: Number(c), y: Number(y), x: Number(x) };
}

const esc = (words: string): string => escapeHtml(words);

const goButton = (origin: Origin, label: string, name: string): string =>
  `<button type="button" data-go="${goText(origin)}" title="${esc(name)}">${label}</button>`;

const placeName = (origin: Origin, { tr }: Context): string =>
  tr("value.goTo", {
    block: String(origin.block),
    step: stepTitle(tr, origin),
    c: String(origin.c),
    y: String(origin.y),
    x: String(origin.x),
  });

/** What tells a term from its neighbours: its channel, or its row and column. */
function noteOf(term: ShownTerm, data: MicroscopeData, { tr }: Context, index: number): string {
  if (data.kind === "input" && term.from) return tr("value.made", { block: String(term.from.block) });
  if (data.kind === "add") return tr(index === 0 ? "panels.shortcut" : "panels.neck");
  if (!term.from) return tr(data.kind === "input" ? "value.pixel" : "value.padding");
  const { c, y, x } = term.from;
  if (data.kind === "pointwise") return tr("value.channel", { c: String(c) });
  return tr("value.rowColumn", { y: String(y), x: String(x) });
}

const operand = (term: ShownTerm, context: Context): string =>
  term.from ? goButton(term.from, full(term.a), placeName(term.from, context)) : full(term.a);

function termsTable(data: MicroscopeData, context: Context, { page }: Interface, fine: boolean): string {
  const { tr } = context;
  const pages = Math.ceil(data.terms.length / PAGE);
  const shown = Math.min(page, pages - 1);
  const from = shown * PAGE;
  const rows = data.terms.slice(from, from + PAGE).map((term, i) => {
    const { weight } = term;
    const address = weight ? ` translate="no" title="${esc(`${weight.tensor} [${weight.index.join(", ")}]`)}"` : "";
    return `<tr><td data-note="${esc(noteOf(term, data, context, from + i))}">${fine ? operand(term, context) : full(term.a)}</td><td${address}>${full(term.b)}</td><td>${full(term.product)}</td><td>${full(term.runningSum)}</td></tr>`;
  });
  const head = ["value", "weight", "product", "running"].map(
    (key) => `<th scope="col">${esc(tr(`value.head.${key}`))}</th>`,
  );
  const turn = (to: number, key: string, off: boolean): string =>
    fine
      ? `<button type="button" class="button" data-page="${String(to)}"${off ? ' aria-disabled="true"' : ""}>${esc(tr(`value.${key}`))}</button>`
      : "";
  const range = { from: from + 1, to: Math.min(from + PAGE, data.terms.length), of: data.terms.length };
  const pager =
    pages > 1
      ? `<div class="pages">${turn(shown - 1, "earlier", shown === 0)}<span>${esc(tr("value.page", range))}</span>${turn(shown + 1, "later", shown === pages - 1)}</div>`
      : "";
  return `<table class="terms"><caption>${esc(tr(`value.caption.${data.kind}`, { n: data.terms.length }))}</caption><tr>${head.join("")}</tr>${rows.join("")}</table>${pager}`;
}

type Part = readonly [name: string, value: string, meaning?: "input" | "weight"];

function partsTable(caption: string, parts: readonly Part[]): string {
  const rows = parts.map(
    ([name, value, meaning]) =>
      `<tr><th scope="row">${esc(name)}</th><td${meaning ? ` class="${meaning}"` : ""}>${value}</td></tr>`,
  );
  return `<table class="terms parts"><caption>${esc(caption)}</caption>${rows.join("")}</table>`;
}

/** What is no sum of products, part by part, in the order in which it is computed. */
function partsOf(data: MicroscopeData, context: Context): readonly Part[] {
  const { tr } = context;
  const { norm, terms } = data;
  const [first] = terms;
  if (!first) return [];
  if (!norm) {
    const name = (i: number): string => (data.kind === "relu6" ? "x" : noteOf(terms[i]!, data, context, i));
    return terms.map((term, i) => [name(i), operand(term, context), "input"]);
  }
  return [
    ["x", operand({ ...first, a: norm.x }, context), "input"],
    ["mean", full(norm.mean), "weight"],
    ["x − mean", full(norm.centred)],
    ["var", full(norm.variance), "weight"],
    ["√(var + ε)", full(norm.deviation)],
    ["γ", full(norm.gamma), "weight"],
    ["γ / √(var + ε)", full(norm.scale)],
    [tr("value.head.product"), full(first.product)],
    ["β", full(norm.beta), "weight"],
  ];
}

function sums(data: MicroscopeData, context: Context): string {
  const { tr } = context;
  const entries: string[] = [];
  const push = (name: string, value: string, strong = false): void => {
    entries.push(`<dt>${esc(name)}</dt><dd${strong ? ' class="result"' : ""}>${value}</dd>`);
  };
  const total = data.terms.at(-1)?.runningSum ?? 0;
  if (isSum(data.kind) && data.bias !== 0) {
    push(tr("value.products"), full(total));
    push(tr("value.bias"), full(data.bias));
  }
  const last = data.kind === "relu6" ? "clamped" : data.kind === "input" ? "value" : "sumAndValue";
  push(tr(`value.${last}`), full(data.value), true);
  const rounding = data.value - data.exact;
  if (isSum(data.kind) || data.kind === "batch-norm" || data.kind === "add") {
    push(tr("value.exact"), data.exact.toPrecision(12).replaceAll("-", "−"));
    push(tr("value.rounding"), tiny(rounding));
  }
  for (const { step, value } of data.later) {
    const origin = { block: data.block, step, ...data.cell };
    push(
      tr("value.after", { step: tr(`say.step.${step}`) }),
      goButton(origin, full(value), placeName(origin, context)),
    );
  }
  return `<dl class="sums">${entries.join("")}</dl>`;
}

function trail({ trail: places }: Interface, context: Context): string {
  const { tr } = context;
  if (places.length === 0) return `<p class="trail">${esc(tr("value.hint"))}</p>`;
  const links = places.map((text, i) => {
    const origin = goPlace(text);
    const label = tr("value.crumb", {
      block: String(origin.block),
      step: stepTitle(tr, origin),
      c: String(origin.c),
      y: String(origin.y),
      x: String(origin.x),
    });
    return `<button type="button" data-trail="${String(i)}" title="${esc(placeName(origin, context))}">${esc(label)}</button>`;
  });
  return `<nav class="trail" aria-label="${esc(tr("value.trail"))}">${links.join("")}</nav>`;
}

/** Without `fine`, as the build writes it, there are no buttons yet in the table and on the pad: pictures are short of nodes. */
export function valueHtml(data: MicroscopeData, context: Context, ui: Interface = STILL, fine = true): string {
  const { tr } = context;
  const { c, y, x } = data.cell;
  const where = tr("value.where", { c: String(c), y: String(y), x: String(x) });
  return [
    trail(ui, context),
    `<div class="cell-tools">${loupeSvg(data, context, fine)}<div><p class="where">${esc(where)}</p><p class="value">${full(data.value)}</p>${nudgeHtml(tr, { channels: true, empty: !fine })}</div></div>`,
    isSum(data.kind)
      ? termsTable(data, context, ui, fine)
      : partsTable(
          tr(`value.caption.${data.kind}`, { epsilon: data.norm ? tiny(data.norm.epsilon) : "" }),
          partsOf(data, context),
        ),
    sums(data, context),
  ].join("");
}
