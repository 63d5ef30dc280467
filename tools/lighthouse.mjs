// npm run lighthouse [-- ROUTE …]: Lighthouse on one page of each kind of dist/: desktop, median of 3, against the bars
// (accessibility, best practices and SEO 100, performance at least 95); mobile once, reported. Lighthouse is large, so npm
// fetches it when this runs.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtRoutes, oneOfEachKind } from "./measure/routes.mjs";
import { serveSite } from "./serve/server.mjs";
import { ensureBrowser } from "./setup/browser.mjs";
import { run } from "./setup/run.mjs";

const PACKAGE = "lighthouse@13.5.0";
const CATEGORIES = /** @type {const} */ (["performance", "accessibility", "best-practices", "seo"]);
/** @typedef {Record<typeof CATEGORIES[number], number | null>} Scores */

// A figure alone asks not to be indexed, which Lighthouse counts against its SEO.
const indexed = oneOfEachKind(builtRoutes()).filter((route) => !route.startsWith("figures/"));
const routes = process.argv.length > 2 ? process.argv.slice(2) : indexed;

const CHROME_PATH = await ensureBrowser({ whole: true });
const { url, close } = await serveSite({ port: 4659 });
const folder = mkdtempSync(join(tmpdir(), "lighthouse-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));

const NONE = /** @type {Scores} */ (Object.fromEntries(CATEGORIES.map((name) => [name, null])));

/** One run; a score is null where Lighthouse gave up, as it may on a busy machine. @returns {Promise<Scores>} */
async function measure(/** @type {string} */ route, /** @type {boolean} */ desktop) {
  const report = join(folder, "report.json");
  rmSync(report, { force: true });
  const options = ["--quiet", "--output=json", `--output-path=${report}`, "--chrome-flags=--headless=new --no-sandbox"];
  const form = desktop ? ["--preset=desktop"] : [];
  const command = ["exec", "--yes", `--package=${PACKAGE}`, "--", "lighthouse", url + route, ...options, ...form];
  const { code, output } = await run("npm", command, { quiet: true, env: { CHROME_PATH }, timeoutMs: 240_000 });
  if (code !== 0) {
    console.log(`  Lighthouse failed on /${route}: ${output.trim().split("\n").slice(-3).join(" ")}`);
    return NONE;
  }
  const { categories } = JSON.parse(readFileSync(report, "utf8"));
  return /** @type {Scores} */ (Object.fromEntries(CATEGORIES.map((name) => [name, categories[name].score])));
}

/** @returns {Promise<Scores>} */
async function measureWhole(/** @type {string} */ route, /** @type {boolean} */ desktop) {
  for (let attempt = 1; ; attempt++) {
    const scores = await measure(route, desktop);
    if (attempt === 4 || CATEGORIES.every((name) => scores[name] !== null)) return scores;
  }
}

const percent = (/** @type {number | null} */ score) => (score === null ? "none" : String(Math.round(score * 100)));
console.log(`${"route".padEnd(48)}form   ${CATEGORIES.map((name) => name.padStart(16)).join("")}`);
let below = 0;
for (const route of routes) {
  for (const desktop of [true, false]) {
    /** @type {Scores[]} */
    const runs = [];
    for (let i = 0; i < (desktop ? 3 : 1); i++) runs.push(await measureWhole(route, desktop));
    const median = CATEGORIES.map((name) => {
      const scores = runs.map((scores) => scores[name]).sort((a, b) => (a ?? 0) - (b ?? 0));
      return scores[Math.floor(scores.length / 2)] ?? null;
    });
    const cells = median.map((score) => percent(score).padStart(16)).join("");
    console.log(`${`/${route}`.padEnd(48)}${desktop ? "desktop" : "mobile "}${cells}`);
    if (desktop) below += median.filter((score, i) => (score ?? 0) < (i === 0 ? 0.95 : 1)).length;
  }
}
close();
console.log(below === 0 ? "\nEvery page reaches the bars." : `\n${below} scores below the bars.`);
process.exit(below === 0 ? 0 : 1);
