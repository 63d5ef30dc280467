import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readPlaywright, readVitest, tally } from "../../tools/testing/reports.mjs";

const folder = mkdtempSync(join(tmpdir(), "reports-"));

/** Writes a report and returns what the runner makes of it. */
function tallied(report: unknown, code: number, read: Parameters<typeof tally>[2]) {
  const path = join(folder, `${Math.abs(code)}.json`);
  writeFileSync(path, typeof report === "string" ? report : JSON.stringify(report));
  return tally(path, code, read);
}
const vitest = (passed: number, failed: number, files: object[] = []) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: 0,
  testResults: files,
});

test("tests that pass and fail are counted as the runner counts them", () => {
  expect(tallied(vitest(5, 0), 0, readVitest)).toEqual({ passed: 5, failed: 0, skipped: 0 });
  expect(tallied(vitest(5, 2), 1, readVitest)).toEqual({ passed: 5, failed: 2, skipped: 0 });
  const stats = { expected: 7, unexpected: 1, flaky: 1, skipped: 2 };
  expect(tallied({ stats, errors: [] }, 1, readPlaywright)).toEqual({
    passed: 8,
    failed: 1,
    skipped: 2,
    trouble: "1 passed only at the second try",
  });
});

test("a crash, a time-out, a broken report and a run of no test count as failures", () => {
  expect(tally(join(folder, "none.json"), 1, readVitest)).toMatchObject({
    failed: 1,
    trouble: expect.stringContaining("exit code 1") as string,
  });
  expect(tally(join(folder, "none.json"), 124, readVitest)).toMatchObject({ failed: 1, trouble: "timed out" });
  expect(tallied("{", 0, readVitest)).toMatchObject({ passed: 0, failed: 1 });
  expect(tallied(vitest(0, 0), 0, readVitest)).toMatchObject({ failed: 1, trouble: "ran no test" });
});

test("an exit code that says failure counts even if every test passed", () => {
  expect(tallied(vitest(3, 0), 1, readVitest)).toMatchObject({ passed: 3, failed: 1 });
});

test("a test file that breaks before its first test, and an error outside any test, count", () => {
  const file = { status: "failed", assertionResults: [] };
  expect(tallied(vitest(3, 0, [file]), 1, readVitest)).toMatchObject({ passed: 3, failed: 1 });
  const stats = { expected: 7, unexpected: 0, flaky: 0, skipped: 0 };
  expect(tallied({ stats, errors: [{}] }, 1, readPlaywright)).toMatchObject({ passed: 7, failed: 1 });
});
