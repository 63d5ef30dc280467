import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { wasmModules } from "../tools/build/wasm.mjs";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const full = process.env.TIER === "full";

/** `unit` needs nothing but the sources; `site` reads dist/, so `npm test` runs it after the build. */
export default defineConfig({
  root: at("../"),
  plugins: [wasmModules()],
  resolve: { alias: { "@kernels": at("../kernels"), "@content": at("../content"), "@": at("../src") } },
  test: {
    testTimeout: full ? 600_000 : 30_000,
    projects: [
      { extends: true, test: { name: "unit", include: ["tests/**/*.test.ts"], exclude: ["tests/site/**"] } },
      { extends: true, test: { name: "site", include: ["tests/site/**/*.test.ts"] } },
    ],
  },
});
