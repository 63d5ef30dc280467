/** The offline copy, on a copy of the built site that the test may change and whose host it may stop. */
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { writeOffline } from "../../tools/build/offline.mjs";
import { serveSite } from "../../tools/serve/server.mjs";
import { expect, test, watchContext } from "./fixtures.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const dir = join(root, "test-results/offline-site");
const LESSON = "lessons/what-relu-destroys/the-law/";

/** Whether all files that the worker is to keep are kept. */
const isCopied = (page: Page): Promise<boolean> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return registration?.active?.state === "activated" && navigator.serviceWorker.controller !== null;
  });

test.use({ serviceWorkers: "allow" });

test("after a touch the whole site is there without its host; a new version waits for the reader's press", async ({
  browser,
}) => {
  rmSync(dir, { recursive: true, force: true });
  // Without what this test does not open: the fewer files, the sooner the copy.
  cpSync(join(root, "dist"), dir, { recursive: true, filter: (path) => !/\.gz$|\/(pagefind|og|lab)$/.test(path) });
  await writeOffline(dir);
  let site = await serveSite({ dir, base: "/", port: 4673 });
  const { port, url } = site;
  const context = await browser.newContext();
  const complaints: string[] = [];
  await watchContext(context, new URL(url).origin, (complaint) => complaints.push(complaint));
  const page = await context.newPage();

  await test.step("who only looks gets no copy", async () => {
    await page.goto(url, { waitUntil: "networkidle" });
    expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
  });
  await test.step("a touch makes it", async () => {
    await page.keyboard.press("Tab");
    await expect.poll(() => isCopied(page), { timeout: 40_000 }).toBe(true);
  });
  site.close();
  await test.step("the second visit needs no host: pages, a figure at work, a state in the address", async () => {
    await page.goto(`${url}?sample=3`);
    const predictions = page.locator("inverted-figure").first();
    await expect(predictions).toHaveAttribute("data-status", "ready", { timeout: 20_000 });
    await page.goto(`${url}${LESSON}?law.n=8`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("The law");
    await expect(page.locator("#law")).toHaveAttribute("data-status", "ready", { timeout: 20_000 });
    await page.goto(`${url}glossary/`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Glossary");
    await page.goto(`${url}no-such-page/`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("This page is not here");
    await page.goto(`${url}diagnostics/`);
    await expect(page.locator('[data-probe="offline"]')).toHaveText("yes");
  });
  await test.step("a new version is offered, and comes only when the reader presses", async () => {
    const file = join(dir, "glossary/index.html");
    writeFileSync(file, readFileSync(file, "utf8").replaceAll(">Glossary</h1>", ">Glossary II</h1>"));
    await writeOffline(dir);
    site = await serveSite({ dir, base: "/", port, strict: true });
    await page.goto(`${url}glossary/`);
    const notice = page.locator(".update");
    await expect(notice).toContainText("A new version of this site is there.", { timeout: 30_000 });
    await page.reload();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Glossary");
    await notice.getByRole("button", { name: "Reload with it" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Glossary II", { timeout: 20_000 });
    await expect(notice).toHaveCount(0);
  });
  // The browser's own words where the host was gone; everything else is ours.
  expect(complaints.filter((one) => !/ERR_CONNECTION_REFUSED|status of 404|Failed to (load|update)/.test(one))).toEqual(
    [],
  );
  await context.close();
  site.close();
  rmSync(dir, { recursive: true, force: true });
});
