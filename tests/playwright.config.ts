import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, devices } from "@playwright/test";
import { BROWSER_ARGS, firefoxEsr, usualPlaces } from "../tools/setup/browser.mjs";

const full = process.env.TIER === "full";
const port = Number(process.env.TEST_PORT ?? 4653);
const root = fileURLToPath(new URL("..", import.meta.url));
const report = process.env.REPORT_DIR ?? "test-results";

// `npm test` has found and tried a browser; a test run by hand takes the first that it sees, else Playwright's.
const browser = process.env.CHROME_PATH ?? usualPlaces(process.platform, process.env).find((path) => existsSync(path));
const firefox = firefoxEsr();

// All combinations: hours of a reader, minutes of a machine; only in the full tier.
const testIgnore = full ? [] : ["*-full.spec.ts"];

// One seed for all chance in a run; workers inherit it. TEST_SEED=… repeats a run.
if (process.env.TEST_SEED === undefined) {
  process.env.TEST_SEED = String(Math.floor(Math.random() * 2 ** 31));
  console.log(`TEST_SEED=${process.env.TEST_SEED}`);
}

export default defineConfig({
  testDir: "journeys",
  testIgnore,
  outputDir: `${root}test-results/journeys`,
  workers: 2,
  fullyParallel: true,
  forbidOnly: process.env.CI !== undefined,
  // Shared cores stall for seconds at times. A second try has the same seed, so no fault of a state is forgiven, and what
  // needed one is told.
  retries: full ? 0 : 1,
  timeout: full ? 300_000 : 120_000,
  ...(full ? {} : { globalTimeout: 40 * 60_000 }),
  // Patience costs nothing where all is well, and nothing here measures speed.
  expect: { timeout: 20_000 },
  reporter: [["list"], ["json", { outputFile: `${root}${report}/browser.json` }]],
  use: {
    baseURL: `http://localhost:${port}/`,
    trace: "off",
    screenshot: "only-on-failure",
    // Journeys that lose files or count requests must meet the host; offline.spec.ts lets the worker in.
    serviceWorkers: "block",
    // A press that cannot be done is known long before a test's whole time is over.
    actionTimeout: 30_000,
  },
  webServer: {
    command: `node tools/serve.mjs --strict --port ${port}`,
    cwd: root,
    url: `http://localhost:${port}/`,
    env: { BASE_PATH: "/" },
    reuseExistingServer: false,
  },
  projects: [
    {
      name: "chromium",
      testIgnore: [...testIgnore, "engines.spec.ts"],
      use: {
        ...devices["Desktop Chrome"],
        // With windows it grants them to who has the focus; without, nobody could be asked.
        permissions: ["clipboard-read", "clipboard-write"],
        launchOptions: { args: BROWSER_ARGS, ...(browser ? { executablePath: browser } : {}) },
      },
    },
    ...(firefox
      ? [
          {
            name: "firefox",
            grep: /@smoke/,
            use: { ...devices["Desktop Firefox"], channel: "moz-firefox", launchOptions: { executablePath: firefox } },
          },
        ]
      : []),
  ],
});
