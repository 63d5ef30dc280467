import { run } from "./run.mjs";
import { say, since, stop } from "./say.mjs";

/** Builds the site into dist/, as `npm run build` does. */
export async function build() {
  say("Building the site");
  const start = performance.now();
  const npm = process.env["npm_execpath"];
  // Only what goes wrong is worth a reader's time here; `npm run build` shows everything.
  const { code, output } = npm
    ? await run(process.execPath, [npm, "run", "-s", "build"], { quiet: true })
    : await run("npm", ["run", "-s", "build"], { quiet: true });
  if (code !== 0) stop(`${output}\nThe build failed (exit code ${code}).`);
  say(`Built in ${since(start)}`);
}
