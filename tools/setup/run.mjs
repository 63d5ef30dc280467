import { spawn } from "node:child_process";
import { delimiter, isAbsolute, join } from "node:path";
import { root } from "./root.mjs";

/**
 * @typedef {object} RunOptions
 * @property {NodeJS.ProcessEnv} [env] added to this process's environment
 * @property {number} [timeoutMs] after this the command and its children are ended
 * @property {boolean} [quiet] keep the output instead of showing it
 *
 * @typedef {object} RunResult
 * @property {number} code exit code; 124 after a time-out, 127 if the command could not be started
 * @property {string} output what it printed, if quiet
 */

/**
 * The environment of a command: our packages' programs first on the path, so that `node` is the bundled one.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {NodeJS.ProcessEnv}
 */
function environment(env = {}) {
  // Windows spells it Path; two spellings side by side would hide one of them.
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
  const bin = join(root, "node_modules", ".bin");
  return { ...process.env, [key]: `${bin}${delimiter}${process.env[key] ?? ""}`, ...env };
}

/**
 * Runs a program of ours or of the system from the project's root and waits for its end; never throws.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<RunResult>}
 */
export function run(command, args, { env, timeoutMs, quiet = false } = {}) {
  const windows = process.platform === "win32";
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: environment(env),
      stdio: quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
      shell: windows && !isAbsolute(command), // .cmd files start only through a shell
      detached: !windows, // a group of its own, so that a time-out ends its children too
    });
    let output = "";
    let late = false;
    child.stdout?.on("data", (chunk) => (output += chunk));
    child.stderr?.on("data", (chunk) => (output += chunk));
    const end = () => endGroup(child.pid);
    const timer = timeoutMs ? setTimeout(() => ((late = true), end()), timeoutMs) : undefined;
    process.once("exit", end);
    const finish = (/** @type {number} */ code) => {
      clearTimeout(timer);
      process.off("exit", end);
      resolve({ code: late ? 124 : code, output });
    };
    child.on("error", (error) => {
      output += error.message;
      finish(127);
    });
    child.on("close", (code) => finish(code ?? 1));
  });
}

/** @param {number | undefined} pid */
function endGroup(pid) {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ESRCH") throw error; // already gone
  }
}

// A detached child does not get the terminal's Ctrl+C: leaving through `exit` ends it.
for (const [signal, code] of /** @type {const} */ ([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
])) {
  process.on(signal, () => process.exit(code));
}
