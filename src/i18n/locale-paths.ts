/** `getStaticPaths` of pages that exist once in every language: `[...locale]` is empty for the first. */
import { DEFAULT_LOCALE, LOCALES } from "./locales.ts";

export interface LocaleParams {
  readonly locale: string | undefined;
}
export const localeParam = (locale: string): LocaleParams => ({
  locale: locale === DEFAULT_LOCALE ? undefined : locale,
});
export const localePaths = (): { params: { locale: string | undefined } }[] =>
  LOCALES.map((locale) => ({ params: { ...localeParam(locale) } }));
