// npm run bench -- race: our engine beside those that people use, in one browser, taking turns. It prints and judges
// nothing. --network NAME (repeatable), --threads N (repeatable), --rounds N, --quick (no reference), --steps (our plan step by
// step), --sweep (each peer's settings first; the race takes its fastest), --cold N (N cold starts of each runner, and
// what it downloads), --json FILE.
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";
import sirv from "sirv";
import { wasmModules } from "../build/wasm.mjs";
import { BROWSER_ARGS, ensureBrowser } from "../setup/browser.mjs";
import { root } from "../setup/root.mjs";
import { quantile } from "../../kernels/cost/quantile.ts";
import { PEER_NAMES, SETTINGS } from "./race/settings.ts";
import { summarise, summariseCold, summariseSteps, summariseSweep } from "./race/summary.mjs";

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
      // tfjs hands pieces of its code to workers as text.
      minify: false,
      rollupOptions: { input: ["index", "cold"].map((name) => join(root, `tools/bench/race/${name}.html`)) },
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
    sweep: { type: "boolean", default: false },
    cold: { type: "string", default: "0" },
    json: { type: "string" },
  },
});

await buildPage();
const server = await servePage();
const address = server.address();
if (!address || typeof address === "string") throw new Error("The race has no address.");
const browser = await chromium.launch({ executablePath: await ensureBrowser({ whole: true }), args: BROWSER_ARGS });
const home = `http://127.0.0.1:${address.port}/`;
const rounds = Number(values.rounds);
const TURN_MS = 60;
/** A setting that has not answered by then is told as not there. */
const SWEEP_MS = 120_000;
/** @param {string} line */
const say = (line) => console.log(line);
/** @type {import("./race/summary.mjs").Row[]} */
const rows = [];
try {
  for (const network of values.network) {
    for (const threads of values.threads.map(Number)) {
      const settings = values.sweep ? await sweep(network, threads) : {};
      const options = { network, threads, rounds, turnMs: TURN_MS, quick: values.quick, settings };
      /** @type {import("./race/page.ts").RaceResult} */
      const result = await inPage(`race(${JSON.stringify(options)})`);
      const own = summarise(network, threads, result, say);
      if (values.steps) summariseSteps(result, say);
      const starts = Number(values.cold) > 0 ? await coldStarts(network, threads) : [];
      if (starts.length > 0) summariseCold(starts, say);
      for (const row of own) {
        const start = starts.find(({ runner }) => runner === row.runner);
        const setting = settings[/** @type {import("./race/settings.ts").PeerName} */ (row.runner)];
        rows.push({
          ...row,
          ...(setting ? { setting } : {}),
          ...(start ? { coldMs: quantile(start.ms, 0.5), bytes: start.bytes, gzipBytes: start.gzipBytes } : {}),
        });
      }
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

/** Runs what the race's page offers, in a page of its own. @param {string} call */
async function inPage(call) {
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.error(error.message));
  await page.goto(home);
  await page.waitForFunction("globalThis.race");
  const result = await page.evaluate(call);
  await page.close();
  return result;
}

/** The fastest setting of each peer. @param {string} network @param {number} threads */
async function sweep(network, threads) {
  /** @type {Partial<Record<import("./race/settings.ts").PeerName, string>>} */
  const fastest = {};
  say(`\n${network}, ${threads} ${threads === 1 ? "thread" : "threads"}, settings${"median ms".padStart(20)}      p10`);
  for (const runner of PEER_NAMES) {
    /** @type {[string, import("./race/page.ts").SweepResult][]} */
    const results = [];
    for (const setting of SETTINGS[runner]) {
      const options = { network, threads, runner, setting, rounds: Math.ceil(rounds / 4), turnMs: TURN_MS };
      /** @type {Promise<import("./race/page.ts").SweepResult>} */
      const late = sleep(SWEEP_MS, { failed: `no answer in ${SWEEP_MS / 1000} s` }, { ref: false });
      results.push([setting, await Promise.race([inPage(`sweep(${JSON.stringify(options)})`), late])]);
    }
    const best = summariseSweep(runner, results, say);
    if (best) fastest[runner] = best;
  }
  return fastest;
}

/** Cold starts, each in a context of its own, which has nothing kept. @param {string} network @param {number} threads */
async function coldStarts(network, threads) {
  const starts = [];
  for (const runner of [...PEER_NAMES, "inverted-fused"]) {
    /** @type {number[]} */
    const ms = [];
    /** @type {Set<string>} */
    let files = new Set();
    for (let i = 0; i < Number(values.cold); i++) {
      const context = await browser.newContext();
      const page = await context.newPage();
      files = new Set();
      // Workers' files too.
      context.on("request", (request) => {
        if (request.url().startsWith(home)) files.add(new URL(request.url()).pathname);
      });
      page.on("pageerror", (error) => console.error(`${runner}: ${error.message}`));
      await page.goto(`${home}cold.html?${new URLSearchParams({ runner, network, threads: String(threads) })}`);
      const cold = await page.waitForFunction("globalThis.cold", null, { timeout: 120_000 });
      ms.push(/** @type {{ ms: number }} */ (await cold.jsonValue()).ms);
      await context.close();
    }
    const contents = [...files].map((path) => readFileSync(join(OUT, path)));
    starts.push({
      runner,
      ms,
      bytes: contents.reduce((sum, { length }) => sum + length, 0),
      gzipBytes: contents.reduce((sum, content) => sum + gzipSync(content).length, 0),
    });
  }
  return starts;
}
