import { overBudget } from "../../tools/measure/budgets.mjs";
import { builtRoutes, oneOfEachKind } from "../../tools/measure/routes.mjs";
import { weighPage } from "../../tools/measure/weigh-page.mjs";
import { expect, test } from "./fixtures.ts";

// One page of each kind; all of them in the full tier.
const built = builtRoutes();
const routes = process.env.TIER === "full" ? built : oneOfEachKind(built);

for (const route of routes) {
  for (const width of [390, 1440]) {
    test(`/${route} at ${width} px keeps its budget, never jumps and blocks no input`, async ({ browser, baseURL }) => {
      let task = Infinity;
      // A second load if need be: even processor time grows on a machine whose cores share their work.
      for (let load = 1; load <= 2 && task > 50; load++) {
        const context = await browser.newContext({ viewport: { width, height: 900 } });
        const { bytes, shift, longestTask, files } = await weighPage(await context.newPage(), `${baseURL}${route}`);
        await context.close();
        expect(overBudget(route, bytes), files.join("\n")).toEqual([]);
        expect(shift, "cumulative layout shift").toBe(0);
        task = Math.min(task, longestTask);
      }
      expect(task, "the longest task once there are words to read, in ms of processor time").toBeLessThanOrEqual(50);
    });
  }
}
