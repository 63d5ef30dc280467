import { expect, test } from "vitest";
import { headersFor, parseHeaders } from "../../tools/serve/headers.mjs";

const rules = parseHeaders("# note\n/*\n  A: one\n\n/b/*.js\n  A: two; three\n  B: http://x.y/\n");

test("a path gets the headers of every rule that matches it, joined by a comma", () => {
  expect([...headersFor(rules, "/b/c/d.js")]).toEqual([
    ["A", "one, two; three"],
    ["B", "http://x.y/"],
  ]);
  expect([...headersFor(rules, "/b/cdjs")]).toEqual([["A", "one"]]);
});

test("a line that is neither a path nor a header is named with its number", () => {
  expect(() => parseHeaders("/*\n  no colon")).toThrow(
    '_headers:2: expected "Name: value" below a path, found "no colon"',
  );
  expect(() => parseHeaders("  A: one")).toThrow("_headers:1");
});
