/** Addresses inside the site, under its base path and the reader's language. */
import { DEFAULT_LOCALE } from "./default-locale.ts";

const base = import.meta.env.BASE_URL.replace(/\/$/, "");

/** `/lessons/` → `/base/zh/lessons/`. Files (`/icon.svg`) have no language: `asset`. */
export const href = (path: string, locale: string = DEFAULT_LOCALE): string =>
  base + (locale === DEFAULT_LOCALE ? "" : `/${locale}`) + path;
export const asset = (path: string): string => base + path;

/** The path below base and language of an address of ours: the inverse of `href`. */
export function pathOf(url: URL, locale: string): string {
  const prefix = href("/", locale);
  return url.pathname.startsWith(prefix) ? url.pathname.slice(prefix.length - 1) : url.pathname;
}
