/**
 * @typedef {object} HeaderRule
 * @property {string} pattern a path, in which * stands for anything
 * @property {RegExp} matches
 * @property {ReadonlyArray<readonly [name: string, value: string]>} headers
 */

/**
 * Reads the `_headers` file as static hosts do: a line at the margin is a path, the indented lines below it are its
 * headers. A path matched by several rules gets the headers of all of them.
 * @param {string} text
 * @returns {HeaderRule[]}
 */
export function parseHeaders(text) {
  /** @type {{ pattern: string, matches: RegExp, headers: [string, string][] }[]} */
  const rules = [];
  text.split(/\r?\n/).forEach((line, i) => {
    const words = line.trim();
    if (words === "" || words.startsWith("#")) return;
    if (!/^\s/.test(line)) {
      const source = words.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
      rules.push({ pattern: words, matches: new RegExp(`^${source}$`), headers: [] });
      return;
    }
    const colon = words.indexOf(":");
    const rule = rules.at(-1);
    if (colon < 1 || !rule) throw new Error(`_headers:${i + 1}: expected "Name: value" below a path, found "${words}"`);
    rule.headers.push([words.slice(0, colon), words.slice(colon + 1).trim()]);
  });
  return rules;
}

/**
 * The headers of one path, each name once; values of one name are joined by a comma, which for a security policy
 * means that all of them hold.
 * @param {readonly HeaderRule[]} rules
 * @param {string} path
 * @returns {Map<string, string>}
 */
export function headersFor(rules, path) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const { matches, headers } of rules) {
    if (!matches.test(path)) continue;
    for (const [name, value] of headers) {
      const before = found.get(name);
      found.set(name, before === undefined ? value : `${before}, ${value}`);
    }
  }
  return found;
}
