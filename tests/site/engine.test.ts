import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const FOLDER = "dist/_astro";
/** The engine's workers, its line, what they share, and every variant of the compiled module. */
const OURS = /^(engine[-.]|reference-runner-).*\.(js|wasm)\.gz$/;

it("the engine's code and all its modules together take at most 40 kB, gzip", () => {
  const files = readdirSync(FOLDER).filter((name) => OURS.test(name));
  const bytes = files.reduce((sum, name) => sum + statSync(join(FOLDER, name)).size, 0);
  expect(files.filter((name) => name.includes(".wasm"))).toHaveLength(4);
  expect(files.some((name) => name.startsWith("engine.worker"))).toBe(true);
  expect(bytes, files.join(" ")).toBeLessThanOrEqual(40_000);
});
