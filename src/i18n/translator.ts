/** Turns nested messages into the `tr` of figures, components and pages. Runs in the build, in tests and in the page. */
import { fill, type Values } from "./format.ts";
import { numbers } from "./numbers.ts";

export interface Messages {
  readonly [key: string]: string | Messages;
}
export type Translate = (key: string, values?: Values) => string;

/** English with every string in ⟦brackets⟧: what has none on such a page bypassed the translator. */
export const PSEUDO_LOCALE = "en-XA";
/** The language whose files are read for a locale: the pseudo-locale is made from English. */
export const source = (locale: string): string => (locale === PSEUDO_LOCALE ? "en" : locale);
export const bracket = (text: string): string => `⟦${text}⟧`;

/**
 * The message at "a.b", or undefined; a group of messages is none. The last name may have dots of its own, as public
 * names of networks have ("shufflenet-v2-1.0").
 */
export function message(messages: Messages, key: string): string | undefined {
  let at: Messages = messages;
  let rest = key;
  for (;;) {
    const found = Object.hasOwn(at, rest) ? at[rest] : undefined;
    if (typeof found === "string") return found;
    const dot = rest.indexOf(".");
    const group = dot < 0 ? undefined : Object.hasOwn(at, rest.slice(0, dot)) ? at[rest.slice(0, dot)] : undefined;
    if (typeof group !== "object") return undefined;
    at = group;
    rest = rest.slice(dot + 1);
  }
}

/** @throws {RangeError} if the key or one of its values is missing */
export function translator(locale: string, messages: Messages): Translate {
  const number = numbers(locale);
  const rules = new Intl.PluralRules(locale);
  const counting = { plural: (n: number) => rules.select(n), number: (n: number) => number(n) };
  return (key, values = {}) => {
    const text = message(messages, key);
    if (text === undefined) throw new RangeError(`no string "${key}" for ${locale}`);
    try {
      const filled = fill(text, values, counting);
      return locale === PSEUDO_LOCALE ? bracket(filled) : filled;
    } catch (cause) {
      throw new RangeError(`string "${key}" for ${locale}: ${(cause as Error).message}`, { cause });
    }
  };
}
