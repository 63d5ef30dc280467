/** What a second engine shows of every figure; in Chromium figures.spec.ts asks for the same and more. */
import { openFigure, showsItself, test, wake } from "./figure-page.ts";
import { figureIds } from "./registry.ts";

for (const id of figureIds) {
  test(`${id} wakes, shows a picture and says what it shows @smoke`, async ({ page }) => {
    await openFigure(page, id);
    await wake(page);
    await showsItself(page);
  });
}
