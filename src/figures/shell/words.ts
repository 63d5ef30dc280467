/** A figure's words and numbers in one language; the same in build, page and tests. */
import { DECIMALS, type FormatNumber, numbers } from "@/i18n/numbers.ts";
import { type Messages, translator } from "@/i18n/translator.ts";
import type { Words } from "./contract.ts";

/** `decimals` is asked at each number, since the reader may change that setting at any time. */
export function makeWords(messages: Messages, locale: string, decimals: () => number = () => DECIMALS): Words {
  const formats = new Map<number, FormatNumber>();
  const num: FormatNumber = (value, options) => {
    const digits = decimals();
    const format = formats.get(digits) ?? numbers(locale, digits);
    formats.set(digits, format);
    return format(value, options);
  };
  return { tr: translator(locale, messages), num };
}
