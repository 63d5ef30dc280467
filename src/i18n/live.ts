/** Words that the page says only once the reader has done something; loaded then, in the page's language. */
import { numbers, type FormatNumber } from "./numbers.ts";
import { source, translator, type Messages, type Translate } from "./translator.ts";

const files = import.meta.glob<Messages>("./live/*.json", { import: "default" });

export async function liveWords(): Promise<{ readonly tr: Translate; readonly num: FormatNumber }> {
  const locale = document.documentElement.lang;
  const load = files[`./live/${source(locale)}.json`] ?? files["./live/en.json"];
  return { tr: translator(locale, (await load?.()) ?? {}), num: numbers(locale) };
}
