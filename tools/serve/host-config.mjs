import { headersFor } from "./headers.mjs";

/** @typedef {import("./headers.mjs").HeaderRule} HeaderRule */

const quoted = (/** @type {string} */ value) => `"${value.replace(/["\\]/g, "\\$&")}"`;

/**
 * `_headers` as locations of nginx, for the inside of a `server` block. nginx takes the one longest location and
 * inherits no header into it, so each location has all of its own.
 * @param {readonly HeaderRule[]} rules
 * @param {string} base with a slash at both ends
 */
export function nginx(rules, base) {
  const blocks = rules.map(({ pattern }) => {
    const location = `${pattern.endsWith("*") ? "" : "= "}${base}${pattern.slice(1).replace("*", "")}`;
    const headers = [...headersFor(rules, pattern.replace("*", "any"))];
    const lines = headers.map(([name, value]) => `  add_header ${name} ${quoted(value)} always;`);
    return `location ${location} {\n${lines.join("\n")}\n}`;
  });
  return `gzip_static on;\nerror_page 404 ${base}404.html;\n${blocks.join("\n")}\n`;
}

/**
 * `_headers` as directives of Caddy, for the inside of a site block; `+` adds to what a rule before has set.
 * @param {readonly HeaderRule[]} rules
 * @param {string} base with a slash at both ends
 */
export function caddy(rules, base) {
  const lines = rules.flatMap(({ pattern, headers }) =>
    headers.map(([name, value]) => `header ${base}${pattern.slice(1)} +${name} ${quoted(value)}`),
  );
  return `file_server {\n  precompressed gzip\n}\n${lines.join("\n")}\n`;
}
