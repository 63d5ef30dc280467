import { gzipSync } from "node:zlib";
import { KINDS } from "./budgets.mjs";

/**
 * @typedef {import("./budgets.mjs").Kind} Kind
 * @typedef {object} Weight
 * @property {Record<Kind | "total", number>} bytes as transferred with gzip -9, answer heads apart
 * @property {number} shift cumulative layout shift
 * @property {number} firstTask the longest task of the page's main thread up to the first words on the screen: the
 *   browser's own layout, mostly; in milliseconds of processor time, which a busy machine lengthens less than the clock's
 * @property {number} longestTask the same from then on, when a reader may want to press something
 * @property {string[]} files path and bytes of each file, heaviest first
 */

/** @param {string} path @param {string} resource what the browser asked for it as @returns {Kind} */
export function kindOf(path, resource) {
  if (resource === "document") return "html";
  if (path.endsWith(".css")) return "css";
  if (/\.woff2?$/.test(path)) return /\/(katex|math)[^/]*$/i.test(path) ? "math fonts" : "text fonts";
  if (/\.m?js$/.test(path)) return "script";
  if (resource === "image" || /\.(svg|png|jpe?g|webp|avif|ico)$/.test(path)) return "pictures";
  return "data";
}

/**
 * Opens a page as a first visit and weighs all that it fetches until the network rests, without any input.
 * @param {import("playwright-core").Page} page fresh, with nothing in its cache
 * @param {string} url
 * @returns {Promise<Weight>}
 */
export async function weighPage(page, url) {
  /** @type {Promise<{ path: string, kind: Kind, size: number }>[]} */
  const loads = [];
  page.on("response", (response) => {
    const path = new URL(response.url()).pathname;
    if (!response.ok() || !response.url().startsWith("http")) return;
    loads.push(
      response.body().then((body) => {
        // A file that is sent compressed is sent at gzip's best; pictures and fonts are sent as they are.
        const packed = response.headers()["content-encoding"] === "gzip";
        const size = packed ? gzipSync(body, { level: 9 }).length : body.length;
        return { path, kind: kindOf(path, response.request().resourceType()), size };
      }),
    );
  });
  await page.addInitScript(observeShifts);
  const browser = page.context().browser();
  await browser?.startTracing(page, { categories: ["disabled-by-default-devtools.timeline", "loading"] });
  await page.goto(url, { waitUntil: "networkidle" });
  // On a busy machine the network may rest before the first picture is on the screen.
  await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint").length > 0);
  const trace = await browser?.stopTracing();
  const { firstTask, longestTask } = longestTasks(trace?.toString() ?? "{}");
  const shift = await page.evaluate(() => /** @type {any} */ (window).layoutShift);
  const files = await Promise.all(loads);
  const sum = (/** @type {Kind} */ kind) => files.reduce((sum, file) => sum + (file.kind === kind ? file.size : 0), 0);
  const bytes = /** @type {Weight["bytes"]} */ (Object.fromEntries(KINDS.map((kind) => [kind, sum(kind)])));
  bytes.total = files.reduce((total, { size }) => total + size, 0);
  const heaviest = files.sort((a, b) => b.size - a.size).map(({ path, size }) => `${path} ${size}`);
  return { bytes, shift, firstTask, longestTask, files: heaviest };
}

/** Runs in the page before anything else. */
function observeShifts() {
  const page = /** @type {any} */ (window);
  page.layoutShift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) page.layoutShift += /** @type {any} */ (entry).value;
  }).observe({ type: "layout-shift", buffered: true });
}

/**
 * The longest tasks of the page's main thread in a trace of Chromium, before and after the first contentful paint.
 * @param {string} trace
 * @returns {Pick<Weight, "firstTask" | "longestTask">}
 */
export function longestTasks(trace) {
  /** @type {{ name: string, pid: number, tid: number, ts: number, tdur?: number, args: { name?: string, data?: { frame?: string, processId?: number, url?: string } } }[]} */
  const events = JSON.parse(trace).traceEvents ?? [];
  // The browser's own pages (its new tab, its bar) have main threads too: ours are those that a web address came to.
  // A process that is not there yet when its page is chosen for it is told of afterwards, by the frame.
  const came = events.filter(
    ({ name, args }) => name === "FrameCommittedInBrowser" && args.data?.url?.startsWith("http"),
  );
  const frames = new Set(came.map(({ args }) => args.data?.frame));
  const later = events.filter(({ name, args }) => name === "ProcessReadyInBrowser" && frames.has(args.data?.frame));
  const ours = new Set([...came, ...later].map(({ args }) => args.data?.processId));
  const thread = (/** @type {{ pid: number, tid: number }} */ { pid, tid }) => `${pid}:${tid}`;
  const named = events.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain");
  const main = new Set(named.filter(({ pid }) => ours.has(pid)).map(thread));
  const paints = events.filter(({ name, pid }) => name === "firstContentfulPaint" && ours.has(pid));
  const painted = Math.min(...paints.map(({ ts }) => ts));
  const tasks = events.filter((event) => event.name === "RunTask" && main.has(thread(event)));
  if (tasks.length === 0 || painted === Infinity) throw new Error("The trace holds no task or no paint of a page");
  // A task that the trace's end cut off has no duration.
  const longest = (/** @type {typeof tasks} */ some) => Math.max(0, ...some.map(({ tdur = 0 }) => tdur / 1000));
  return {
    firstTask: longest(tasks.filter(({ ts }) => ts < painted)),
    longestTask: longest(tasks.filter(({ ts }) => ts >= painted)),
  };
}
