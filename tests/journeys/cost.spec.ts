import { readFile } from "node:fs/promises";
import { expect, test } from "./fixtures.ts";

test("the workshop: a row opens by key and keeps the focus, a heading sorts, the summary is torchsummary's", async ({
  page,
}) => {
  await page.goto("/lab/cost/?table.network=mobilenet-v2");
  const table = page.locator("#table");
  await expect(table).toHaveAttribute("data-status", "ready");
  const row = table.locator('[data-key="row-2"]');
  await row.focus();
  await page.keyboard.press("Enter");
  await expect(row).toHaveAttribute("aria-expanded", "true");
  await expect(row).toBeFocused();
  await expect(table.locator("tr.layer")).toHaveCount(17);
  await expect.poll(() => new URL(page.url()).searchParams.get("table.open")).toBe("2");

  const heading = table.getByRole("columnheader", { name: /Multiply-adds/ });
  await heading.getByRole("button").click();
  await expect(heading).toHaveAttribute("aria-sort", "descending");
  await expect(table.locator("tr.row th").first()).toContainText("t 6, c 96, n 3, s 1");

  const wait = page.waitForEvent("download");
  await table.getByRole("button", { name: "Download text" }).click();
  const lines = (await readFile(await (await wait).path(), "utf8")).split("\n");
  expect(lines).toContain("Total params: 3,504,872");
  expect(lines.filter((line) => line.includes("InvertedResidual-"))).toHaveLength(17);
});

test("the workshop's figures keep their parameters apart in one address", async ({ page }) => {
  await page.goto("/lab/cost/?width.width=0.5&memory.parts=2&table.network=resnet-50");
  await expect(page.locator("#width [data-description]")).toContainText("α = 0.50");
  await expect(page.locator("#memory [data-description]")).toContainText("Split into 2 parts");
  await expect(page.locator("#table [data-description]")).toContainText("25,557,032 parameters");
  await page
    .locator("#width")
    .getByRole("button", { name: /width 1\.00, 192 pixels/ })
    .click();
  await expect.poll(() => new URL(page.url()).search).toContain("width.resolution=192");
  expect(new URL(page.url()).searchParams.get("memory.parts")).toBe("2");
});
