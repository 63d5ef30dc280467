import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import { cellFramePolicy, cellPolicy, closedPolicy, framePolicy, hubPolicy, policy } from "@/layouts/policy.ts";
import { headersFor, parseHeaders } from "../../tools/serve/headers.mjs";
import { basePath } from "../../tools/serve/server.mjs";

/** What the last build wrote: every page is read as a file, links are followed on the disk. */
const base = basePath();
const dist = process.env.SITE_DIR ?? "dist";
const files = readdirSync(dist, { recursive: true }).map((name) => String(name).replaceAll("\\", "/"));
const pages = files.filter((name) => name.endsWith(".html"));
const rules = parseHeaders(readFileSync(join(dist, "_headers"), "utf8"));

const documents = new Map(pages.map((name) => [name, parseHTML(readFileSync(join(dist, name), "utf8")).document]));
const routeOf = (name: string): string => `/${name.replace(/index\.html$/, "")}`;

/** Every address in a document, with where it stands. */
function addresses(document: Document): string[] {
  const found: string[] = [];
  for (const name of ["href", "src", "action", "poster", "data-src", "xlink:href"]) {
    for (const element of document.querySelectorAll(`[${name.replace(":", "\\:")}]`)) {
      // Canonical, alternate and share addresses are absolute by their nature: they name the public site.
      if (element.matches("link[rel=canonical], link[rel=alternate]")) continue;
      found.push(element.getAttribute(name) ?? "");
    }
  }
  for (const element of document.querySelectorAll("[srcset]")) {
    found.push(...(element.getAttribute("srcset") ?? "").split(",").map((part) => part.trim().split(" ")[0] ?? ""));
  }
  return found;
}

/** The file below dist/ that an address of ours names, as a static host finds it. */
function fileOf(path: string): string {
  const below = decodeURIComponent(path).slice(base.length);
  return below === "" || below.endsWith("/") ? `${below}index.html` : below;
}

test("there are pages", () => {
  expect(pages).toContain("index.html");
  expect(pages).toContain("404.html");
});

describe.each([...documents])("%s", (name, document) => {
  const here = new URL(base + (name === "404.html" ? name : routeOf(name).slice(1)), "http://site.test");
  const links = addresses(document).map((address) => new URL(address, here));
  const ours = links.filter((link) => link.origin === here.origin);

  test("writes percentages as Intl does for English, with nothing between number and sign", () => {
    const words = [
      document.body.textContent,
      ...[...document.querySelectorAll("[aria-label], [title], [alt], meta[content], [data-share]")].flatMap(
        (element) =>
          ["aria-label", "title", "alt", "content", "data-share"].map((name) => element.getAttribute(name) ?? ""),
      ),
    ].join("\n");
    expect(words.match(/.{0,40}\d\s+%/g) ?? []).toEqual([]);
  });

  test("has no empty item: a sentence that breaks before its number would make a list of it", () => {
    const empty = [...document.querySelectorAll("main :is(li, h1, h2, h3, th, figcaption)")].filter(
      (element) => element.textContent.trim() === "" && element.querySelector("svg, img, button, input") === null,
    );
    expect(empty.map(({ outerHTML }) => outerHTML)).toEqual([]);
  });

  test("loads nothing from elsewhere", () => {
    const elsewhere = [
      ...document.querySelectorAll("script[src], link[rel=stylesheet], img, source, iframe, video, audio"),
    ]
      .map(
        (element) =>
          element.getAttribute("src") ?? element.getAttribute("href") ?? element.getAttribute("srcset") ?? "",
      )
      .filter((address) => address !== "" && !["http://site.test", "null"].includes(new URL(address, here).origin));
    expect(elsewhere).toEqual([]);
  });

  test("links to nothing outside the base path, and to nothing that is not there", () => {
    const outside = ours.filter((link) => !link.pathname.startsWith(base)).map(String);
    expect(outside, "outside the base path").toEqual([]);
    const lost = ours.filter((link) => !existsSync(join(dist, fileOf(link.pathname)))).map((link) => link.pathname);
    expect(lost, "leading nowhere").toEqual([]);
  });

  test("links to anchors that are there", () => {
    const lost = ours.filter((link) => {
      const target = documents.get(fileOf(link.pathname));
      const id = decodeURIComponent(link.hash.slice(1));
      // A fragment with = carries a figure's state, not a place.
      return target && id !== "" && !id.includes("=") && !target.getElementById(id);
    });
    expect(lost.map(String)).toEqual([]);
  });

  test("writes the security policy into the page, and may be framed by others only if it is a figure", () => {
    const meta = document.querySelector('meta[http-equiv="Content-Security-Policy"]');
    // Every path's, and what its own adds: each narrows those before.
    const [every, ...own] = headersFor(rules, routeOf(name)).get("Content-Security-Policy")?.split(", ") ?? [];
    expect(every).toBe(hubPolicy);
    const isHub = name === "lab/network/index.html";
    const narrowed = own.flatMap((one) => one.split("; "));
    expect(narrowed.includes(closedPolicy) || own.includes(cellPolicy), "asks no host outside").toBe(!isHub);
    if (name.startsWith("notebook/")) {
      // Where cells run: a stricter policy of its own, on top of every page's where headers are sent.
      expect(meta?.getAttribute("content")).toBe(cellPolicy);
      expect(own).toEqual(expect.arrayContaining([cellPolicy, cellFramePolicy]));
      return;
    }
    expect(meta?.getAttribute("content")).toBe(isHub ? hubPolicy : policy);
    expect(narrowed.includes(framePolicy)).toBe(!name.startsWith("figures/"));
  });

  test("has no inline script and no style element, which the policy would block", () => {
    const scripts = [...document.querySelectorAll("script:not([src])")].filter(
      (script) => !["application/json", "application/ld+json"].includes(script.getAttribute("type") ?? ""),
    );
    expect(scripts.map((script) => script.textContent.slice(0, 80))).toEqual([]);
    expect([...document.querySelectorAll("style")].map((style) => style.textContent.slice(0, 80))).toEqual([]);
  });

  test("has one id once", () => {
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });
});
