/** Loads what a figure needs to live, and wakes it. */
import awake from "./awake.css?url";
import { source, translator } from "@/i18n/translator.ts";
import { LiveFigure } from "./live.ts";
import { settledDecimals } from "./page.ts";
import { liveStyle, loadFigure, loadStrings } from "./registry.ts";
import shellStrings from "./strings.en.json";
import { makeWords } from "./words.ts";

/** Nobody waits longer for looks. */
const PATIENCE_MS = 2000;

/** Links a sheet and waits until its rules hold; one that cannot be had, or is slow, costs nothing but these looks. */
const linkStyle = (url: string): Promise<void> =>
  new Promise((resume) => {
    const linked = document.querySelector<HTMLLinkElement>(`link[href="${url}"]`);
    const link = linked ?? document.createElement("link");
    if (link.sheet) {
      resume();
      return;
    }
    for (const end of ["load", "error"]) {
      link.addEventListener(end, () => {
        resume();
      });
    }
    setTimeout(resume, PATIENCE_MS);
    if (linked) return;
    link.rel = "stylesheet";
    link.href = url;
    document.head.append(link);
  });

/**
 * Links what figures look like only once they are awake (hover, dialogs, what opens): the shell's sheet and the
 * figure's own. They hold before the live part draws, so that nothing jumps into its place.
 */
async function linkStyles(id: string): Promise<void> {
  const own = await liveStyle(id);
  await Promise.all([awake, ...(own ? [own] : [])].map(linkStyle));
}

export async function enliven(root: HTMLElement): Promise<LiveFigure> {
  const id = root.dataset["figure"] ?? "";
  const locale = root.dataset["locale"] ?? "en";
  const [figure, messages] = await Promise.all([
    loadFigure(id),
    loadStrings(id, source(locale)),
    linkStyles(id).catch(() => undefined),
  ]);
  const live = new LiveFigure(root, figure, {
    ...makeWords(messages, locale, settledDecimals),
    shell: translator(locale, shellStrings),
  });
  await live.start();
  return live;
}
