import { expect, it } from "vitest";
import { figuresOf, parsePage, termsOf } from "../../tools/build/search.mjs";

const formula = (tex: string): string =>
  `<span class="katex"><span class="katex-mathml"><math><semantics><mi>x</mi><annotation>${tex}</annotation></semantics></math></span><span class="katex-html">x</span></span>`;
const page = (body: string): Document =>
  parsePage(`<html lang="en"><body><main><h1>The law</h1>${body}</main></body></html>`);

it("reads a formula as one would type it, and leaves out one that stands alone", () => {
  const document = page(
    `<p>With ${formula("t \\cdot d'")} and ${formula("n = 2")}.</p><span class="katex-display">${formula("x")}</span>`,
  );
  expect(document.querySelector("p")?.textContent).toBe("With t ·d' and n = 2.");
  expect(document.querySelector(".katex")).toBeNull();
});

it("takes each word of the glossary with its address", () => {
  const document = page(
    `<dl class="entries"><div id="madds"><dt>multiply-add <span class="symbol">M</span><a class="anchor">#</a></dt><dd>One product, one sum. <a class="cite">MobileNetV2</a></dd></div></dl>`,
  );
  expect(termsOf(document, "/glossary/")).toEqual([
    {
      url: "/glossary/#madds",
      language: "en",
      content: "multiply-add. One product, one sum.",
      meta: { title: "multiply-add", kind: "term" },
    },
  ]);
});

it("takes each figure with its place, its caption and its finding", () => {
  const document = page(
    `<inverted-figure id="law" data-figure="collapse-law"><figure aria-label="Many seeds"><p data-description>Half is lost.</p><figcaption>Seeds.</figcaption></figure></inverted-figure>`,
  );
  expect(figuresOf(document, "/lessons/a/b/")).toEqual([
    {
      figure: "collapse-law",
      url: "/lessons/a/b/#law",
      language: "en",
      content: "Many seeds. Seeds. Half is lost",
      meta: { title: "Many seeds", page: "The law", kind: "figure" },
    },
  ]);
});
