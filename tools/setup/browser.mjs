import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";
import { run } from "./run.mjs";
import { say, stop } from "./say.mjs";

/**
 * Nothing of the browser's own on the network, and WebGL by software where there is no graphics card. Pages themselves
 * are not drawn by that: through it a new page can take one and a half seconds instead of a fifth.
 */
export const BROWSER_ARGS = [
  "--no-sandbox",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--enable-unsafe-swiftshader",
];

/** Chromium without windows: a page in it costs a quarter of the processor time, since no frame is drawn around it. */
const SHELL = "chromium-headless-shell";
const NAMES = [SHELL, "google-chrome-stable", "google-chrome", "chrome", "chromium", "chromium-browser"];

/**
 * Where Chrome and Chromium stand on this system, likeliest first.
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[]}
 */
export function usualPlaces(platform, env) {
  const windows = platform === "win32";
  const path = (env["PATH"] ?? env["Path"] ?? "").split(windows ? ";" : delimiter).filter(Boolean);
  const onPath = path.flatMap((folder) => NAMES.map((name) => join(folder, windows ? `${name}.exe` : name)));
  if (windows) {
    const roots = [env["ProgramFiles"], env["ProgramFiles(x86)"], env["LOCALAPPDATA"]].filter((at) => at !== undefined);
    const programs = ["Google\\Chrome\\Application\\chrome.exe", "Chromium\\Application\\chrome.exe"];
    return [...onPath, ...roots.flatMap((at) => programs.map((program) => `${at}\\${program}`))];
  }
  if (platform === "darwin") {
    const apps = ["Google Chrome.app/Contents/MacOS/Google Chrome", "Chromium.app/Contents/MacOS/Chromium"];
    return [...onPath, ...["/", `${homedir()}/`].flatMap((at) => apps.map((app) => `${at}Applications/${app}`))];
  }
  const usual = ["/opt/google/chrome/chrome", "/snap/bin/chromium", "/usr/lib/chromium/chromium"];
  return [...onPath, ...NAMES.map((name) => `/usr/bin/${name}`), ...usual];
}

/**
 * Starts a browser and asks it for a sum; tells why it cannot be used, or nothing if it can.
 * @param {string} path
 * @returns {Promise<string | undefined>}
 */
export async function whyNot(path) {
  try {
    const browser = await chromium.launch({ executablePath: path, args: BROWSER_ARGS, timeout: 60_000 });
    try {
      const page = await browser.newPage();
      const sum = await page.evaluate("1 + 1");
      return sum === 2 ? undefined : "it started but ran no script";
    } finally {
      await browser.close();
    }
  } catch (error) {
    return String(error instanceof Error ? error.message : error)
      .split("\n")
      .slice(0, 3)
      .join(" ");
  }
}

/** The first of `paths` that is there and starts. */
async function firstThatStarts(/** @type {readonly string[]} */ paths) {
  for (const path of new Set(paths)) {
    if (!existsSync(path)) continue;
    const reason = await whyNot(path);
    if (reason === undefined) return path;
    say(`${path} does not start (${reason}); looking on`);
  }
  return undefined;
}

/** The reader's own browser, or the one that Playwright downloaded before. */
function present(/** @type {boolean} */ whole = false) {
  const own = process.env["CHROME_PATH"];
  if (own && !existsSync(own)) say(`CHROME_PATH names ${own}, which is not there; looking elsewhere`);
  const places = [...usualPlaces(process.platform, process.env), chromium.executablePath()];
  const isShell = (/** @type {string} */ path) => path.endsWith(SHELL);
  const order = whole ? [...places.filter((path) => !isShell(path)), ...places.filter(isShell)] : places;
  return firstThatStarts([...(own ? [own] : []), ...order]);
}

async function download() {
  say("No Chrome or Chromium here: downloading Playwright's (about 170 MB)");
  const { code, output } = await run("playwright", ["install", "--no-shell", "chromium"], {
    quiet: true,
    timeoutMs: 300_000,
  });
  if (code !== 0) {
    const reason = output.split("\n").find((line) => line.startsWith("Error:")) ?? `exit code ${code}`;
    say(`The download failed (${reason.trim()})`);
    return undefined;
  }
  return firstThatStarts([chromium.executablePath()]);
}

async function fromPackages() {
  const rootUser = process.getuid?.() === 0;
  if (process.platform !== "linux" || !rootUser || !existsSync("/usr/bin/apt-get")) return undefined;
  say("Installing the system's Chromium (apt-get)");
  const quiet = { quiet: true, timeoutMs: 300_000, env: { DEBIAN_FRONTEND: "noninteractive" } };
  await run("apt-get", ["-qq", "update"], quiet);
  for (const name of [SHELL, "chromium"]) {
    const { code, output } = await run("apt-get", ["-qq", "install", "-y", "--no-install-recommends", name], quiet);
    if (code === 0) break;
    say(`apt-get has no ${name}: ${output.trim().split("\n").slice(-3).join(" ")}`);
  }
  return present();
}

/**
 * A browser that starts: the reader's own, else Playwright's download, else the system's package.
 * @param {{ whole?: boolean }} [wanted] whole: with its windows if there is such a one, as readers have it
 * @returns {Promise<string>} the path of its program
 */
export async function ensureBrowser({ whole = false } = {}) {
  const path = (await present(whole)) ?? (await download()) ?? (await fromPackages());
  return (
    path ??
    stop(
      "The tests need Chromium or Chrome, and none could be found, downloaded or installed. Install one (for example " +
        "`sudo apt install chromium`, or https://www.google.com/chrome/), or name its program in CHROME_PATH, then run this again.",
    )
  );
}

/** Firefox ESR, for a smoke run where the system has it. */
export function firefoxEsr() {
  return ["/usr/bin/firefox-esr", "/usr/lib/firefox-esr/firefox-esr"].find((path) => existsSync(path));
}
