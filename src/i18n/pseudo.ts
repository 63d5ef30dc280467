/** For words that are content and not strings (titles, definitions): in the pseudo-locale they get brackets too. */
import { bracket, PSEUDO_LOCALE } from "./translator.ts";

export const words =
  (locale: string) =>
  (text: string): string =>
    locale === PSEUDO_LOCALE ? bracket(text) : text;
