/**
 * The slow half of what every figure promises, in `TIER=full` alone: every file is taken away in turn, a hundred
 * changes leave the memory where it was, and axe sees every width in both themes with details closed and open.
 */
import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import type { BrowserContext, Locator, Page } from "@playwright/test";
import { builtRoutes } from "../../tools/measure/routes.mjs";
import { figure, openFigure, ready, test, wake } from "./figure-page.ts";
import { expect } from "./fixtures.ts";
import { openHeaps } from "./heaps.ts";
import { figureIds } from "./registry.ts";

test.describe.configure({ timeout: 600_000 });
const PATIENCE = { timeout: 25_000 };

/** What a page fetches, from its address on until its figures are awake, by path; fonts and pictures apart. */
async function filesOf(context: BrowserContext, address: string): Promise<string[]> {
  const page = await context.newPage();
  const found = new Set<string>();
  context.on("request", (request) => found.add(new URL(request.url()).pathname));
  await page.goto(address);
  for (const one of await page.locator("inverted-figure").all()) {
    await one.dispatchEvent("pointerenter");
    await expect(one).toHaveAttribute("data-status", "ready", PATIENCE);
  }
  await page.close();
  return [...found].filter((path) => /\.(js|css|json|safetensors|wasm|bin)$/.test(path)).sort();
}

/** A figure that cannot go on says so in a sentence, offers another try and keeps words and picture. */
async function standsBroken(one: Locator, words: string | null): Promise<void> {
  await expect(one.locator("[data-message]")).toHaveText(/\w+ .*\./);
  await expect(one.locator("[data-message]")).not.toContainText(/undefined|null|\[object|https?:/);
  await expect(one.getByRole("button", { name: "Try again" })).toBeVisible();
  await keeps(one, words);
}

async function keeps(one: Locator, words: string | null): Promise<void> {
  expect(await one.locator("[data-description]").textContent()).toBe(words);
  await expect(
    one.locator(".figure-panels").locator("svg, canvas, table").filter({ visible: true }).first(),
  ).toBeVisible();
}

/** Its end after a touch: ready, or its message with the button. */
const settled = async (one: Locator): Promise<"ready" | "broken"> => {
  const retry = one.getByRole("button", { name: "Try again" });
  await expect
    .poll(async () => (await one.getAttribute("data-status")) === "ready" || (await retry.isVisible()), PATIENCE)
    .toBe(true);
  return (await retry.isVisible()) ? "broken" : "ready";
};

for (const id of figureIds) {
  test(`${id}: with any of its files missing, words and picture stay, it says what failed, and a retry heals it`, async ({
    context,
    browser,
    baseURL,
  }) => {
    const files = await filesOf(context, `/figures/${id}/`);
    expect(files.filter((path) => path.endsWith(".js")).length).toBeGreaterThan(3);
    const breaking: string[] = [];
    for (const file of files) {
      await test.step(file, async () => {
        const fresh = await browser.newContext({ baseURL });
        const page = await fresh.newPage();
        const exceptions: string[] = [];
        page.on("pageerror", (error) => exceptions.push(error.message));
        await fresh.route(`**${file}`, (route) => route.abort());
        await openFigure(page, id);
        const one = figure(page);
        const words = await one.locator("[data-description]").textContent();
        await one.dispatchEvent("pointerenter");
        if ((await settled(one)) === "broken") {
          breaking.push(file);
          await standsBroken(one, words);
          await fresh.unroute(`**${file}`);
          await one.getByRole("button", { name: "Try again" }).click();
          await ready(page);
          await expect(one.locator(".figure-message")).toBeHidden();
        } else await keeps(one, words);
        expect(exceptions).toEqual([]);
        await fresh.close();
      });
    }
    console.log(`${id}: ${files.length} files, it cannot go on without ${breaking.length}`);
    expect(breaking.length, "files that it needs").toBeGreaterThan(3);
  });

  test(`${id}: a hundred changes leave the heaps of page and worker flat within 5 %`, async ({ page }) => {
    const heaps = await openHeaps(page);
    await openFigure(page, id);
    await wake(page);
    const control = figure(page)
      .locator(".figure-controls")
      .locator("input[type=range], select, input[type=radio]:checked, input[type=number]")
      .filter({ visible: true });
    const picks = figure(page).locator("button[data-set]").filter({ visible: true });
    const hasControl = (await control.count()) > 0;
    expect(hasControl || (await picks.count()) > 3, "something to change").toBe(true);
    const change = async (times: number): Promise<void> => {
      if (hasControl) await control.first().focus();
      for (let k = 0; k < times; k++) {
        // There and back over a few values, whichever way the control still goes; or from pick to pick.
        if (hasControl) await page.keyboard.press(["ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp"][k % 4] as string);
        else await picks.nth(k % 4).click();
        await ready(page);
      }
    };
    // Caches fill and code is compiled first: measured, that takes some sixty changes.
    await change(100);
    const mega = (bytes: number): string => (bytes / 1e6).toFixed(2);
    // The browser compiles and collects when it likes: a single round may end high. What leaks grows in every round.
    let growth: Record<string, number> = {};
    for (let round = 1; round <= 3; round++) {
      const before = await heaps.measure();
      await change(100);
      const after = await heaps.measure();
      growth = Object.fromEntries(Object.entries(after).map(([name, bytes]) => [name, bytes / (before[name] ?? 0)]));
      for (const [name, bytes] of Object.entries(after)) {
        console.log(
          `${id}: heap of ${name} ${mega(before[name] ?? NaN)} MB, after a hundred changes ${mega(bytes)} MB`,
        );
      }
      if (Object.values(growth).every((factor) => factor < 1.05)) break;
    }
    for (const [name, factor] of Object.entries(growth)) expect(factor, name).toBeLessThan(1.05);
  });

  test(`${id}: axe finds nothing in any theme at any width, details closed and open`, async ({ page }) => {
    await openFigure(page, id);
    await wake(page);
    const faults: string[] = [];
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      for (const width of [320, 390, 768, 1440]) {
        await page.setViewportSize({ width, height: 800 });
        for (const open of [false, true]) {
          const details = await page.locator("details").evaluateAll((all, state) => {
            for (const one of all) (one as HTMLDetailsElement).open = state;
            return all.length;
          }, open);
          if (open && details === 0) continue;
          const { violations } = await new AxeBuilder({ page }).analyze();
          const look = `${colorScheme}, ${String(width)} px, details ${open ? "open" : "closed"}`;
          faults.push(
            ...violations.map(({ id: rule, nodes }) => `${look}: ${rule}: ${nodes.map(({ html }) => html).join(" ")}`),
          );
        }
      }
    }
    expect(faults).toEqual([]);
  });
}

/** Pages with more than one figure. */
const shared = builtRoutes().filter(
  (route) => readFileSync(`dist/${route}index.html`, "utf8").split("<inverted-figure").length > 2,
);
for (const route of shared) {
  test(`/${route}: a figure whose files are missing takes no other figure with it`, async ({ browser, baseURL }) => {
    const needs = new Map<string, Set<string>>();
    const fresh = async (): Promise<{ context: BrowserContext; page: Page }> => {
      const context = await browser.newContext({ baseURL });
      return { context, page: await context.newPage() };
    };
    const { context, page } = await fresh();
    await page.goto(`/${route}`);
    const ids = await page
      .locator("inverted-figure")
      .evaluateAll((all) => [...new Set(all.map((one) => (one as HTMLElement).dataset["figure"] ?? ""))]);
    for (const id of ids) needs.set(id, new Set(await filesOf(context, `/figures/${id}/`)));
    await context.close();
    for (const id of ids) {
      const own = [...(needs.get(id) ?? [])].filter((file) =>
        ids.every((other) => other === id || !needs.get(other)?.has(file)),
      );
      for (const file of own) {
        await test.step(`${id} without ${file}`, async () => {
          const { context, page } = await fresh();
          await context.route(`**${file}`, (request) => request.abort());
          await page.goto(`/${route}`);
          for (const one of await page.locator("inverted-figure").all()) {
            await one.dispatchEvent("pointerenter");
            if ((await one.getAttribute("data-figure")) === id) await settled(one);
            else await expect(one).toHaveAttribute("data-status", "ready", PATIENCE);
          }
          await context.close();
        });
      }
    }
  });
}
