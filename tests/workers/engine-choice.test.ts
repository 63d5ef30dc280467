import { afterEach, describe, expect, it, vi } from "vitest";
import { chooseBackend, chooseEngine, wishOf } from "@/workers/engine-choice.ts";

/** A browser that validates only what `can` says of a module's bytes. */
function browserThat(can: (bytes: Uint8Array) => boolean): void {
  vi.spyOn(WebAssembly, "validate").mockImplementation((bytes) => can(bytes as Uint8Array));
}
/** The second byte of relaxed_madd's opcode stands in no probe but its own. */
const isRelaxed = (bytes: Uint8Array): boolean => bytes.includes(0x85);
const LARGE = 3e8;

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe("the backend", () => {
  it("is the best that the browser validates", () => {
    expect(chooseBackend()).toBe("relaxed");
    browserThat((bytes) => !isRelaxed(bytes));
    expect(chooseBackend()).toBe("simd");
    browserThat(() => false);
    expect(chooseBackend()).toBe("reference");
  });
  it("is what is forced, unless the browser cannot", () => {
    expect(chooseBackend("reference")).toBe("reference");
    expect(chooseBackend("simd")).toBe("simd");
    browserThat((bytes) => !isRelaxed(bytes));
    expect(chooseBackend("relaxed")).toBe("simd");
  });
});

describe("a wish in a link", () => {
  it("is taken where it can be had, and refused by name where not", () => {
    expect(chooseEngine(wishOf("?backend=simd&threads=1"), LARGE, 2)).toEqual({
      backend: "simd",
      threads: 1,
      refused: [],
    });
    expect(chooseEngine(wishOf("?backend=gpu&threads=1e9"), LARGE, 2)).toEqual({
      backend: "relaxed",
      threads: 1,
      refused: [
        { what: "backend", found: "gpu" },
        { what: "threads", found: "1e9" },
      ],
    });
  });
  it("comes cut to what a sentence can carry", () => {
    const { backend } = wishOf(`?backend=a%00b${"x".repeat(10_000)}`);
    expect(backend).toHaveLength(40);
    expect(backend).toMatch(/^a bx+$/);
    expect(wishOf("?n=3")).toEqual({});
  });
});

describe("threads", () => {
  it("are two where memory may be shared, there are cores and the network is worth it", () => {
    vi.stubGlobal("crossOriginIsolated", true);
    expect(chooseEngine({}, LARGE, 2).threads).toBe(2);
    expect(chooseEngine({}, LARGE, 1).threads).toBe(1);
    expect(chooseEngine({}, 2e6, 2).threads).toBe(1);
    expect(chooseEngine({ threads: "2" }, 2e6, 1).threads).toBe(2);
    expect(chooseEngine({ backend: "reference" }, LARGE, 2).threads).toBe(1);
  });
  it("are one elsewhere, and asking for two is answered", () => {
    vi.stubGlobal("crossOriginIsolated", false);
    expect(chooseEngine({}, LARGE, 2).threads).toBe(1);
    expect(chooseEngine({ threads: "2" }, LARGE, 2).refused).toEqual([{ what: "threads", found: "2" }]);
  });
});
