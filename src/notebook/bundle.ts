/**
 * Builds the two scripts of the sandbox, each a single file without imports: the frame's, and the worker's runtime with
 * the reference kernels inside. Runs at build time and in the development server.
 */
import { globSync } from "node:fs";
import { build, type BuildOptions } from "esbuild";

/** Astro builds and serves from the project's root; this module itself may have been moved into a bundle. */
const root = `${process.cwd()}/`;
/** What a cell may import: "@kernels/…" with one of these behind it. */
export const KERNELS = "{random,tensor}.ts,ops/*.ts,cost/*.ts,models/*.ts,manifold/*.ts,images/*.ts,statistics/*.ts,engine/{reference,apply,weights,fold-batch-norm,explain}.ts"; // prettier-ignore

/** "ops/relu6.ts", … sorted. */
export const kernelFiles = (folder = `${root}kernels/`): string[] =>
  KERNELS.split(/,(?![^{]*\})/)
    .flatMap((pattern) => globSync(pattern, { cwd: folder }))
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => !path.endsWith(".simd.ts"))
    .sort();

async function bundle(options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    minify: true,
    // Names of functions stay: a reader may meet them in an error.
    keepNames: true,
    legalComments: "none",
    charset: "utf8",
    tsconfigRaw: {
      compilerOptions: { paths: { "@kernels/*": ["./kernels/*"], "@content/*": ["./content/*"], "@/*": ["./src/*"] } },
    },
    ...options,
  });
  return outputFiles?.[0]?.text ?? "";
}

export const frameScript = (): Promise<string> => bundle({ entryPoints: ["src/notebook/frame/frame.ts"] });

/** "02-split-it/01-depthwise-and-pointwise/depthwise-conv", … by the folders that hold them. */
const exerciseFiles = (): [key: string, file: string][] =>
  globSync("content/*/*/exercises/*/cases.ts", { cwd: root })
    .map((path) => path.replaceAll("\\", "/"))
    .sort()
    .map((path) => [path.replace(/^content\/|exercises\/|\/cases\.ts$/g, ""), path]);

/** Defines `startCells(cells)`, `startTrial(cells, exercise, seed)` and `startNetwork(cells, exercise)`. */
export function runtimeScript(): Promise<string> {
  const files = kernelFiles();
  const exercises = exerciseFiles();
  const lines = [
    ...files.map((file, i) => `import * as k${i} from "./kernels/${file}";`),
    ...exercises.map(([, file], i) => `import { exercise as e${i} } from "./${file}";`),
    `import { network, start, trial } from "./src/notebook/worker/runtime.ts";`,
    `const exercises = { ${exercises.map(([key], i) => `${JSON.stringify(key)}: e${i}`).join(", ")} };`,
    `const kernels = { ${files.map((file, i) => `"@kernels/${file}": k${i}`).join(", ")} };`,
    `globalThis.startCells = (cells) => start(cells, kernels);`,
    `globalThis.startTrial = (cells, key, seed) => start(cells, kernels, trial(exercises[key], seed));`,
    `const now = performance.now.bind(performance);`,
    `globalThis.startNetwork = (cells, key) => start(cells, kernels, network(exercises[key], now));`,
    `globalThis.startOwnNetwork = (cells, key) => start(cells, kernels, network(exercises[key], now, true));`,
  ];
  return bundle({ stdin: { contents: lines.join("\n"), resolveDir: root, loader: "ts" } });
}
