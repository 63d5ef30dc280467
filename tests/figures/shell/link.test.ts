import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { migrateLink, readLink, stampLink, writeLink } from "@/figures/shell/link.ts";
import { linkParts, readState } from "@/figures/shell/state.ts";
import { loadFigure } from "@/figures/shell/registry.ts";
import { initialState } from "@/figures/shell/state.ts";

const site = (rest: string): URL => new URL(rest, "https://site.test/lessons/relu/");
const controls = ["n", "curve"];

describe("links", () => {
  test("read back what they wrote, for any values and instance, and leave the rest of the address alone", () => {
    const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 });
    const instance = fc.constantFrom("", "first", "second-try");
    fc.assert(
      fc.property(instance, text, text, (name, n, curve) => {
        const before = site("?theme=dark&other.n=9#~other.curve=1%2C1");
        const parts = { query: new Map([["n", n]]), fragment: new Map([["curve", curve]]) };
        const url = new URL(writeLink(before, name, controls, parts).href);
        expect(Object.fromEntries(readLink(url, name, controls))).toEqual({ n, curve });
        expect(Object.fromEntries(readLink(url, "other", controls))).toEqual({ n: "9", curve: "1,1" });
        expect(url.searchParams.get("theme")).toBe("dark");
        const cleared = writeLink(url, name, controls, { query: new Map(), fragment: new Map() });
        expect(cleared.href).toBe(before.href);
      }),
    );
  });

  test("two figures on one page do not read each other", () => {
    const url = site("?a.n=3&b.n=5&n=7");
    expect(["a", "b", ""].map((name) => readLink(url, name, ["n"]).get("n"))).toEqual(["3", "5", "7"]);
  });

  test("a heading's anchor stays until a reader makes something, and an empty fragment goes", () => {
    const none = { query: new Map<string, string>(), fragment: new Map<string, string>() };
    expect(writeLink(site("#the-law"), "", controls, none).hash).toBe("#the-law");
    expect(writeLink(site("#~curve=1"), "", controls, none).href).toBe(site("").href);
  });

  test("a link is stamped with its version; a newer one is told", () => {
    expect(stampLink(site("?n=3")).search).toBe("?n=3&v=1");
    expect(migrateLink(site("?n=3&v=2")).newer).toBe(true);
    for (const search of ["", "?v=1", "?v=", "?v=NaN", "?v=-1"])
      expect(migrateLink(site(search)).newer, search).toBe(false);
  });
});

/** Kept links: handed on once, they open for ever. Never edit one; add one when the version changes. */
const KEPT = {
  1: "https://site.test/figures/relu-collapse/?n=5&seed=42&activation=relu6&scale=2.5&shape=drawn&points=800&matrix=orthonormal&view=image&v=1#~curve=100%2C100+900%2C250",
};

test("the kept link of version 1 still gives its state", async () => {
  const figure = await loadFigure("relu-collapse");
  const { url, newer } = migrateLink(new URL(KEPT[1]));
  const { state, refused } = readState(
    figure.controls,
    initialState(figure.controls),
    readLink(url, "", Object.keys(figure.controls)),
  );
  expect([newer, refused]).toEqual([false, []]);
  expect(state).toMatchObject({
    n: 5,
    seed: 42,
    activation: "relu6",
    scale: 2.5,
    shape: "drawn",
    points: 800,
    matrix: "orthonormal",
    view: "image",
    curve: "100,100 900,250",
  });
  expect([...linkParts(figure.controls, state, null).query].length).toBeGreaterThan(6);
});
