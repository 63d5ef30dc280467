import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.mjs";
import { stop } from "./say.mjs";

/** The Node that the build and the tests need, and that the platform packages bring. */
const NEEDED = 24;

/**
 * The package that brings Node to this platform, or undefined where there is none (macOS, musl, 32 bit).
 * @param {NodeJS.Platform} platform
 * @param {string} arch
 * @param {boolean} musl
 */
export function nodePackage(platform, arch, musl) {
  const name = `node-${platform === "win32" ? "win" : platform}-${arch}`;
  /** @type {{ optionalDependencies: Record<string, string> }} */
  const { optionalDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return name in optionalDependencies && !musl ? name : undefined;
}

/** Stops with a sentence where neither a package nor the system has the Node that Astro needs. */
export function checkNode() {
  const report = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  const musl = process.platform === "linux" && report.header.glibcVersionRuntime === undefined;
  if (nodePackage(process.platform, process.arch, musl)) return;
  const version = process.versions.node;
  if (Number(version.split(".")[0]) >= NEEDED) return;
  stop(
    `Inverted is built with Node ${NEEDED}; this is Node ${version}, and no package brings a newer one to ` +
      `${process.platform} ${process.arch}. Install Node ${NEEDED} or newer from https://nodejs.org, then run this again.`,
  );
}
