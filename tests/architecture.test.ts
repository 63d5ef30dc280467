import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { defaultExports, forbiddenImports, impureComputes, impureKernels } from "./architecture/offences.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const FOLDERS = ["kernels", "src", "content", "tools", "tests"];

/** All sources by their path from the root, with "/" on every system. */
function sources(): Map<string, string> {
  const paths = FOLDERS.flatMap((folder) =>
    readdirSync(`${ROOT}${folder}`, { recursive: true, encoding: "utf8" }).map(
      (path) => `${folder}/${path.replaceAll("\\", "/")}`,
    ),
  );
  const files = paths.concat(readdirSync(ROOT)).filter((path) => /[^/]\.(ts|mjs|astro|mdx)$/.test(path));
  return new Map(files.map((path) => [path, readFileSync(ROOT + path, "utf8")]));
}

describe("the import table", () => {
  const files = sources();

  it("sees the project", () => {
    expect([...files.keys()]).toEqual(expect.arrayContaining(["kernels/tensor.ts", "src/figures/shell/contract.ts"]));
    expect(files.size).toBeGreaterThan(60);
  });
  it("every import is one that its area may make", () => expect(forbiddenImports(files)).toEqual([]));
  it("every compute.ts is pure to its last helper", () => expect(impureComputes(files)).toEqual([]));
  it("kernels have no clock, chance or output", () => expect(impureKernels(files)).toEqual([]));
  it("only figures and configuration have default exports", () => expect(defaultExports(files)).toEqual([]));
});

describe("offenders are named with the rule they break", () => {
  const planted: [string, string, string][] = [
    ["kernels/ops/bad.ts", 'import { x } from "@/i18n/format.ts";', "kernels/ops/bad.ts:1 imports @/i18n/format.ts: kernels import kernels only"],
    ["kernels/ops/bad.ts", '\nimport { readFile } from "node:fs";', "kernels/ops/bad.ts:2 imports node:fs: kernels import kernels only"],
    ["kernels/ops/bad.ts", 'export * from "../../src/figures/shell/words.ts";', "kernels/ops/bad.ts:1 imports ../../src/figures/shell/words.ts: kernels import kernels only"],
    ["src/figures/a/figure.ts", 'const f = await import("../b/figure.ts");', "src/figures/a/figure.ts:1 imports ../b/figure.ts: figures import kernels, workers, i18n and the shell; no figure imports another"],
    ["src/figures/a/figure.ts", 'import { compute } from "./compute.ts";', "src/figures/a/figure.ts:1 imports ./compute.ts: a figure takes types alone from compute.ts"],
    ["src/figures/a/compute.ts", 'import { Scene } from "three";', "src/figures/a/compute.ts:1 imports three: compute.ts imports kernels and named pure libraries"],
    ["src/figures/a/compute.ts", 'import { defineFigure } from "@/figures/shell/contract.ts";', "src/figures/a/compute.ts:1 imports @/figures/shell/contract.ts: compute.ts imports kernels and named pure libraries"],
    ["src/workers/bad.ts", 'new Worker(new URL("../figures/a/figure.ts", import.meta.url));', "src/workers/bad.ts:1 imports ../figures/a/figure.ts: workers import kernels and the figures' compute.ts; of the shell they know types alone"],
    ["src/components/Bad.astro", '---\nimport { run } from "@kernels/engine/reference.ts";\n---\n<p />', "src/components/Bad.astro:2 imports @kernels/engine/reference.ts: components import i18n, facts, content and the shell's build-time renderer"],
    ["src/components/Bad.astro", '<p />\n<script>\n  import "@/pages/x.ts";\n</script>', "src/components/Bad.astro:3 imports @/pages/x.ts: components import i18n, facts, content and the shell's build-time renderer"],
    ["src/pages/bad.ts", 'import "../../tools/serve.mjs";', "src/pages/bad.ts:1 imports ../../tools/serve.mjs: pages import everything of src, kernels and content, never tools or tests"],
    ["content/1-a/en.mdx", "Words.\n\nimport A from './a.ts'", "content/1-a/en.mdx:3 imports ./a.ts: lessons import nothing: they know figures, cells, terms and facts by id"],
    ["tools/bad.mjs", 'const globbed = import.meta.glob(["../src/figures/*/figure.ts"]);', "tools/bad.mjs:1 imports ../src/figures/*/figure.ts: tools import kernels, content and Node; nothing of src"],
    ["src/elsewhere/a.ts", "export {};", "src/elsewhere/a.ts belongs to no area of tests/architecture/table.ts"],
  ]; // prettier-ignore
  it.each(planted)("%s: %s", (file, text, message) => {
    expect(forbiddenImports(new Map([[file, text]]))).toContain(message);
  });

  it("what the table allows passes", () => {
    const fine: [string, string][] = [
      ["src/figures/a/compute.ts", 'import type { Task } from "@/figures/shell/contract.ts";\nimport { create } from "mathjs";\nimport { help } from "./help.ts";'],
      ["src/figures/a/figure.ts", 'import type { Data } from "./compute.ts";\nimport { type State } from "./compute.ts";\nimport * as Plot from "@observablehq/plot";'],
      ["src/workers/figures.worker.ts", 'const all = import.meta.glob("../figures/*/compute.ts");'],
      ["content/1-a/en.mdx", "```ts\nimport { run } from 'anywhere';\n```"],
      ["tests/a.test.ts", 'import "../tools/serve.mjs";'],
    ]; // prettier-ignore
    expect(forbiddenImports(new Map(fine))).toEqual([]);
  });

  it("an impure helper behind compute.ts", () => {
    const files = new Map([
      ["src/figures/a/compute.ts", 'import { help } from "./help.ts";'],
      ["src/figures/a/help.ts", '\nimport { Scene } from "three";'],
    ]);
    expect(impureComputes(files)).toEqual([
      "src/figures/a/compute.ts reaches three by src/figures/a/help.ts:2: compute.ts imports kernels and named pure libraries",
    ]);
  });

  it("a clock, chance and output in a kernel, not words that look like them", () => {
    const text = "const a = Math.random();\nconst b = new Date();\nconsole.log(a, b);\nconst spec = { Date: 1 }.Date;";
    expect(impureKernels(new Map([["kernels/a.ts", text]])).map((line) => line.split(":")[1])).toEqual([
      "1 uses Math.random",
      "2 uses Date",
      "3 uses console",
    ]);
  });

  it("a default export", () => {
    expect(
      defaultExports(
        new Map([
          ["kernels/a.ts", "export default 1;"],
          ["src/figures/a/figure.ts", "export default 1;"],
        ]),
      ),
    ).toEqual(["kernels/a.ts:1 has a default export: only figure.ts and configuration do"]);
  });
});
