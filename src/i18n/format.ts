/** Fills `{name}` and chooses `{n, plural, =0 {…} one {…} other {# …}}` in one message: the little of ICU that we use. */

export type Values = Readonly<Record<string, string | number>>;

/** How the reader's language counts and writes numbers. */
export interface Counting {
  plural(n: number): string;
  number(n: number): string;
}

/** The index just after the brace that closes the one at `open`. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === "{") depth++;
    else if (text[i] === "}" && --depth === 0) return i + 1;
  }
  throw new SyntaxError(`message "${text}" has an open brace at ${open}`);
}

function branches(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (let at = 0; at < text.length;) {
    const open = text.indexOf("{", at);
    if (open < 0) break;
    const end = closing(text, open);
    found.set(text.slice(at, open).trim(), text.slice(open + 1, end - 1));
    at = end;
  }
  return found;
}

export function fill(message: string, values: Values, counting: Counting): string {
  let out = "";
  for (let at = 0; at < message.length;) {
    const open = message.indexOf("{", at);
    if (open < 0) return out + message.slice(at);
    const end = closing(message, open);
    out += message.slice(at, open) + argument(message.slice(open + 1, end - 1), values, counting);
    at = end;
  }
  return out;
}

function argument(inside: string, values: Values, counting: Counting): string {
  const [, name = "", rest] = /^\s*(\w+)\s*(?:,\s*plural\s*,([^]*))?$/.exec(inside) ?? [];
  const value = values[name];
  if (value === undefined) throw new RangeError(`no value for {${name || inside}}`);
  if (rest === undefined) return typeof value === "number" ? counting.number(value) : value;
  const cases = branches(rest);
  const chosen = cases.get(`=${value}`) ?? cases.get(counting.plural(Number(value))) ?? cases.get("other");
  if (chosen === undefined) throw new RangeError(`{${name}, plural} has no case "other"`);
  return fill(chosen, values, counting).replaceAll("#", counting.number(Number(value)));
}
