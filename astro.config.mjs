import { globSync, readdirSync, readFileSync } from "node:fs";
import { unified } from "@astrojs/markdown-remark";
import mdx from "@astrojs/mdx";
import { defineConfig } from "astro/config";
import rehypeKatex from "rehype-katex";
import remarkMath from "remark-math";
import { katexCss } from "./tools/build/katex-css.mjs";
import { wasmModules } from "./tools/build/wasm.mjs";
import { bracketText, measure, reachFormulas, reachTables } from "./src/lessons/remark.ts";
import { checkVocabulary } from "./src/lessons/vocabulary.ts";

const keys = (/** @type {string} */ path) =>
  Object.keys(JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")));
const folders = (/** @type {string} */ path) =>
  readdirSync(new URL(path, import.meta.url), { withFileTypes: true }).filter((entry) => entry.isDirectory());

/** Files in lessons' folders, as "chapter folder/lesson folder/id". */
const own = (/** @type {string} */ pattern) =>
  globSync(`content/*/*/${pattern}`, { cwd: new URL(".", import.meta.url) }).map((path) =>
    path.replaceAll("\\", "/").replace(/^content\/|(cells|exercises)\/|(\/cases)?\.ts$/g, ""),
  );

const known = {
  terms: keys("content/glossary.json"),
  papers: keys("content/sources.json"),
  facts: keys("kernels/facts/published.json"),
  figures: folders("src/figures")
    .map(({ name }) => name)
    .filter((name) => name !== "shell"),
  cells: own("cells/*.ts"),
  exercises: own("exercises/*/cases.ts"),
};

/** One language per file of strings; the first has no prefix. `LOCALE=en-XA` puts the pseudo-locale in English's place. */
const pseudo = process.env["LOCALE"] === "en-XA";
const defaultLocale = pseudo ? "en-XA" : "en";
const others = readdirSync(new URL("src/i18n/", import.meta.url))
  .filter((name) => name.endsWith(".json") && name !== "en.json")
  .map((name) => name.replace(".json", ""));

export default defineConfig({
  site: process.env["SITE_URL"] ?? "http://localhost:4600",
  base: process.env["BASE_PATH"] ?? "/",
  trailingSlash: "always",
  i18n: { defaultLocale, locales: [defaultLocale, ...others] },
  integrations: [mdx()],
  markdown: {
    processor: unified({
      remarkPlugins: [remarkMath, [checkVocabulary, known], measure, reachTables, ...(pseudo ? [bracketText] : [])],
      rehypePlugins: [rehypeKatex, reachFormulas],
    }),
    shikiConfig: { themes: { light: "github-light", dark: "github-dark" } },
  },
  build: { inlineStylesheets: "never" },
  devToolbar: { enabled: false },
  vite: {
    define: { "import.meta.env.LOCALE": JSON.stringify(defaultLocale) },
    plugins: [katexCss(), wasmModules()],
    worker: { format: "es", plugins: () => [wasmModules()] },
    build: {
      assetsInlineLimit: 0,
      rolldownOptions: {
        // One MODULE_LEVEL_DIRECTIVE warning per MDX file says nothing that we can act on.
        onLog(level, log, next) {
          if (log.code !== "MODULE_LEVEL_DIRECTIVE") next(level, log);
        },
      },
    },
  },
});
