/** A matrix as a table of numbers on coloured grounds; wide ones scroll by themselves. */
import type { FormatNumber } from "@/i18n/numbers.ts";
import { make, withAttributes } from "./make.ts";

export interface GridOptions {
  readonly num: FormatNumber;
  readonly label: string;
  /** Largest absolute value of the scale; that of the rows if absent. */
  readonly scale?: number;
  /** Marks one cell, with a word of its own for it. */
  readonly marked?: { readonly y: number; readonly x: number; readonly word: string } | undefined;
}

/** Scroll boxes of the page: the keyboard must reach them. */
export function scrollBox(label: string, child: Node): HTMLElement {
  return withAttributes(make("div", "out-scroll", child), { tabindex: "0", role: "group", "aria-label": label });
}

export function drawGrid(rows: readonly ArrayLike<number>[], { num, label, scale, marked }: GridOptions): HTMLElement {
  const all = rows.flatMap((row) => Array.from(row).filter(Number.isFinite).map(Math.abs));
  const most = scale ?? all.reduce((a, b) => Math.max(a, b), 0);
  const body = make("tbody", "");
  rows.forEach((row, y) => {
    const line = make("tr", "");
    Array.from(row).forEach((value, x) => {
      const cell = make("td", "", Number.isFinite(value) ? num(value) : String(value));
      // The colour is a hint beside the number: at most a third of the scale's own strength, so that ink stays readable.
      const share = most === 0 || !Number.isFinite(value) ? 0 : Math.min(1, Math.abs(value) / most);
      withAttributes(cell, { style: `--share:${Math.round(32 * share)}%` });
      if (value < 0) cell.className = "negative";
      if (marked && marked.y === y && marked.x === x) {
        cell.classList.add("marked");
        cell.append(make("span", "visually-hidden", ` (${marked.word})`));
      }
      line.append(cell);
    });
    body.append(line);
  });
  return scrollBox(label, make("table", "out-grid", body));
}
