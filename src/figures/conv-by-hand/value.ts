/** The picked value with its pad and loupe, all its terms in the kernel's order, and the field that edits a weight. */
import type { PickedCell } from "@/figures/shell/cell-moves.ts";
import { shortest } from "@/figures/shell/float-words.ts";
import { escapeHtml } from "@/figures/shell/markup.ts";
import { nudgeHtml } from "@/figures/shell/nudge.ts";
import { powerOfTen } from "@/figures/shell/share-words.ts";
import type { ByHandData, Term } from "./compute.ts";
import { loupeHtml } from "./grids.ts";
import { MOST_WEIGHT } from "./sizes.ts";
import { type Context, sizeFormula } from "./words.ts";

const esc = escapeHtml;

/** Terms that a picture made at build writes; the page writes all. */
const FIRST_TERMS = 9;

export function cellHtml(data: ByHandData, context: Context, fine: boolean): string {
  const { tr, state, num } = context;
  const { y, x, o } = data.cell;
  const where = tr(data.output.shape[2] > 1 ? "where.many" : "where.one", { y, x, o });
  const formulas = [
    sizeFormula(data, state, tr),
    tr("formula.madds", {
      out: data.output.shape[0],
      inC: data.input.shape[2],
      outC: data.output.shape[2],
      k: Number(state.kernel),
      madds: num(data.madds),
    }),
  ];
  const loupe = loupeHtml(data, context, fine);
  const pad = nudgeHtml(tr, { channels: data.output.shape[2] > 1, empty: !fine });
  return `<p class="where">${esc(where)}</p><p class="value">${shortest(data.value)}</p><div class="cell-tools">${loupe}${pad}</div><p class="note" id="${context.uid}-keys">${esc(tr("keys"))}</p><p class="formula">${formulas.map((one) => `<span>${esc(one)}</span>`).join("")}</p>`;
}

function row({ ky, kx, c, a, b, product, sum }: Term, channels: boolean, { tr }: Context): string {
  const place = tr(channels ? "terms.tapMany" : "terms.tap", { ky, kx, c });
  return `<tr><th scope="row">${esc(place)}</th><td class="a">${shortest(a)}</td><td class="b">${shortest(b)}</td><td>${shortest(product)}</td><td>${shortest(sum)}</td></tr>`;
}

export function termsHtml(data: ByHandData, context: Context, fine: boolean): string {
  const { tr, num } = context;
  const shown = fine ? data.terms : data.terms.slice(0, FIRST_TERMS);
  const head = ["place", "a", "b", "product", "sum"].map((key) => `<th scope="col">${esc(tr(`terms.${key}`))}</th>`);
  const rows = shown.map((term) => row(term, data.input.shape[2] > 1, context));
  const more = data.terms.length - shown.length;
  const notes = [
    ...(more > 0 ? [tr("terms.more", { n: more })] : []),
    ...(data.left > 0 ? [tr("terms.left", { n: data.left })] : []),
    tr("terms.total", { value: shortest(data.value) }),
    data.exact === data.value
      ? tr("terms.exact")
      : tr("terms.rounding", { exact: exactText(data.exact), by: powerOfTen(data.value - data.exact, num) }),
  ];
  return `<div class="terms-box" tabindex="0" role="region" aria-label="${esc(tr("terms.region"))}"><table class="by-hand"><tr>${head.join("")}</tr>${rows.join("")}</table></div>${notes.map((note) => `<p class="note">${esc(note)}</p>`).join("")}`;
}

const exactText = (value: number): string => value.toPrecision(12).replaceAll("-", "−");
/** The weight that the frame in the filter stands on, as a number field. */
export function editHtml(data: ByHandData, context: Context, tap: PickedCell): string {
  const { tr, uid } = context;
  const [kernel, , inC, outC] = data.filter.shape;
  const weight = data.filter.data[((tap.y * kernel + tap.x) * inC + tap.c) * outC + data.cell.o] as number;
  const label = tr(inC > 1 ? "edit.labelMany" : "edit.label", { y: tap.y, x: tap.x, c: tap.c });
  return `<label for="${uid}-weight">${esc(label)}</label><input type="number" id="${uid}-weight" data-weight min="-${String(MOST_WEIGHT)}" max="${String(MOST_WEIGHT)}" step="any" inputmode="decimal" autocomplete="off" value="${String(weight)}"><p class="note">${esc(tr("edit.help", { most: MOST_WEIGHT }))}</p>`;
}
