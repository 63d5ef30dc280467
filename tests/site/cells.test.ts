import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { numbers } from "@/i18n/numbers.ts";
import { translator } from "@/i18n/translator.ts";
import { runtimeScript } from "@/notebook/bundle.ts";
import { drawCell } from "@/notebook/drawn.ts";
import strings from "@/notebook/strings.en.json" with { type: "json" };

const dist = process.env.SITE_DIR ?? "dist";
const pages = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".html"));
const listings = pages.flatMap((name) => {
  const { document } = parseHTML(readFileSync(join(dist, name), "utf8"));
  return [...document.querySelectorAll("pre[data-file]")].map((pre) => ({ name, pre }));
});

test("a page shows the very files that its cells run: cell and kernel, sign by sign", () => {
  expect(listings.length).toBeGreaterThan(0);
  for (const { name, pre } of listings) {
    const file = pre.getAttribute("data-file") ?? "";
    expect(pre.textContent, `${file} in ${name}`).toBe(readFileSync(file, "utf8").trimEnd());
  }
});

test("the runtime that cells get is made of today's kernels", async () => {
  expect(readFileSync(join(dist, "notebook/runtime.js"), "utf8")).toBe(await runtimeScript());
});

test("every cell's result is drawn, as today's kernels give it; an exercise, whose start is the reader's, has none", async () => {
  const how = { tr: translator("en", strings), num: numbers("en", 4) };
  const marks = (html: string) => parseHTML(`<!doctype html><html><body>${html}</body></html>`).document.body.innerHTML;
  for (const { name, pre } of listings.filter(({ pre }) => pre.hasAttribute("data-code"))) {
    const cell = pre.closest("inverted-cell");
    const out = cell?.querySelector(".cell-out")?.innerHTML ?? "none";
    const [, lesson = "", id = ""] =
      /^content\/(.+)\/cells\/([^/]+)\.ts$/.exec(pre.getAttribute("data-file") ?? "") ?? [];
    if (id === "") expect(out, name).toBe("");
    else {
      const { html, needs } = await drawCell(lesson, id, how);
      expect(out, `${id} in ${name}`).toBe(marks(html));
      expect(cell?.getAttribute("data-needs"), id).toBe(needs.join(" "));
    }
  }
});

test("a cell is whole without a script: code, name, and no button that would do nothing", () => {
  for (const { pre, name } of listings) {
    const cell = pre.closest("inverted-cell");
    expect(cell?.getAttribute("aria-label"), name).toMatch(/\S/);
    expect([...(cell?.querySelectorAll("button") ?? [])].every((button) => button.closest(".needs-js"))).toBe(true);
  }
});
