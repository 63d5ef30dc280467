import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { basePath, serveSite } from "../../tools/serve/server.mjs";

const dir = mkdtempSync(join(tmpdir(), "site-"));
const page = "<h1>Lab</h1>".repeat(50);
let site: Awaited<ReturnType<typeof serveSite>>;

beforeAll(async () => {
  mkdirSync(join(dir, "lab"));
  writeFileSync(join(dir, "index.html"), "front");
  writeFileSync(join(dir, "404.html"), "lost");
  writeFileSync(join(dir, "lab/index.html"), page);
  writeFileSync(join(dir, "lab/index.html.gz"), gzipSync(page));
  writeFileSync(join(dir, "_headers"), "/*\n  X-All: yes\n/lab/*\n  X-Lab: yes\n");
  site = await serveSite({ dir, base: "/inverted/", port: 47_310 });
});
afterAll(() => site.close());

/** A raw answer: nothing followed, nothing unpacked, and the path sent as it is. */
function ask(path: string) {
  return new Promise<{ status?: number; headers: NodeJS.Dict<string | string[]>; bytes: Buffer }>((resolve, reject) => {
    get({ port: site.port, path, headers: { "accept-encoding": "gzip" } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("end", () =>
        resolve({ status: answer.statusCode, headers: answer.headers, bytes: Buffer.concat(chunks) }),
      );
    }).on("error", reject);
  });
}

test("a page below the base path comes compressed, with the headers of its path", async () => {
  const { status, headers, bytes } = await ask("/inverted/lab/");
  expect(status).toBe(200);
  expect(headers).toMatchObject({ "content-encoding": "gzip", "x-all": "yes", "x-lab": "yes" });
  expect(headers["content-type"]).toContain("text/html");
  expect(bytes.equals(gzipSync(page))).toBe(true);
});

test("what is no address is refused, and the next request is answered", async () => {
  expect((await ask("//")).status).toBe(400);
  expect((await ask("/inverted/lab/")).status).toBe(200);
});

test("bare, it sends no header of ours, and the pages all the same", async () => {
  const bare = await serveSite({ dir, base: "/", port: 47_350, bare: true });
  const answer = await fetch(`${bare.url}lab/`);
  expect(await answer.text()).toBe(page);
  expect(answer.headers.get("x-all")).toBeNull();
  bare.close();
});

test("the root and a folder without its slash lead to where the page is", async () => {
  expect((await ask("/")).headers["location"]).toBe("/inverted/");
  expect((await ask("/inverted")).headers["location"]).toBe("/inverted/");
  expect((await ask("/inverted/lab?n=3")).headers["location"]).toBe("/inverted/lab/?n=3");
});

test.each(["/inverted/none/", "/lab/", "/inverted/%E0%A4%A", "/inverted/../../../etc/passwd"])(
  "%s answers 404 with the site's own page",
  async (path) => {
    const { status, bytes, headers } = await ask(path);
    expect(status).toBe(404);
    expect(bytes.toString()).toBe("lost");
    expect(headers["x-all"]).toBe("yes");
  },
);

test("a taken port leads to the next one, or to an error where the port is fixed", async () => {
  const next = await serveSite({ dir, base: "/", port: site.port });
  expect(next.port).toBe(site.port + 1);
  next.close();
  await expect(serveSite({ dir, base: "/", port: site.port, strict: true })).rejects.toThrow("EADDRINUSE");
});

test("a port that only the IPv6 side of localhost holds counts as taken", async () => {
  const other = createServer();
  const bound = await new Promise<boolean>((resolve) => {
    other.once("error", () => resolve(false)).listen(47_330, "::1", () => resolve(true));
  });
  const served = await serveSite({ dir, base: "/", port: 47_330 });
  expect(served.port).toBe(bound ? 47_331 : 47_330);
  served.close();
  other.close();
});

test("the base path is read with or without its slashes", () => {
  expect(["", "/", "inverted", "/inverted", "/a/b/"].map((text) => basePath(text))).toEqual([
    "/",
    "/",
    "/inverted/",
    "/inverted/",
    "/a/b/",
  ]);
});
