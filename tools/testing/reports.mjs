import { existsSync, readFileSync } from "node:fs";

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/**
 * The tally of a run that writes a JSON report. A crash, a time-out and a run of no test each count as one failure,
 * and so does an exit code that says failure where the report does not.
 * @param {string} path
 * @param {number} code the runner's exit code
 * @param {(report: any) => Tally & { trouble?: string }} read
 * @returns {Tally & { trouble?: string }}
 */
export function tally(path, code, read) {
  const lost = (/** @type {string} */ trouble) => ({ passed: 0, failed: 1, skipped: 0, trouble });
  if (!existsSync(path)) return lost(code === 124 ? "timed out" : `ended with exit code ${code} and no report`);
  let counts;
  try {
    counts = read(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    return lost(`its report could not be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (counts.passed + counts.failed === 0) return { ...counts, failed: 1, trouble: "ran no test" };
  if (code !== 0 && counts.failed === 0) return { ...counts, failed: 1, trouble: `ended with exit code ${code}` };
  return counts;
}

/**
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number,
 *   testResults: { status: string, assertionResults: unknown[] }[] }} report
 * @returns {Tally}
 */
export function readVitest(report) {
  // A file that failed before its first test (a syntax error, say) has no test to count.
  const broken = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests,
  };
}

/**
 * @param {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number }, errors: unknown[] }} report
 * @returns {Tally & { trouble?: string }}
 */
export function readPlaywright({ stats, errors }) {
  // `errors` are those outside any test: the server did not start, the time ran out.
  const counts = {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  };
  return stats.flaky === 0 ? counts : { ...counts, trouble: `${stats.flaky} passed only at the second try` };
}
