import { PSEUDO_LOCALE } from "./translator.ts";

/** Served without a prefix. `LOCALE=en-XA` builds the pseudo-locale in English's place. Apart from the strings, which weigh. */
export const DEFAULT_LOCALE = import.meta.env.LOCALE === PSEUDO_LOCALE ? PSEUDO_LOCALE : "en";
