import { expect, test } from "./fixtures.ts";

test("a reader takes figure 3's pair and steps both blocks by keyboard; the focus stays on the button", async ({
  page,
}) => {
  await page.goto("/figures/block-gallery/?a=regular&b=separable&at=0");
  const figure = page.locator("[data-figure=block-gallery]");
  const words = page.locator("[data-description]");
  await expect(figure).toHaveAttribute("data-status", "ready");
  await page.getByRole("button", { name: "Figure 3: residual, inverted" }).click();
  await expect(words).toContainText("At step 0 A makes “input”");

  const next = page.getByRole("button", { name: "Next step" });
  await next.focus();
  await page.keyboard.press("Enter");
  await expect(words).toContainText("At step 1 A makes “1×1, ReLU”");
  await expect(next).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(words).toContainText("B “depthwise 3×3, ReLU6”");
  await expect(figure.locator("[aria-current=step]")).toHaveCount(2);

  await page.getByRole("button", { name: "Regular convolution as B" }).click();
  await expect(words).toContainText("B is “Regular convolution”");
});
