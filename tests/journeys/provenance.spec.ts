import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

const words = (page: Page) => page.locator("[data-description]");
const number = (text: string): number => Number(text.replaceAll("−", "-"));

test("a reader sees who voted for the answer, goes to the loudest channel, and on the page the votes sum to the logit", async ({
  page,
}) => {
  await page.goto("/figures/block-microscope/?block=18&step=project");
  await expect(page.locator("[data-figure=block-microscope]")).toHaveAttribute("data-status", "ready");
  const table = page.getByRole("table", { name: /Channels that made the logit/ });
  const votes = (await table.locator("td:last-child").allInnerTexts()).map(number);
  const logit = votes.pop()!;
  expect(votes.reduce((sum, vote) => sum + vote, 0)).toBeCloseTo(logit, 4);

  const first = table.getByRole("row").first();
  const channel = /\d+/.exec(await first.getByRole("rowheader").innerText())![0];
  await first.getByRole("button").click();
  await expect(words(page)).toContainText(`ReLU6, channel ${channel}, row`);
  await page.goBack();
  await expect(page).toHaveURL(/block=18/);
  await expect(table).toBeVisible();
});

test("at a shortcut the reader follows what came by the skip to the block's input", async ({ page }) => {
  await page.goto("/figures/block-microscope/?step=add");
  await expect(page.locator("[data-figure=block-microscope]")).toHaveAttribute("data-status", "ready");
  await expect(words(page)).toContainText("energy");
  const skip = page.getByRole("row", { name: /^by the skip/ }).getByRole("button");
  const value = await skip.innerText();
  await skip.click();
  await expect(words(page)).not.toContainText("energy");
  await expect(page.locator(".value")).toHaveText(value);
});
