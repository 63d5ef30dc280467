import { expect, test } from "./fixtures.ts";

test("the front page opens and complains of nothing @smoke", async ({ page }) => {
  const response = await page.goto("/");
  expect(response?.status()).toBe(200);
  await expect(page).toHaveTitle(/Inverted/);
});

test("every answer carries the security policy and the headers that give threads", async ({ page }) => {
  const response = await page.goto("/");
  const headers = response?.headers() ?? {};
  expect(headers["content-security-policy"]).toContain("default-src 'none'");
  expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
});

test("a page that is not there answers 404", async ({ page, watch }) => {
  watch.tolerate(/status of 404/);
  const response = await page.goto("/no-such-page/");
  expect(response?.status()).toBe(404);
});
