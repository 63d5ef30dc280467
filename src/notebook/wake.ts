/** Wakes the cells of a page: what they share is loaded once. */
import awakeSheet from "./awake.css?url";
import gridSheet from "./grid.css?url";
import { numbers } from "@/i18n/numbers.ts";
import { source, translator, type Messages } from "@/i18n/translator.ts";
import { LiveCell } from "./live.ts";
import { makeRenderer } from "./render/view.ts";

const strings = import.meta.glob<Messages>("./strings.*.json", { import: "default" });

function linkStyles(): void {
  for (const sheet of [gridSheet, awakeSheet]) {
    if (document.querySelector(`link[href="${sheet}"]`)) continue;
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = sheet;
    document.head.append(link);
  }
}

const awake = new WeakMap<HTMLElement, LiveCell>();

/** Wakes a cell, and with it the others of the page: a change here makes what the build has drawn there old. */
export async function wake(root: HTMLElement): Promise<LiveCell> {
  const locale = root.dataset["locale"] ?? "en";
  linkStyles();
  const messages = await (strings[`./strings.${source(locale)}.json`] ?? strings["./strings.en.json"])?.();
  const tr = translator(locale, messages ?? {});
  const render = makeRenderer(tr, numbers(locale, 4));
  const take = (one: HTMLElement): LiveCell => {
    const live = awake.get(one) ?? new LiveCell(one, tr, render);
    awake.set(one, live);
    return live;
  };
  for (const cell of document.querySelectorAll<HTMLElement>("inverted-cell[data-cell]")) take(cell);
  return take(root);
}
