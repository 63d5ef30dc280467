/** Which languages the site has: one per `<locale>.json` beside this file. The first is served without a prefix. */
import { DEFAULT_LOCALE } from "./default-locale.ts";
import { source, translator, type Messages, type Translate } from "./translator.ts";

export { DEFAULT_LOCALE, source };

const files = import.meta.glob<Messages>("./*.json", { eager: true, import: "default" });

const written = Object.keys(files).map((path) => path.slice(2, -".json".length));
export const LOCALES: readonly string[] = [DEFAULT_LOCALE, ...written.filter((locale) => locale !== "en")];

export function siteMessages(locale: string): Messages {
  const messages = files[`./${source(locale)}.json`];
  if (!messages) throw new RangeError(`no src/i18n/${source(locale)}.json`);
  return messages;
}
/** The site's own strings (menus, labels, notices), not those of figures or lessons. */
export const site = (locale: string): Translate => translator(locale, siteMessages(locale));
