import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import { closedPolicy, framePolicy, HUB_SOURCES, hubPolicy, PLOT_STYLES, policy } from "@/layouts/policy.ts";
import { IMAGENET, weightBytes } from "@/lessons/hub.ts";
import { LABS } from "@/lessons/labs.ts";
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
  expect(headersFor(rules, "/any/where/").get("Content-Security-Policy")).toBe(hubPolicy);
});

test("public/_headers lets one page ask a hub, and forbids framing everywhere but on figures", () => {
  const closed = `${framePolicy}; ${closedPolicy}`;
  for (const path of [
    "/",
    "/index.html",
    "/404.html",
    "/lessons/a/b/",
    "/lab/",
    ...LABS.filter(({ hub }) => !hub).map(({ id }) => `/lab/${id}/`),
    "/glossary/",
    "/sources/",
    "/models/digits/",
    "/diagnostics/",
  ]) {
    expect(headersFor(rules, path).get("Content-Security-Policy"), path).toBe(`${hubPolicy}, ${closed}`);
  }
  for (const { id } of LABS.filter(({ hub }) => hub)) {
    expect(headersFor(rules, `/lab/${id}/`).get("Content-Security-Policy")).toBe(`${hubPolicy}, ${framePolicy}`);
  }
  // Scripts bring their workers' policy.
  for (const path of ["/figures/relu-collapse/", "/_astro/figures.worker-1.js", "/sw.js"]) {
    expect(headersFor(rules, path).get("Content-Security-Policy"), path).toBe(`${hubPolicy}, ${closedPolicy}`);
  }
  expect(headersFor(rules, "/figures/relu-collapse/").get("Cross-Origin-Resource-Policy")).toBe("cross-origin");
});

test("the policy of the page with the hub's button differs in where it connects, and lets in the hub and hosts below hf.co", () => {
  expect(hubPolicy.replace(` ${HUB_SOURCES.join(" ")}`, "")).toBe(policy);
  expect(policy).toContain(`; ${closedPolicy};`);
  expect(HUB_SOURCES).toEqual([new URL(IMAGENET.address).origin, "https://*.hf.co"]);
});

test("the hub's size is our own count: 3,504,872 parameters and 17,056 means and variances, four bytes each", () => {
  // Facts: torchvision's mobilenet_v2 has 3,504,872 parameters; its batch norms have 34,112 of them.
  expect(IMAGENET.bytes).toBe(4 * (3_504_872 + 34_112));
  expect(weightBytes([])).toBe(0);
});

test("public/_headers sends what threads need", () => {
  expect(headersFor(rules, "/lab/speed/").get("Cross-Origin-Opener-Policy")).toBe("same-origin");
  expect(headersFor(rules, "/_astro/a.js").get("Cross-Origin-Embedder-Policy")).toBe("require-corp");
});
