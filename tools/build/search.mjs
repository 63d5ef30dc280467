// Writes dist/pagefind/ (or below the folder named): the search index over lessons, rooms, words and figures, by Pagefind.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseHTML } from "linkedom";
import { close, createIndex } from "pagefind";
import { root } from "../setup/root.mjs";

/** Whole pages of prose; figures and words of the glossary have records of their own. */
const PAGES = /^([a-z]{2}\/)?((lessons\/[^/]+\/[^/]+|lab\/[^/]+|models|sources)\/)index\.html$/;
/** What stands on a page and is not its text. */
const EXCLUDE = [
  ".card",
  ".anchor",
  ".rail",
  ".rail-button",
  ".pager",
  ".guess",
  "inverted-figure",
  ".needs-js",
  ".minutes",
  ".cell-status",
  ".cell-out",
];
/** Pagefind's own faces, of which ours needs none. */
const FACES = /(-ui|component|highlight|playground)/;

/** @typedef {{ url: string, language: string, content: string, meta: Readonly<{ [name: string]: string }> }} Entry */

const text = (/** @type {Element | null | undefined} */ element) =>
  (element?.textContent ?? "").replace(/\s+/g, " ").trim();

/** Signs that formulas in running text have. */
const SIGNS = {
  cdot: "·",
  times: "×",
  le: "≤",
  ge: "≥",
  approx: "≈",
  theta: "θ",
  alpha: "α",
  top: "ᵀ",
  dots: "…",
  ldots: "…",
};

/** A short formula as a reader would type it. @param {string} tex */
const plain = (tex) =>
  tex
    .replace(/\\([a-z]+) ?/gi, (_, name) => /** @type {{ [name: string]: string }} */ (SIGNS)[name] ?? `${name} `)
    .replace(/[\\{}$]/g, "");

/**
 * A page in which each formula is its source: "t = 6" is searched for and shown; a displayed one is neither.
 * @param {string} html
 * @returns {Document}
 */
export function parsePage(html) {
  const { document } = parseHTML(html);
  for (const formula of document.querySelectorAll(".katex-display")) formula.remove();
  for (const formula of document.querySelectorAll(".katex")) {
    formula.replaceWith(plain(formula.querySelector("annotation")?.textContent ?? ""));
  }
  return document;
}

/**
 * The words of a glossary page, each with its address.
 * @param {Document} document
 * @param {string} url
 * @returns {Entry[]}
 */
export function termsOf(document, url) {
  const language = document.documentElement.lang;
  return [...document.querySelectorAll(".entries > [id]")].map((entry) => {
    for (const noise of entry.querySelectorAll(".anchor, .symbol, .cite")) noise.remove();
    const title = text(entry.querySelector("dt"));
    return {
      url: `${url}#${entry.id}`,
      language,
      content: `${title}. ${text(entry.querySelector("dd"))}`,
      meta: { title, kind: "term" },
    };
  });
}

/**
 * The figures of a page, each with its address and the page's title.
 * @param {Document} document
 * @param {string} url
 * @returns {(Entry & { figure: string })[]}
 */
export function figuresOf(document, url) {
  const language = document.documentElement.lang;
  const page = text(document.querySelector("h1"));
  return [...document.querySelectorAll("inverted-figure")].map((element) => {
    const title = element.querySelector("figure")?.getAttribute("aria-label") ?? "";
    const content = [
      title,
      text(element.querySelector("figcaption")),
      text(element.querySelector("[data-description]")),
    ];
    return {
      figure: element.getAttribute("data-figure") ?? "",
      url: element.id === "" ? url : `${url}#${element.id}`,
      language,
      content: content.map((part) => part.replace(/\.$/, "")).join(". "),
      meta: { title, page, kind: "figure" },
    };
  });
}

/** @param {string} dist */
export async function writeSearch(dist) {
  const names = readdirSync(dist, { recursive: true })
    .map((name) => String(name).replaceAll("\\", "/"))
    .toSorted();
  const { index, errors } = await createIndex({ excludeSelectors: EXCLUDE, rootSelector: "main" });
  if (!index) throw new Error(`Pagefind: ${errors.join("; ")}`);
  const counts = { pages: 0, terms: 0, figures: 0 };
  const seen = new Set();
  const add = async (/** @type {Entry} */ { url, language, content, meta }) => {
    const { errors } = await index.addCustomRecord({ url, language, content, meta });
    if (errors.length > 0) throw new Error(`Pagefind, ${url}: ${errors.join("; ")}`);
  };
  // Lessons before rooms: a figure is found where it is explained, and in a room if no lesson has it.
  const pages = names
    .filter((name) => PAGES.test(name))
    .toSorted((a, b) => Number(a.includes("lab/")) - Number(b.includes("lab/")));
  for (const name of pages) {
    const document = parsePage(readFileSync(join(dist, name), "utf8"));
    const url = `/${name.replace(/index\.html$/, "")}`;
    const { errors } = await index.addHTMLFile({ url, content: document.toString() });
    if (errors.length > 0) throw new Error(`Pagefind, ${name}: ${errors.join("; ")}`);
    counts.pages++;
    for (const record of figuresOf(document, url)) {
      const key = `${record.language} ${record.figure}`;
      if (seen.has(key) && name.includes("lab/")) continue;
      seen.add(key);
      await add(record);
      counts.figures++;
    }
  }
  for (const name of names.filter((name) => /(^|\/)glossary\/index\.html$/.test(name))) {
    const document = parsePage(readFileSync(join(dist, name), "utf8"));
    for (const record of termsOf(document, `/${name.replace(/index\.html$/, "")}`)) {
      await add(record);
      counts.terms++;
    }
  }
  const { files } = await index.getFiles();
  const out = join(dist, "pagefind");
  rmSync(out, { recursive: true, force: true });
  let bytes = 0;
  for (const { path, content } of files) {
    if (FACES.test(path)) continue;
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), content);
    bytes += content.length;
  }
  await close();
  return `${counts.pages} pages, ${counts.terms} words, ${counts.figures} figures; ${(bytes / 1e3).toFixed(0)} kB`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(`• Search index: ${await writeSearch(process.argv[2] ?? join(root, "dist"))}`);
}
