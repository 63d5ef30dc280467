// npm test: installs what is missing, provides a browser and runs everything. Runs on Node 20 with nothing installed.
// npm run test:full runs all combinations. The last line is "N passed, N failed".
import { createServer } from "node:net";
import { ensurePackages } from "./setup/packages.mjs";
import { say, since } from "./setup/say.mjs";
import { buildSite, clearReports, journeys, staticChecks, underBase, vitest } from "./testing/parts.mjs";
import { full } from "./testing/tier.mjs";

/** @typedef {import("./testing/reports.mjs").Tally & { trouble?: string }} Part */

const sum = { passed: 0, failed: 0, skipped: 0 };
/** @type {string[]} */
const lines = [];

/** Runs one part whatever became of the others, and adds up. @param {() => Promise<Part>} part */
async function count(/** @type {string} */ name, part) {
  const start = performance.now();
  console.log(`\n── ${name} ──`);
  /** @type {Part} */
  let result;
  try {
    result = await part();
  } catch (error) {
    result = { passed: 0, failed: 1, skipped: 0, trouble: error instanceof Error ? error.message : String(error) };
  }
  sum.passed += result.passed;
  sum.failed += result.failed;
  sum.skipped += result.skipped;
  const notes = [result.skipped ? `${result.skipped} skipped` : "", result.trouble ?? ""].filter(Boolean).join("; ");
  lines.push(
    `${name.padEnd(14)}${since(start).padStart(9)}   ${result.passed} passed, ${result.failed} failed${notes && ` (${notes})`}`,
  );
}

/**
 * The first free port from 4653 on, so that two runs can stand side by side.
 * @returns {Promise<number>}
 */
async function freePort(port = 4653) {
  const free = await new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
  return free ? port : freePort(port + 1);
}

const start = performance.now();
await ensurePackages();
const { ensureBrowser } = await import("./setup/browser.mjs"); // needs a package, so only now
const browser = await ensureBrowser();
say(`Tests run in ${browser}`);
lines.push(`${"setup".padEnd(14)}${since(start).padStart(9)}`);

clearReports();
await count("static checks", staticChecks);
await count("unit", () => vitest("unit"));
await count("build", buildSite);
await count("site", () => vitest("site"));
if (full) await count("under a base", underBase);
await count("browser", async () => journeys(browser, await freePort()));

console.log(`\n${lines.join("\n")}\n${"in all".padEnd(14)}${since(start).padStart(9)}\n`);
console.log(`${sum.passed} passed, ${sum.failed} failed`);
process.exit(sum.failed === 0 ? 0 : 1);
