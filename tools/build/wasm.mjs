// Compiles a `*.simd.ts` to WebAssembly: for the build (as a Vite plugin), for training, for tests.
import { createHash } from "node:crypto";
import { globSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { SHARED_PAGES } from "../../kernels/engine/shared-memory.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const cache = join(root, "node_modules/.cache/inverted-wasm");

/**
 * `plain` gives the same bits on every machine; `relaxed` may round a multiply-add once. Both import `env.memory`; the
 * shared ones, for threads, a shared memory.
 * @typedef {"plain" | "relaxed" | "plain-shared" | "relaxed-shared"} Variant
 */

/** @param {Variant} variant */
function options(variant) {
  const features = variant.startsWith("relaxed") ? ["simd", "relaxed-simd"] : ["simd"];
  const shared = variant.endsWith("-shared");
  return [
    ...["-O3", "--noAssert", "--runtime", "stub", "--importMemory"],
    ...(shared ? [...features, "threads"] : features).flatMap((feature) => ["--enable", feature]),
    ...(shared ? ["--sharedMemory", "--initialMemory", "1", "--maximumMemory", String(SHARED_PAGES)] : []),
  ];
}

/**
 * A name that changes with the source, any SIMD source of kernels/, the compiler or its options.
 * @param {string} source
 * @param {readonly string[]} args
 */
async function fingerprint(source, args) {
  const hash = createHash("sha256").update(args.join("\n"));
  hash.update(await readFile(join(root, source)));
  hash.update(await readFile(join(root, "node_modules/assemblyscript/package.json")));
  for (const file of globSync("kernels/**/*.simd.ts", { cwd: root }).toSorted()) {
    hash.update(file).update(await readFile(join(root, file)));
  }
  return hash.digest("hex").slice(0, 24);
}

/**
 * @param {string} source path of the entry file from the root, e.g. "kernels/engine/engine.simd.ts"
 * @param {Variant} variant
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function compileWasm(source, variant = "plain") {
  const args = [source, ...options(variant)];
  const file = join(cache, `${await fingerprint(source, args)}.wasm`);
  try {
    return new Uint8Array(await readFile(file));
  } catch {
    // Not compiled yet.
  }
  // Named through a variable: the compiler's own types redefine the built-in arrays of every file that TypeScript sees.
  const compiler = "assemblyscript/asc";
  const { default: asc } = await import(/* @vite-ignore */ compiler);
  /** @type {Uint8Array<ArrayBuffer> | undefined} */
  let wasm;
  const messages = /** @type {string[]} */ ([]);
  const { error } = await asc.main([...args, "-o", "out.wasm", "--baseDir", root], {
    readFile: async (/** @type {string} */ name, /** @type {string} */ base) =>
      readFile(join(base, name), "utf8").catch(() => null),
    writeFile: (/** @type {string} */ _name, /** @type {Uint8Array<ArrayBuffer>} */ contents) => {
      wasm = contents;
    },
    listFiles: () => [],
    stderr: { write: (/** @type {string} */ text) => messages.push(text) },
  });
  if (error || !wasm) throw new Error(`${source} does not compile:\n${messages.join("")}`, { cause: error });
  await mkdir(cache, { recursive: true });
  // Two processes may compile at once; each puts a whole file in place.
  const mine = `${file}.${process.pid}`;
  await writeFile(mine, wasm);
  await rename(mine, file);
  return wasm;
}

const QUERY = /\.simd\.ts\?wasm=([a-z-]+)$/;

/**
 * Vite: `import url from "@kernels/engine/engine.simd.ts?wasm=relaxed"` gives the address of the compiled module.
 * @returns {import("vite").Plugin}
 */
export function wasmModules() {
  let serving = false;
  return {
    name: "wasm-modules",
    enforce: "pre",
    configResolved(config) {
      serving = config.command === "serve";
    },
    async load(id) {
      const variant = /** @type {Variant | undefined} */ (QUERY.exec(id)?.[1]);
      if (!variant) return null;
      const path = id.replace(/\?.*$/, "");
      for (const file of globSync("kernels/**/*.simd.ts", { cwd: root })) this.addWatchFile(join(root, file));
      const wasm = await compileWasm(relative(root, path).replaceAll("\\", "/"), variant);
      // The development server has no files to emit; there the module stands in its own address.
      if (serving) {
        return `export default "data:application/wasm;base64,${Buffer.from(wasm).toString("base64")}";`;
      }
      const name = `${path.replace(/.*\/|\.simd\.ts$/g, "")}-${variant}.wasm`;
      const reference = this.emitFile({ type: "asset", name, source: wasm });
      return `export default import.meta.ROLLUP_FILE_URL_${reference};`;
    },
  };
}
