// npm run bench -- relu: how soon the ReLU laboratory answers. Real keys in a real browser, on dist/ as it was built last, at
// n = 64 and 2,000 points. The bar (design 5): from the input event to the last drawing call on a canvas, within a frame.
// Beside it: when its words are written too; when the next frame was on the screen, which graphics that
// are emulated make late; and the processor's own time, which a busy machine does not change.
import { loadavg } from "node:os";
import { chromium } from "playwright-core";
import { serveSite } from "../serve/server.mjs";
import { BROWSER_ARGS, ensureBrowser } from "../setup/browser.mjs";

const BAR_MS = 16;
const WARM = 30;
const SAMPLES = Number(process.env["SAMPLES"] ?? 100);

/** @typedef {{ name: string, control: string, address: string, first: string, second: string }} Case */

/** @type {readonly Case[]} */
const CASES = [
  // Down and up by one: n = 63 and 64 in turn.
  { name: "slide n", control: "n", address: "n=64&points=2000", first: "ArrowLeft", second: "ArrowRight" },
  { name: "another seed", control: "seed", address: "n=64&points=2000", first: "ArrowUp", second: "ArrowDown" },
  {
    name: "n, ReLU6",
    control: "n",
    address: "n=64&points=2000&activation=relu6",
    first: "ArrowLeft",
    second: "ArrowRight",
  },
  {
    name: "n, h-swish",
    control: "n",
    address: "n=64&points=2000&activation=h-swish",
    first: "ArrowLeft",
    second: "ArrowRight",
  },
];

/**
 * What is measured of one answer, ms. canvas: from the input event to the last drawing call. words: to the end of the
 * figure's work. frame: from the key to the frame on the screen, in steps of 8 ms. script, task: the main thread's own
 * processor time, in the page's code and altogether.
 * @typedef {"canvas" | "words" | "frame" | "script" | "task"} Measure
 */

/** @type {readonly Measure[]} */
const MEASURES = ["canvas", "words", "frame", "script", "task"];

/** @typedef {{ canvas: number[], words: number[], frame: number[] }} Seen */

/** Runs in the page before its own code: notes the last drawing call, the figure's status and what was presented. */
const watch = () => {
  /** @type {Seen} */
  const seen = { canvas: [], words: [], frame: [] };
  let begin = NaN;
  let drawn = NaN;
  const { prototype } = CanvasRenderingContext2D;
  for (const name of /** @type {const} */ (["clearRect", "fill", "fillRect", "fillText", "stroke"])) {
    const draw = /** @type {(...values: unknown[]) => void} */ (prototype[name]);
    Object.assign(prototype, {
      /** @param {unknown[]} values */
      [name](...values) {
        draw.apply(this, values);
        drawn = performance.now();
      },
    });
  }
  document.addEventListener("input", (event) => (begin = event.timeStamp), { capture: true });
  document.addEventListener("DOMContentLoaded", () => {
    const root = /** @type {HTMLElement} */ (document.querySelector("[data-figure]"));
    new MutationObserver(() => {
      if (root.dataset["status"] !== "ready" || Number.isNaN(begin)) return;
      seen.canvas.push(drawn - begin);
      seen.words.push(performance.now() - begin);
      begin = NaN;
    }).observe(root, { attributeFilter: ["data-status"] });
  });
  new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) if (name === "keydown") seen.frame.push(duration);
  }).observe(/** @type {PerformanceObserverInit} */ ({ type: "event", durationThreshold: 16 }));
  Object.assign(window, { bench: seen });
};

/**
 * Presses keys, one at a time, with a few frames of rest between them.
 * @param {import("playwright-core").Page} page
 * @param {Case} one
 * @returns {Promise<Record<Measure, number[]>>} each in order of size
 */
async function measure(page, one) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const spent = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    const of = (/** @type {string} */ name) => 1000 * (metrics.find((metric) => metric.name === name)?.value ?? NaN);
    return { script: of("ScriptDuration"), task: of("TaskDuration") };
  };
  await page.locator(`[data-control="${one.control}"] input`).first().focus();
  /** @type {{ script: number[], task: number[] }} */
  const cost = { script: [], task: [] };
  for (let i = 0; i < WARM + SAMPLES; i++) {
    const before = await spent();
    await page.keyboard.press(i % 2 === 0 ? one.first : one.second);
    do await page.waitForTimeout(60);
    while (Number(await page.evaluate("bench.words.length")) <= i);
    const now = await spent();
    cost.script.push(now.script - before.script);
    cost.task.push(now.task - before.task);
  }
  // What was presented is told in its own time.
  await page.waitForTimeout(200);
  const seen = /** @type {Seen} */ (await page.evaluate("bench"));
  const all = { ...seen, ...cost };
  for (const name of MEASURES) all[name] = all[name].slice(WARM).sort((a, b) => a - b);
  return all;
}

const at = (/** @type {readonly number[]} */ sorted, /** @type {number} */ share) =>
  sorted[Math.min(sorted.length - 1, Math.round(share * (sorted.length - 1)))] ?? NaN;

const site = await serveSite({ port: 4660 });
const browser = await chromium.launch({ executablePath: await ensureBrowser({ whole: true }), args: BROWSER_ARGS });
let missed = 0;
console.log(`ReLU laboratory, n = 64, 2,000 points, ${SAMPLES} keys each; p10 / median / p90 in ms; load ${loadavg()[0]}
canvas: input event to the last drawing call (the bar: p90 under ${BAR_MS})    words: to the end of the figure's work
frame: key to the next frame on the screen, emulated graphics included     script, task: processor time
${"".padEnd(14)}${MEASURES.map((name) => name.padStart(21)).join("")}`);
try {
  for (const one of CASES) {
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    await page.addInitScript(watch);
    await page.goto(`${site.url}figures/relu-collapse/?${one.address}`);
    await page.locator("[data-status=ready]").waitFor();
    const times = await measure(page, one);
    const within = at(times.canvas, 0.9) < BAR_MS;
    if (!within) missed++;
    const told = MEASURES.map((name) =>
      [0.1, 0.5, 0.9]
        .map((share) => at(times[name], share).toFixed(1))
        .join(" / ")
        .padStart(21),
    );
    console.log(`${one.name.padEnd(14)}${told.join("")}  ${within ? "under" : "OVER"} ${BAR_MS} ms`);
    await page.close();
  }
} finally {
  await browser.close();
  site.close();
}
process.exitCode = missed === 0 ? 0 : 1;
