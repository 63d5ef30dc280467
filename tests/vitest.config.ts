import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { wasmModules } from "../tools/build/wasm.mjs";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const full = process.env.TIER === "full";
/** Files that put something else in a module's place; the others share what a worker has loaded. */
const ALONE = ["tests/figures/shell/stage-renderer.test.ts"];

/** `unit` and `unit alone` need nothing but the sources; `site` reads dist/, so `npm test` runs it after the build. */
export default defineConfig({
  root: at("../"),
  plugins: [wasmModules()],
  resolve: { alias: { "@kernels": at("../kernels"), "@content": at("../content"), "@": at("../src") } },
  test: {
    testTimeout: full ? 600_000 : 30_000,
    // Left to itself it keeps a core free.
    maxWorkers: "100%",
    unstubGlobals: true,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          isolate: false,
          include: ["tests/**/*.test.ts"],
          exclude: ["tests/site/**", ...ALONE],
        },
      },
      { extends: true, test: { name: "unit alone", include: ALONE } },
      { extends: true, test: { name: "site", include: ["tests/site/**/*.test.ts"] } },
    ],
  },
});
