/** What a second engine shows of every figure; in Chromium it is a story like the others. */
import { figure, NO_NUMBER, openFigure, test, visibleText, wake } from "./figure-page.ts";
import { expect } from "./fixtures.ts";
import { figureIds } from "./registry.ts";

for (const id of figureIds) {
  test(`${id} wakes, shows a picture and says what it shows @smoke`, async ({ page }) => {
    await openFigure(page, id);
    await wake(page);
    const panels = figure(page).locator(".figure-panels");
    await expect(panels.locator("svg, canvas, table").filter({ visible: true }).first()).toBeVisible();
    // In space where there is WebGL, else its 2D twin with a line that says so.
    for (const stage of await figure(page).locator(".stage-bar").all()) {
      const hasWebgl = await page.evaluate(() => document.createElement("canvas").getContext("webgl2") !== null);
      if (hasWebgl) await expect(stage.getByRole("button").first()).toBeVisible();
      else await expect(stage).toContainText("no WebGL");
    }
    await expect(page.locator("[data-description]")).toHaveText(/\w+ .*\.$/);
    expect(await visibleText(page)).not.toMatch(NO_NUMBER);
  });
}
