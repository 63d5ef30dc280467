/** The pictures that the build drew, on every page where a figure stands: at most 300 nodes and 8 kB gzip each. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";

const NODES = 300;
const BYTES = 8 * 1024;

const pages = readdirSync("dist", { recursive: true })
  .map(String)
  .filter((name) => name.endsWith(".html"));
const pictures = pages.flatMap((page) => {
  const { document } = parseHTML(readFileSync(join("dist", page), "utf8"));
  return [...document.querySelectorAll("inverted-figure")].map((figure) => ({
    name: `${page} ${figure.getAttribute("data-figure") ?? ""} ${figure.getAttribute("data-instance") ?? ""}`.trim(),
    figure,
  }));
});

test("every figure has a page of its own with a picture", () => {
  const ids = readdirSync("src/figures", { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(join("src/figures", entry.name)).includes("figure.ts"))
    .map(({ name }) => name);
  expect(ids.length).toBeGreaterThan(0);
  for (const id of ids) expect(pages).toContain(join("figures", id, "index.html"));
});

describe.each(pictures)("$name", ({ figure }) => {
  const panels = figure.querySelector(".figure-panels");
  test("the picture is small", () => {
    const nodes = panels?.querySelectorAll("*").length ?? 0;
    const bytes = gzipSync(panels?.innerHTML ?? "", { level: 9 }).length;
    expect(nodes).toBeGreaterThan(3);
    expect({ nodes: nodes <= NODES || nodes, bytes: bytes <= BYTES || bytes }).toEqual({ nodes: true, bytes: true });
  });
  test("words and caption are there, and no number that is none", () => {
    expect(figure.querySelector("[data-description]")?.textContent.trim()).toMatch(/\w.*\.$/s);
    expect(figure.querySelector("figcaption")?.textContent.trim()).toMatch(/\w/);
    expect(figure.textContent).not.toMatch(/\b(NaN|undefined|Infinity)\b|\[object/);
    expect(panels?.innerHTML).not.toMatch(/NaN|undefined|Infinity/);
  });
});
