import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { offlineFiles } from "../../tools/build/offline.mjs";

const dist = mkdtempSync(join(tmpdir(), "inverted-offline-"));
afterEach(() => rmSync(dist, { recursive: true, force: true }));

const put = (name: string, text: string): void => {
  mkdirSync(dirname(join(dist, name)), { recursive: true });
  writeFileSync(join(dist, name), text);
};

it("keeps pages and files by what is in them, hashed names as they are, large networks on request, hosts' files not", () => {
  put("index.html", "one");
  put("index.html.gz", "x");
  put("_headers", "x");
  put("og/home.png", "x");
  put("sw.js", "x");
  put("_astro/a.Bc1.js", "run");
  put("networks/small.json", "{}");
  put("networks/large.bin", "x".repeat(400_001));
  const before = offlineFiles(dist);
  expect(before.precache.map(({ url }) => url)).toEqual(["_astro/a.Bc1.js", "index.html", "networks/small.json"]);
  expect(before.precache[0]?.revision).toBeNull();
  expect(Object.keys(before.onRequest)).toEqual(["networks/large.bin"]);
  expect([before.bytes, before.sent]).toEqual([3 + 3 + 2, 3 + 3 + 2]);
  put("index.html", "two");
  const after = offlineFiles(dist);
  expect(after.precache[1]?.revision).not.toBe(before.precache[1]?.revision);
  expect(after.precache[2]).toEqual(before.precache[2]);
});
