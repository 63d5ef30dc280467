import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { trimKatexCss } from "../../tools/build/katex-css.mjs";

/** The selectors of a sheet, and the classes that each needs to meet. */
const selectorsOf = (css: string): string[] =>
  [...css.replaceAll(/@font-face\{[^}]*\}/g, "").matchAll(/([^{}]+)\{/g)].flatMap(([, list]) => list!.split(","));
const classesOf = (selector: string): string[] =>
  [...selector.matchAll(/\.([a-zA-Z][\w-]*)/g)].map(([, name]) => name!);

/** A formula whose rules were cut would stand there out of shape. */
test("every rule that a formula on the site can meet is kept", () => {
  const dist = process.env.SITE_DIR ?? "dist";
  const used = new Set<string>();
  for (const name of readdirSync(dist, { recursive: true }).map(String)) {
    if (!name.endsWith(".html")) continue;
    const { document } = parseHTML(readFileSync(join(dist, name), "utf8"));
    for (const element of document.querySelectorAll(".katex, .katex *, .katex-display")) {
      for (const word of element.classList) used.add(word);
    }
  }
  expect(used.size).toBeGreaterThan(20);
  const whole = readFileSync("node_modules/katex/dist/katex.min.css", "utf8");
  const kept = new Set(selectorsOf(trimKatexCss(whole)));
  const lost = selectorsOf(whole).filter(
    (selector) => !kept.has(selector) && classesOf(selector).every((word) => used.has(word)),
  );
  expect(lost).toEqual([]);
});
