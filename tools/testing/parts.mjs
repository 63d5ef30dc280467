import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup/root.mjs";
import { run } from "../setup/run.mjs";
import { readPlaywright, readVitest, tally } from "./reports.mjs";
import { full } from "./tier.mjs";

/** @typedef {import("./reports.mjs").Tally} Tally */

const minutes = (/** @type {number} */ quick, /** @type {number} */ long = 240) => (full ? long : quick) * 60_000;
const reports = join("test-results", "reports");

/** Empties the folder of the reports, so that no part can read the last run's. */
export function clearReports() {
  rmSync(join(root, "test-results"), { recursive: true, force: true });
  mkdirSync(join(root, reports), { recursive: true });
}

/** @type {readonly (readonly [name: string, command: string, ...args: string[]])[]} */
const CHECKS = [
  ["format", "prettier", "--check", "--log-level", "warn", "."],
  ["lint", "eslint", "--max-warnings", "0", "."],
  ["types", "tsc", "--noEmit"],
  ["types of kernels", "tsc", "-p", "kernels/tsconfig.json"],
  ["types of pages", "astro", "check", "--minimumFailingSeverity", "warning"],
];

/**
 * Formatter, linter and type checks, two at a time; each counts one, and the output of a failed one is shown.
 * @returns {Promise<Tally>}
 */
export async function staticChecks() {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  // Astro writes the types of the content collections, which linter and type checks read.
  const synced = await run("astro", ["sync"], { quiet: true, timeoutMs: minutes(2) });
  if (synced.code !== 0) console.log(`  FAILED astro sync\n${synced.output}`);
  const waiting = [...CHECKS];
  const work = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const [name, command, ...args] = check;
      const { code, output } = await run(command, args, { quiet: true, timeoutMs: minutes(20) });
      counts[code === 0 ? "passed" : "failed"]++;
      console.log(code === 0 ? `  ok ${name}` : `  FAILED ${name}${code === 124 ? " (timed out)" : ""}\n${output}`);
    }
  };
  await Promise.all([work(), work()]);
  return counts;
}

/**
 * One project of vitest.config.ts, or those whose names begin alike.
 * @param {"unit" | "site"} project
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Tally & { trouble?: string }>}
 */
export async function vitest(project, env = {}) {
  const report = join(reports, `${project}${env["BASE_PATH"] ? "-under-base" : ""}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { code } = await run(
    "vitest",
    ["run", "-c", "tests/vitest.config.ts", "--project", `${project}*`, ...reporters],
    {
      timeoutMs: minutes(20),
      env,
    },
  );
  return tally(join(root, report), code, readVitest);
}

/** The production build, with what it prints. @returns {Promise<Tally>} */
export async function buildSite() {
  const { code } = await run("npm", ["run", "-s", "build"], { timeoutMs: minutes(20) });
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/** A second copy of the site, below a base path, with the tests of its pages; a journey opens it. */
export async function underBase() {
  const env = { BASE_PATH: "/inverted/", SITE_DIR: join("test-results", "under-base") };
  const { code, output } = await run("astro", ["build", "--outDir", env.SITE_DIR], { env, quiet: true });
  if (code !== 0) throw new Error(`The build below ${env.BASE_PATH} failed:\n${output}`);
  await run("node", ["tools/build/search.mjs", env.SITE_DIR]);
  await run("node", ["tools/build/offline.mjs", env.SITE_DIR]);
  await run("node", ["tools/build/compress.mjs", env.SITE_DIR]);
  return vitest("site", env);
}

/** Journeys, common tests and accessibility in the browser. */
export async function journeys(/** @type {string} */ browser, /** @type {number} */ port) {
  const env = { CHROME_PATH: browser, TEST_PORT: String(port), REPORT_DIR: reports };
  const { code } = await run("playwright", ["test", "-c", "tests/playwright.config.ts"], {
    env,
    timeoutMs: minutes(45),
  });
  return tally(join(root, reports, "browser.json"), code, readPlaywright);
}
