// npm run weigh [-- --all] [ROUTE …]: what pages of dist/ weigh in a real browser, at 390 and 1440 px, against their budgets.
import { chromium } from "playwright-core";
import { parseArgs } from "node:util";
import { KINDS, overBudget } from "./measure/budgets.mjs";
import { builtRoutes, oneOfEachKind } from "./measure/routes.mjs";
import { weighPage } from "./measure/weigh-page.mjs";
import { serveSite } from "./serve/server.mjs";
import { BROWSER_ARGS, ensureBrowser } from "./setup/browser.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { all: { type: "boolean" }, files: { type: "boolean" } },
});
const built = builtRoutes();
const routes = positionals.length ? positionals : values.all ? built : oneOfEachKind(built);

const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: BROWSER_ARGS });
const { url, close } = await serveSite({ port: 4657 });
const columns = [...KINDS, "total", "shift", "first task", "task"];
console.log(
  `Bytes with gzip -9; longest tasks in ms of processor time, up to the first paint and after it\n\n${"route".padEnd(48)}width${columns.map((name) => name.padStart(12)).join("")}`,
);
let over = 0;
for (const route of routes) {
  for (const width of [390, 1440]) {
    const context = await browser.newContext({ viewport: { width, height: 900 } });
    const { bytes, shift, firstTask, longestTask, files } = await weighPage(await context.newPage(), url + route);
    await context.close();
    const cells = [
      ...KINDS.map((kind) => bytes[kind]),
      bytes.total,
      shift.toFixed(3),
      Math.round(firstTask),
      Math.round(longestTask),
    ];
    console.log(
      `/${route}`.padEnd(48) + String(width).padStart(5) + cells.map((cell) => String(cell).padStart(12)).join(""),
    );
    if (values.files) console.log(files.map((file) => `    ${file}`).join("\n"));
    const faults = overBudget(route, bytes);
    if (shift > 0) faults.push(`layout shift ${shift.toFixed(3)}`);
    if (longestTask > 50) faults.push(`a task of ${Math.round(longestTask)} ms`);
    for (const fault of faults) console.log(`    OVER ${fault}`);
    over += faults.length;
  }
}
close();
await browser.close();
console.log(over === 0 ? "\nAll within budget." : `\n${over} over budget.`);
process.exit(over === 0 ? 0 : 1);
