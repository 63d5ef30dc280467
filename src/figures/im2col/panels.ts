/** All panels in one state: the product, the picked value with its sum, and what the matrix takes. */
import type { Panel } from "@/figures/shell/contract.ts";
import { shortest } from "@/figures/shell/float-words.ts";
import { escapeHtml } from "@/figures/shell/markup.ts";
import { nudgeHtml } from "@/figures/shell/nudge.ts";
import type { Held, Im2colData } from "./compute.ts";
import { type Context, productPanel } from "./scene.ts";
import { REAL } from "./sizes.ts";

const esc = escapeHtml;
/** Bytes of a value. */
const FLOAT32 = 4;

/** A negative number in a product stands in brackets. */
const factor = (value: number): string => (value < 0 ? `(${shortest(value)})` : shortest(value));

function valueHtml(data: Im2colData, { tr, state, uid }: Context, live: boolean): string {
  const { row, terms, value } = data;
  const sum = terms.map(({ a, b }) => `${factor(a)} · ${factor(b)}`).join(" + ");
  return `<p class="where">${esc(tr("where", { y: state.y, x: state.x, o: state.o }))}</p><p class="value">${shortest(value)}</p>${nudgeHtml(tr, { channels: true, empty: !live })}<p class="note" id="${uid}-keys">${esc(tr("keys"))}</p><p class="sum"><b>${esc(tr("rowTimesColumn", { row, o: state.o }))}</b> ${esc(`= ${sum} = ${shortest(value)}`)}</p>`;
}

const track = (share: number, ink: string): string =>
  `<span class="track"><i class="${ink}" style="--share:${share.toFixed(4)}"></i></span>`;

function heldHtml(list: readonly Held[], name: string, { tr, num, state }: Context): string {
  const input = list[0]?.input ?? 0;
  const most = Math.max(input, ...list.map(({ values }) => values));
  const rows = list.map(({ kernel, rows: lines, columns, values, times }) => {
    const isInput = kernel === 1 && state.stride === "1";
    const words = tr(isInput ? "held.none" : "held.row", {
      kernel,
      rows: num(lines),
      columns: num(columns),
      values: num(values),
      times: num(times, { decimals: Number.isInteger(times) ? 0 : 2 }),
    });
    const here = String(kernel) === state.kernel ? ' class="here"' : "";
    return `<li${here}>${esc(words)}${track(isInput ? 0 : values / most, "copied")}</li>`;
  });
  return `<ul><li>${esc(name)}${track(input / most, "input")}</li>${rows.join("")}</ul>`;
}

function memoryHtml({ small, real, input }: Im2colData, context: Context): string {
  const { tr, num } = context;
  const name = (key: string, shape: readonly number[]): string => {
    const values = shape.reduce((product, side) => product * side, 1);
    const megabytes = num((values * FLOAT32) / 1e6, { decimals: 1 });
    return tr(`held.${key}`, { shape: shape.join("×"), values: num(values), megabytes });
  };
  return `<div class="held">${heldHtml(small, name("small", input.shape), context)}${heldHtml(real, name("real", REAL), context)}</div>`;
}

/** `live` adds the pad, which can do nothing before. */
export function panelsOf(data: Im2colData, context: Context, live = false): Panel[] {
  const { tr } = context;
  return [
    productPanel(data, context),
    { id: "value", span: 6, title: tr("panels.value"), html: valueHtml(data, context, live) },
    {
      id: "memory",
      span: 6,
      title: tr("panels.memory", { stride: context.state.stride }),
      html: memoryHtml(data, context),
    },
  ];
}
