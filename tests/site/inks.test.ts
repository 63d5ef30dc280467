import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { basePath } from "../../tools/serve/server.mjs";

const dist = process.env.SITE_DIR ?? "dist";
const pages = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".html"));
const names = (text: string, pattern: RegExp): Set<string> =>
  new Set(Array.from(text.matchAll(pattern), ([, name = ""]) => name));

/** What the page's markup paints with and none of its sheets defines. */
function undefinedInks(page: string): string[] {
  const html = readFileSync(join(dist, page), "utf8");
  const { document } = parseHTML(html);
  const sheets = [...document.querySelectorAll('link[rel="stylesheet"]')]
    .map((link) => readFileSync(join(dist, (link.getAttribute("href") ?? "").slice(basePath().length)), "utf8"))
    .join("\n");
  // A variable with a fallback, `var(--x, y)`, may be missing; one that the element's own style sets may too.
  const known = new Set([...names(sheets, /(--[\w-]+)\s*:/g), ...names(html, /(--[\w-]+)\s*:/g)]);
  // The highlighter names colours of its own for signs that we leave in the text's colour.
  return [...names(html, /var\((--[\w-]+)\)/g)].filter((name) => !known.has(name) && !name.startsWith("--astro-code"));
}

test.for(pages)("/%s paints with colours that its sheets define", (page) => {
  expect(undefinedInks(page)).toEqual([]);
});
