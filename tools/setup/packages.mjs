import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkNode } from "./node.mjs";
import { root } from "./root.mjs";
import { run } from "./run.mjs";
import { say, since, stop } from "./say.mjs";

/**
 * @typedef {{ version?: string, optional?: boolean }} LockedPackage
 * @typedef {{ packages: Record<string, LockedPackage> }} Lock
 */

/**
 * Does `installed` hold every package of `locked`, in its version? Optional ones may be absent: they belong to other
 * platforms. The contents are compared, not the dates, since a checkout gives every file a new date.
 * @param {Lock} locked package-lock.json
 * @param {Lock} installed node_modules/.package-lock.json, which npm writes last
 */
export function satisfies(locked, installed) {
  return Object.entries(locked.packages).every(([path, { version, optional }]) => {
    if (path === "") return true;
    const have = installed.packages[path];
    return have ? have.version === version : optional === true;
  });
}

function installed() {
  const path = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(path)) return false;
  const read = (/** @type {string} */ file) => /** @type {Lock} */ (JSON.parse(readFileSync(file, "utf8")));
  return satisfies(read(join(root, "package-lock.json")), read(path));
}

/** Installs the packages of the lock file, if they are not there already. */
export async function ensurePackages() {
  checkNode();
  if (installed()) return;
  if (process.platform === "win32" && process.execPath.startsWith(join(root, "node_modules"))) {
    // The running node.exe is one of the packages, and Windows does not let npm replace a running program.
    stop("The installed packages are older than package-lock.json. Run `npm ci`, then this again.");
  }
  say("Installing the packages (npm ci; a minute or two the first time)");
  const start = performance.now();
  // npm gives the path of its own program to the scripts that it runs; typed by hand, `npm` is on the path.
  const npm = process.env["npm_execpath"];
  const node = process.env["npm_node_execpath"] ?? process.execPath;
  const { code } = npm ? await run(node, [npm, "ci"]) : await run("npm", ["ci"]);
  if (code !== 0) {
    stop(
      `npm ci failed (exit code ${code}); its message is above. Is the package registry reachable? Then run this again.`,
    );
  }
  say(`Packages installed in ${since(start)}`);
}
