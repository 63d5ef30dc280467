import { overBudget } from "../../tools/measure/budgets.mjs";
import { builtRoutes, oneOfEachKind } from "../../tools/measure/routes.mjs";
import { weighPage } from "../../tools/measure/weigh-page.mjs";
import { expect, test } from "./fixtures.ts";
import { chance, oneOf } from "./random-state.ts";

// One page of each kind; all of them in the full tier.
const built = builtRoutes();
const full = process.env.TIER === "full";
const routes = full ? built : oneOfEachKind(built);

/**
 * The design's bar is 50 ms (`npm run weigh` shows it). Even processor time doubles on a machine whose cores are shared,
 * so the short tier asks only whether something blocks a page for good.
 */
const LONGEST_TASK = full ? 50 : 100;

const random = chance("weight");
for (const route of routes) {
  // Both widths in the full tier, else one by the run's seed.
  for (const width of full ? [390, 1440] : [oneOf(random, [390, 1440])]) {
    test(`/${route} at ${width} px keeps its budget, never jumps and blocks no input`, async ({ browser, baseURL }) => {
      let task = Infinity;
      for (let load = 1; load <= 4 && task > LONGEST_TASK; load++) {
        const context = await browser.newContext({ viewport: { width, height: 900 } });
        const { bytes, shift, longestTask, files } = await weighPage(await context.newPage(), `${baseURL}${route}`);
        await context.close();
        expect(overBudget(route, bytes), files.join("\n")).toEqual([]);
        expect(shift, "cumulative layout shift").toBe(0);
        task = Math.min(task, longestTask);
      }
      expect(task, "the longest task once there are words to read, in ms of processor time").toBeLessThanOrEqual(
        LONGEST_TASK,
      );
    });
  }
}
