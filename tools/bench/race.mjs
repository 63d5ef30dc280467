// npm run bench -- race: our engine beside those that people use, in one browser, taking turns. It prints and judges
// nothing. --network NAME (repeatable), --threads N (repeatable), --rounds N, --quick (no reference), --steps (our plan step by step),
// --json FILE.
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import sirv from "sirv";
import { wasmModules } from "../build/wasm.mjs";
import { BROWSER_ARGS, ensureBrowser } from "../setup/browser.mjs";
import { root } from "../setup/root.mjs";
import { summarise, summariseSteps } from "./race/summary.mjs";

const OUT = join(root, "node_modules/.cache/inverted-race");
/** Files that the peers load by themselves, by the path below which they look for them. */
const PEERS = {
  tfjs: "node_modules/@tensorflow/tfjs-backend-wasm/dist",
  ort: "node_modules/onnxruntime-web/dist",
  litert: "node_modules/@litertjs/core/wasm",
};

/** Builds the page, with our modules compiled as for the site. */
async function buildPage() {
  const { build } = await import("vite");
  await build({
    root: join(root, "tools/bench/race"),
    configFile: false,
    logLevel: "error",
    plugins: [wasmModules()],
    worker: { format: "es" },
    build: {
      outDir: OUT,
      emptyOutDir: true,
      minify: false,
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 4096,
      target: "esnext",
    },
  });
  for (const [path, from] of Object.entries(PEERS)) {
    cpSync(join(root, from), join(OUT, path), {
      recursive: true,
      filter: (file) => !/\.(map|ts|js\.flow)$|cjs|bundle|jsep|webgpu|webgl/.test(file.slice(root.length)),
    });
  }
}

/** Serves the page isolated, so that threads and the fine clock work. @returns {Promise<import("node:http").Server>} */
function servePage() {
  const files = sirv(OUT, { dev: true });
  const server = createServer((request, response) => {
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    files(request, response);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

const { values } = parseArgs({
  options: {
    network: { type: "string", multiple: true, default: ["1.0/224", "0.35/96", "digits"] },
    threads: { type: "string", multiple: true, default: ["1", "2"] },
    rounds: { type: "string", default: "25" },
    quick: { type: "boolean", default: false },
    steps: { type: "boolean", default: false },
    json: { type: "string" },
  },
});

await buildPage();
const server = await servePage();
const address = server.address();
if (!address || typeof address === "string") throw new Error("The race has no address.");
const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: BROWSER_ARGS });
/** @type {import("./race/summary.mjs").Row[]} */
const rows = [];
try {
  for (const network of values.network) {
    for (const threads of values.threads.map(Number)) {
      const page = await browser.newPage();
      page.on("pageerror", (error) => console.error(error.message));
      await page.goto(`http://127.0.0.1:${address.port}/`);
      await page.waitForFunction("globalThis.race");
      const options = { network, threads, rounds: Number(values.rounds), turnMs: 60, quick: values.quick };
      /** @type {import("./race/page.ts").RaceResult} */
      const result = await page.evaluate(`race(${JSON.stringify(options)})`);
      rows.push(...summarise(network, threads, result, (line) => console.log(line)));
      if (values.steps) summariseSteps(result, (line) => console.log(line));
      await page.close();
    }
  }
} finally {
  await browser.close();
  server.close();
}
if (values.json) {
  writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
  console.log(`${rows.length} rows in ${values.json}; versions: ${versions()}`);
}

/** The peers' versions, as package.json pins them. */
function versions() {
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return ["@litertjs/core", "@tensorflow/tfjs-backend-wasm", "onnxruntime-web"]
    .map((name) => `${name} ${devDependencies[name]}`)
    .join(", ");
}
