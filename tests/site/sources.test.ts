import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { expect, test } from "vitest";
import sources from "../../content/sources.json" with { type: "json" };

const { document } = parseHTML(readFileSync(join(process.env.SITE_DIR ?? "dist", "sources/index.html"), "utf8"));

test.each(Object.entries(sources))(
  "%s stands on the page of sources with all authors, title, year, venue and a linked identifier",
  (id, { authors, title, year, venue, identifier, url }) => {
    const item = document.querySelector(`li#${id}`);
    const text = item?.textContent.replace(/\s+/g, " ") ?? "";
    for (const part of [...authors, title, String(year), venue]) expect(text).toContain(part);
    const link = [...(item?.querySelectorAll("a") ?? [])].find((one) => one.getAttribute("href") === url);
    expect(link?.textContent).toBe(identifier);
  },
);

test("the page lists nothing else, the oldest first", () => {
  const items = [...document.querySelectorAll(".papers > li")].map((item) => item.id);
  expect(items.toSorted()).toEqual(Object.keys(sources).toSorted());
  const years = items.map((id) => sources[id as keyof typeof sources].year);
  expect(years).toEqual(years.toSorted((a, b) => a - b));
});
