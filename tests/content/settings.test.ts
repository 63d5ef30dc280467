import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const early = readFileSync(new URL("../../public/early.js", import.meta.url), "utf8");

class FakeRoot {
  readonly attributes = new Map<string, string>();
  setAttribute(name: string, value: string) {
    this.attributes.set(name, value);
  }
  removeAttribute(name: string) {
    this.attributes.delete(name);
  }
}
const pageOf = (documentElement: FakeRoot) => ({ document: { documentElement }, addEventListener: () => undefined });
const storageWith = (map: Map<string, string>) => ({
  getItem: (key: string) => map.get(key) ?? null,
  setItem: (key: string, value: string) => void map.set(key, value),
});

let kept: Map<string, string>;
beforeEach(() => {
  vi.resetModules();
  kept = new Map();
  vi.stubGlobal("localStorage", storageWith(kept));
  vi.stubGlobal("document", Object.assign(new EventTarget(), { documentElement: new FakeRoot() }));
});
afterEach(() => vi.unstubAllGlobals());

const load = () => import("../../src/settings/settings.ts");

describe("settings", () => {
  it("public/early.js sets before the first paint what the page's script sets after it, for every choice", async () => {
    const { OPTIONS, applySettings, change, settings } = await load();
    for (const theme of OPTIONS.theme) {
      for (const motion of OPTIONS.motion) {
        for (const scale of OPTIONS.scale) {
          change({ theme, motion, scale });
          const [first, second] = [new FakeRoot(), new FakeRoot()];
          runInNewContext(early, { ...pageOf(first), localStorage: storageWith(kept) });
          applySettings(second as unknown as HTMLElement, settings());
          second.setAttribute("data-js", "");
          expect(Object.fromEntries(first.attributes)).toEqual(Object.fromEntries(second.attributes));
        }
      }
    }
  });
  it.each(["", "{", "null", "[]", '"dark"', '{"theme":"pink","decimals":3,"motion":{}}'])(
    "takes the defaults for what it does not know: %s",
    async (stored) => {
      kept.set("inverted.settings", stored);
      const { settings } = await load();
      expect(settings()).toEqual({ theme: "auto", motion: "auto", decimals: "3", scale: "colour", keys: "on" });
    },
  );
  it("lives in memory where storage is forbidden, and says so", async () => {
    vi.stubGlobal("localStorage", {
      getItem: () => {
        throw new DOMException("denied", "SecurityError");
      },
      setItem: () => {
        throw new DOMException("denied", "SecurityError");
      },
    });
    const { change, settings } = await load();
    const { isPersistent } = await import("../../src/settings/store.ts");
    expect(settings().theme).toBe("auto");
    change({ theme: "dark" });
    expect(settings().theme).toBe("dark");
    expect(isPersistent()).toBe(false);
    const root = new FakeRoot();
    expect(() => {
      runInNewContext(early, { ...pageOf(root), localStorage: undefined });
    }).not.toThrow();
  });
});
