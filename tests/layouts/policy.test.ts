import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { framePolicy, PLOT_STYLES, policy } from "@/layouts/policy.ts";
import { headersFor, parseHeaders } from "../../tools/serve/headers.mjs";

const { document } = parseHTML("<html><body></body></html>");
const rules = parseHeaders(readFileSync("public/_headers", "utf8"));

/** The hashes of the style elements in something that Plot made, as a policy writes them. */
function styleHashes(made: Element): string[] {
  return [...made.querySelectorAll("style")].map(
    ({ textContent }) => `sha256-${createHash("sha256").update(textContent).digest("base64")}`,
  );
}

test("the policy admits exactly the style elements that the installed Plot writes", () => {
  const marks = [Plot.dot(["a", "b"], { fill: (name: string) => name })];
  const chartWithSwatches = Plot.plot({ document, marks, color: { legend: true } });
  expect(new Set(styleHashes(chartWithSwatches))).toEqual(new Set(PLOT_STYLES));
});

test("public/_headers carries the policy of policy.ts on every path", () => {
  expect(headersFor(rules, "/any/where/").get("Content-Security-Policy")).toBe(policy);
});

test("public/_headers forbids framing everywhere but on figures", () => {
  for (const path of [
    "/",
    "/index.html",
    "/404.html",
    "/lessons/a/b/",
    "/lab/relu/",
    "/glossary/",
    "/sources/",
    "/models/digits/",
  ]) {
    expect(headersFor(rules, path).get("Content-Security-Policy"), path).toBe(`${policy}, ${framePolicy}`);
  }
  expect(headersFor(rules, "/figures/relu-collapse/").get("Content-Security-Policy")).toBe(policy);
  expect(headersFor(rules, "/figures/relu-collapse/").get("Cross-Origin-Resource-Policy")).toBe("cross-origin");
});

test("public/_headers sends what threads need", () => {
  expect(headersFor(rules, "/lab/speed/").get("Cross-Origin-Opener-Policy")).toBe("same-origin");
  expect(headersFor(rules, "/_astro/a.js").get("Cross-Origin-Embedder-Policy")).toBe("require-corp");
});
