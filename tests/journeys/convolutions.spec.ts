/** The readers' stories of the convolution figures: by hand, and three in step. */
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { figure, openFigure, ready, wake } from "./figure-page.ts";

const words = (page: Page) => page.locator("[data-description]");
const number = (text: string): number => Number(text.replaceAll("−", "-").replace("×", "").replaceAll(",", ""));
const { fround } = Math;

test("a reader moves the cell by keys, and the products on the page add up to its value", async ({ page }) => {
  await openFigure(page, "conv-by-hand");
  await wake(page);
  const cells = page.getByRole("application", { name: "Cells of the output" });
  await cells.focus();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowRight");
  await expect(words(page)).toContainText("Output row 1, column 4: 9 products");
  await expect(cells).toBeFocused();
  const rows = await page
    .locator(".by-hand tr:has(td)")
    .evaluateAll((all) => all.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent)));
  const sum = rows.reduce(
    (total, [a, b]) => fround(total + fround(fround(number(a ?? "")) * fround(number(b ?? "")))),
    0,
  );
  expect(fround(number(await page.locator(".value").innerText()))).toBe(sum);
  await expect(page).toHaveURL(/y=1/);
});

test("a weight that the reader changes makes an own filter, which travels in the fragment", async ({ page }) => {
  await openFigure(page, "conv-by-hand");
  await wake(page);
  const weights = page.getByRole("application", { name: "Weights of the filter" });
  await weights.focus();
  await page.keyboard.press("ArrowLeft");
  const field = page.getByLabel("Weight at row 1, column 0");
  await expect(field).toHaveValue("-2");
  await field.fill("99");
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Filter", { exact: true })).toHaveValue("edge");
  await field.fill("0.5");
  await expect(page.getByLabel("Filter", { exact: true })).toHaveValue("own");
  await expect(page).toHaveURL(/#.*weights=/);
  const value = await page.locator(".value").innerText();
  await page.reload();
  await ready(page);
  await expect(page.locator(".value")).toHaveText(value);
  await page.getByRole("button", { name: "Row down" }).click();
  await expect(words(page)).toContainText("Output row 3, column 3");
});

test("a row of the patch matrix is picked by pointer, left by keys, and a 1×1 kernel needs no copies", async ({
  page,
}) => {
  await openFigure(page, "im2col");
  await wake(page);
  const cells = page.getByRole("application", { name: "Cells of the product" });
  await cells.scrollIntoViewIfNeeded();
  const last = await cells.locator('[data-part="row"] rect').last().boundingBox();
  if (!last) throw new Error("no row is framed");
  // Two rows below the framed one, which is row 5.
  await page.mouse.click(last.x + 40, last.y + 2.5 * last.height);
  await expect(words(page)).toContainText("row 1, column 3, channel 0 is row 7 times column 0");
  await cells.focus();
  await page.keyboard.press("ArrowRight");
  await expect(words(page)).toContainText("row 2, column 0, channel 0 is row 8");
  await page.getByRole("button", { name: "next filter" }).click();
  await expect(words(page)).toContainText("channel 1 is row 8 times column 1");
  await page.getByRole("radio", { name: "1×1" }).check();
  await expect(words(page)).toContainText("nothing has to be copied");
  await expect(page).toHaveURL(/kernel=1/);
});

test("the kernels slide to the end when told to, and the counters arrive at the formulas' numbers", async ({
  page,
}) => {
  await openFigure(page, "three-convolutions", "?step=97");
  await ready(page);
  const standard = page.locator(".counters .standard b");
  await expect(page.getByRole("button", { name: "Pause" }), "nothing plays by itself").toHaveCount(0);
  await expect(standard).toHaveText("2,619");
  await page.getByLabel("Speed").selectOption("16");
  await page.getByRole("button", { name: "Play" }).click();
  await expect(standard).toHaveText("2,700");
  await expect(page.locator(".counters .separable b")).toHaveText("975");
  await expect(words(page)).toContainText("All values made");
  await page.getByRole("button", { name: "12×12×3 → 8×8×256, kernel 5" }).click();
  await expect(page.locator(".law")).toContainText("53,952 / 1,228,800");
  await page.getByRole("slider", { name: "Step of the kernels" }).fill("8");
  await expect(standard).toHaveText("1,228,800");
});

test("with reduced motion Play jumps to the end of the row", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await openFigure(page, "three-convolutions", "?step=1");
  await ready(page);
  await page.getByRole("button", { name: "Play" }).click();
  await expect(page).toHaveURL(/step=21/);
  await expect(page.getByRole("button", { name: "Pause" })).toHaveCount(0);
  await expect(figure(page).locator(".place")).toHaveText("Row 1, column 0, channel 0");
});
