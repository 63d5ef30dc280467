// npm run bench [-- NAME …]: the measurements by name, each in a process of its own; all of them without a name. What
// begins with a dash, and what follows it, goes to the measurement.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** @type {Readonly<Record<string, string>>} */
const FILES = { race: "race.mjs", relu: "relu.mjs", training: "training.ts" };
const NAMES = Object.keys(FILES);
const args = process.argv.slice(2);
const first = args.findIndex((word) => word.startsWith("-"));
const names = first < 0 ? args : args.slice(0, first);
const options = first < 0 ? [] : args.slice(first);
const unknown = names.find((name) => !NAMES.includes(name));
if (unknown !== undefined) throw new Error(`There is no measurement "${unknown}"; there are ${NAMES.join(", ")}.`);
for (const name of names.length > 0 ? names : NAMES) {
  const file = fileURLToPath(new URL(`./${FILES[name]}`, import.meta.url));
  // The laboratory's takes none; without a name they are the race's.
  const own = name === "race" || (names.length > 0 && name === "training") ? options : [];
  const { status } = spawnSync(process.execPath, [file, ...own], { stdio: "inherit" });
  if (status !== 0) process.exitCode = status ?? 1;
}
