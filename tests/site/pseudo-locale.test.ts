import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseHTML } from "linkedom";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
/** Formulas, code and whatever says that it is not language; names of figures and papers stand in links of their own. */
const WORDLESS = "script, style, .katex, code, kbd, [translate=no], template";
const LABELS = ["aria-label", "title", "alt", "placeholder"];

/** Visible texts of a page that have letters but stand outside the brackets of the pseudo-locale. */
function outside(html: string): string[] {
  const { document } = parseHTML(html);
  for (const node of document.querySelectorAll(WORDLESS)) node.remove();
  const found: string[] = [];
  for (const node of document.querySelectorAll("*")) {
    for (const label of LABELS) found.push(node.getAttribute(label) ?? "");
  }
  // Brackets may open in one text node and close in another, so the text is read as a whole.
  let depth = 0;
  let bare = "";
  for (const sign of document.body.textContent) {
    if (sign === "⟧") depth--;
    if (depth === 0 && sign !== "⟦" && sign !== "⟧") bare += sign;
    if (sign === "⟦") {
      depth++;
      bare += "\n";
    }
  }
  found.push(...bare.split("\n"));
  return found.map((text) => text.trim()).filter((text) => /\p{L}{2}/u.test(text) && !text.startsWith("⟦"));
}

it.runIf(process.env["TIER"] === "full")(
  "in the pseudo-locale every visible string has passed the translator",
  () => {
    const out = mkdtempSync(join(tmpdir(), "inverted-pseudo-"));
    try {
      const astro = join(root, "node_modules", ".bin", "astro");
      execFileSync(astro, ["build", "--outDir", out], {
        cwd: root,
        env: { ...process.env, LOCALE: "en-XA" },
        stdio: "pipe",
      });
      const pages = readdirSync(out, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".html"));
      expect(pages.length).toBeGreaterThan(10);
      const found = pages.map((page) => [page, outside(readFileSync(join(out, page), "utf8"))] as const);
      expect(Object.fromEntries(found.filter(([, texts]) => texts.length > 0))).toEqual({});
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  },
  300_000,
);
