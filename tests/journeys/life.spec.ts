/** A figure's life beyond its first picture: out of the page and back, and after an update that failed. */
import type { Page } from "@playwright/test";
import { figure, openFigure, ready, test, wake } from "./figure-page.ts";
import { expect } from "./fixtures.ts";

/** Takes the figure out of the page, and puts it back at once or after `then`; tells whether its stage kept the canvas. */
const takeOut = (page: Page): Promise<boolean> =>
  page.evaluate(async () => {
    const root = document.querySelector("inverted-figure") as HTMLElement;
    Object.assign(window, { taken: root, place: root.parentElement });
    root.remove();
    await new Promise((resume) => setTimeout(resume));
    return root.querySelector(".stage-view") !== null;
  });

test("a figure out of the page gives its stage back and follows no address; back in the page it lives again", async ({
  page,
}) => {
  await openFigure(page, "collapse-3d");
  await wake(page);
  await expect(page.locator(".stage-view canvas")).toBeVisible();
  await page.getByLabel("Seed of T").fill("16");
  await expect.poll(() => new URL(page.url()).search).toContain("seed=16");

  expect(await takeOut(page), "the stage is still in the figure").toBe(false);
  const status = () => page.evaluate("taken.dataset.status");
  const before = await status();
  await page.evaluate(() => {
    history.pushState(null, "", "?seed=17");
    window.dispatchEvent(new PopStateEvent("popstate"));
  });
  expect(await status()).toBe(before);

  await page.evaluate("place.append(taken)");
  await ready(page);
  await expect(page.locator(".stage-view canvas")).toHaveCount(1);
  await expect(page.locator("[data-description]")).toContainText("seed 16");
  await page.getByLabel("Seed of T").fill("18");
  await expect(page.locator("[data-description]")).toContainText("seed 18");
  await page.getByRole("button", { name: "Reset" }).click();
  await expect(page.locator("[data-description]")).toContainText("seed 15");
});

test("a figure that is moved within the page keeps what it has", async ({ page }) => {
  await openFigure(page, "relu-collapse");
  await wake(page);
  await page.evaluate(async () => {
    const root = document.querySelector("inverted-figure") as HTMLElement;
    root.querySelector(".figure-panels canvas")?.setAttribute("data-old", "");
    document.querySelector("main")?.append(root);
    await new Promise((resume) => setTimeout(resume));
  });
  await page.getByLabel("Dimensions n", { exact: true }).press("ArrowRight");
  await expect(page.locator("[data-description]")).toContainText("With n = 3");
  await expect(page.locator("[data-old]")).toHaveCount(1);
});

test("an update that fails says so; trying again mounts the figure afresh", async ({ page }) => {
  await openFigure(page, "relu-collapse");
  await wake(page);
  await page.evaluate(() => {
    const { prototype } = CanvasRenderingContext2D;
    const { clearRect } = prototype;
    Object.assign(window, { mend: () => Object.assign(prototype, { clearRect }) });
    document.querySelector(".figure-panels canvas")?.setAttribute("data-old", "");
    prototype.clearRect = () => {
      throw new Error("no ink");
    };
  });
  await page.getByLabel("Dimensions n", { exact: true }).press("ArrowRight");
  await expect(figure(page)).toHaveAttribute("data-status", "failed");
  await expect(page.locator(".figure-message")).toContainText("no ink");
  await page.evaluate("mend()");
  await page.getByRole("button", { name: "Try again" }).click();
  await ready(page);
  await expect(page.locator(".figure-message")).toBeHidden();
  await expect(page.locator(".figure-panels canvas")).toHaveCount(6);
  await expect(page.locator("[data-old]")).toHaveCount(0);
  await expect(page.locator("[data-description]")).toContainText("With n = 3");
});
