import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { contrast, distance, VISIONS } from "./colour.ts";

const css = readFileSync(new URL("../../src/styles/tokens.css", import.meta.url), "utf8");

/** The hex values of the first block after a selector. */
function palette(selector: string): Readonly<Record<string, string>> {
  const from = css.indexOf(`${selector} {`);
  expect(from, selector).toBeGreaterThan(-1);
  const block = css.slice(from, css.indexOf("}", from));
  const pairs = [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map(
    ([, name = "", hex = ""]) => [name, hex] as const,
  );
  return Object.fromEntries(pairs);
}
const LIGHT = palette(":root");
const DARK = palette(':root[data-theme="dark"]');
const BY_SYSTEM = palette(':root:not([data-theme="light"])');

const TEXT = ["ink", "ink-2", "accent", "input", "weight", "activation", "lost", "ghost"];
const GRAPHICS = ["control", "scale-negative", "scale-positive"];
const MEANINGS = ["input", "weight", "activation", "lost", "ghost"];
/** In Oklab, where 0.02 is just noticeable side by side. */
const APART = 0.07;

it("dark by the system and dark by choice are the same colours", () => expect(BY_SYSTEM).toEqual(DARK));

describe.each([
  ["light", LIGHT],
  ["dark", DARK],
])("the %s palette", (_, colours) => {
  it.each(TEXT)("%s is readable as text on paper and on surfaces (4.5 : 1)", (name) => {
    expect(contrast(colours[name]!, colours["paper"]!)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours[name]!, colours["surface"]!)).toBeGreaterThanOrEqual(4.5);
  });
  it.each(GRAPHICS)("%s stands out from paper (3 : 1)", (name) =>
    expect(contrast(colours[name]!, colours["paper"]!)).toBeGreaterThanOrEqual(3),
  );
  it.each(Object.keys(VISIONS))("keeps the five meanings apart for %s vision", (vision) => {
    const pairs = MEANINGS.flatMap((a, i) => MEANINGS.slice(i + 1).map((b) => [a, b] as const));
    const near = pairs.filter(([a, b]) => distance(colours[a]!, colours[b]!, vision) < APART);
    expect(near).toEqual([]);
  });
});
