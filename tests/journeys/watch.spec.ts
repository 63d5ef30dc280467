import { expect, test } from "./fixtures.ts";

// The watch itself, on the front page: what it would fail a test for, it must see.
const breaches: [what: string, breach: () => unknown, seen: RegExp][] = [
  ["a console error", () => console.error("on purpose"), /console error: on purpose/],
  ["a console warning", () => console.warn("on purpose"), /console warning: on purpose/],
  ["an exception", () => setTimeout(() => void JSON.parse("{"), 0), /exception: SyntaxError/],
  [
    "an inline script",
    () => document.head.append(Object.assign(document.createElement("script"), { textContent: "var x = 1" })),
    /securitypolicyviolation: script-src-elem inline/,
  ],
  [
    "a request to another origin",
    () => fetch("https://example.com/").catch(() => 0),
    /connect-src https:\/\/example.com\//,
  ],
];

for (const [what, breach, seen] of breaches) {
  test(`the watch sees ${what}`, async ({ page, watch }) => {
    watch.tolerate(/./);
    await page.goto("/");
    await page.evaluate(breach);
    await expect.poll(() => watch.complaints.filter((complaint) => seen.test(complaint))).not.toEqual([]);
  });
}
