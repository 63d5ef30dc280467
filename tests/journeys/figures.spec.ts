/**
 * What every figure promises, tried on every figure that there is. Chance comes from one seed a run: TEST_SEED repeats
 * it. In pieces that share a page load, since the browser's time is what these tests cost.
 */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import {
  differences,
  type Download,
  downloadJson,
  figure,
  focused,
  NO_NUMBER,
  openFigure,
  overflow,
  ready,
  showsItself,
  smallTargets,
  tabStops,
  test,
  visibleText,
  wake,
} from "./figure-page.ts";
import { expect, watchContext } from "./fixtures.ts";
import { monkey } from "./monkey.ts";
import { chance, HOSTILE, oneOf, randomState } from "./random-state.ts";
import { figureIds } from "./registry.ts";

const full = process.env["TIER"] === "full";
test.describe.configure({ timeout: full ? 400_000 : 90_000 });

const description = (page: Page) => page.locator("[data-description]");

for (const id of figureIds) {
  test(`${id}: live, it shows what the build drew; Tab reaches all of it; keys change it; a monkey breaks nothing`, async ({
    page,
    registry,
  }) => {
    await openFigure(page, id);
    const words = await description(page).textContent();
    await wake(page);

    await test.step("the first live data and words are the build's", async () => {
      const built = await registry.render.renderFigure(id);
      const { data, state, figure: name } = await downloadJson(page);
      expect(name).toBe(id);
      const json = JSON.parse(registry.export.toJson(id, built.state, built.data)) as Download;
      expect(state).toEqual(json.state);
      expect(differences(json.data, data)).toEqual([]);
      expect(await description(page).textContent()).toBe(words);
      expect(words).toBe(built.sentence);
    });

    await test.step("there is a picture, and words that hold no number that is none", () => showsItself(page));

    await test.step("Tab reaches every control and leaves again", async () => {
      const stops = await tabStops(page);
      expect(stops.length).toBeGreaterThan(4);
      await page.locator("h1").evaluate((heading) => {
        heading.tabIndex = -1;
        heading.focus();
      });
      const reached = new Set<string>();
      for (let press = 0; press < 2 * stops.length + 5; press++) {
        await page.keyboard.press("Tab");
        const stop = await focused(page);
        if (stop === "" && reached.size > 0) break;
        if (stop !== "") reached.add(stop);
      }
      expect([...reached].sort()).toEqual([...stops].sort());
      expect(await focused(page), "the focus leaves").toBe("");
    });

    await test.step("keys move the first control; words or data and the address follow", async () => {
      const first = figure(page)
        .locator(".figure-controls")
        .locator("input[type=range], select, input[type=radio]:checked, input[type=number], input[type=checkbox]")
        .filter({ visible: true })
        .first();
      if ((await first.count()) === 0) return;
      const before = await downloadJson(page);
      await first.focus();
      const key = await first.evaluate((element) => {
        if (element instanceof HTMLSelectElement)
          return element.selectedIndex === element.options.length - 1 ? "ArrowUp" : "ArrowDown";
        if (!(element instanceof HTMLInputElement)) return "";
        if (element.type === "checkbox") return "Space";
        return element.type === "radio" || Number(element.value) < Number(element.max) ? "ArrowRight" : "ArrowLeft";
      });
      await page.keyboard.press(
        key === "ArrowRight" && (await first.getAttribute("type")) === "number" ? "ArrowUp" : key,
      );
      await expect.poll(() => new URL(page.url()).search).not.toBe("");
      await ready(page);
      const after = await downloadJson(page);
      expect(after.state).not.toEqual(before.state);
      const told = (await description(page).textContent()) !== words;
      expect(told || JSON.stringify(after.data) !== JSON.stringify(before.data), "words or data changed").toBe(true);
    });

    await test.step("a monkey finds no exception and no number that is none", async () => {
      await monkey(page, chance(id, "monkey"), full ? 60_000 : 3_000, async () => {
        expect(await visibleText(page)).not.toMatch(NO_NUMBER);
        expect(await figure(page).getAttribute("data-status")).not.toBe("failed");
      });
      await ready(page);
      expect(await visibleText(page)).not.toMatch(NO_NUMBER);
    });
  });

  test(`${id}: a random state survives its link; hostile links fall back and say so`, async ({
    page,
    browser,
    registry,
    baseURL,
    watch,
  }) => {
    const { controls } = await registry.registry.loadFigure(id);
    const random = chance(id, "link");
    const wanted = randomState(random, controls, registry.state);
    const parts = registry.state.linkParts(controls, wanted, null);
    const address = registry.link.writeLink(new URL("http://site.test/"), "", Object.keys(controls), parts);
    console.log(`${id}: ${address.search}${address.hash}`);

    let copied = "";
    const first = await test.step("the link gives its state", async () => {
      await openFigure(page, id, address.search + address.hash);
      await wake(page);
      await expect(page.locator(".figure-message")).toBeHidden();
      const json = await downloadJson(page);
      expect(json.state).toEqual(wanted);
      await page.getByRole("button", { name: "Copy link" }).click();
      await expect.poll(() => new URL(page.url()).searchParams.get("v")).toBe("1");
      copied = page.url();
      return json;
    });

    await test.step("the copied link gives the same data to a fresh browser", async () => {
      const context = await browser.newContext();
      const complaints: string[] = [];
      await watchContext(context, new URL(baseURL ?? "").origin, (complaint) => complaints.push(complaint));
      const again = await context.newPage();
      await again.goto(copied);
      await wake(again);
      expect(await downloadJson(again)).toEqual(first);
      expect(await again.locator("[data-description]").textContent()).toBe(await description(page).textContent());
      await context.close();
      expect(complaints).toEqual([]);
    });

    await test.step("hostile parameters", async () => {
      const ids = Object.keys(controls);
      const long = oneOf(random, ids);
      const hostile = new URLSearchParams(
        ids.map(
          (control) =>
            [control, control === long ? HOSTILE.at(-1) : oneOf(random, HOSTILE.slice(0, -1))] as [string, string],
        ),
      );
      // The server may refuse so long an address outright; the fragment is never sent to it.
      await openFigure(
        page,
        id,
        `?${new URLSearchParams([...hostile].filter(([control]) => control !== long)).toString()}#~${long}=${HOSTILE.at(-1) ?? ""}`,
      );
      await wake(page);
      const { state } = await downloadJson(page);
      expect(state).toEqual(registry.state.initialState(controls));
      const told = page.locator(".figure-message");
      await expect(told).toBeVisible();
      for (const control of ids) await expect(told).toContainText(control);
      expect((await told.textContent())?.length).toBeLessThan(200 + 90 * ids.length);
      expect(watch.complaints).toEqual([]);
    });
  });

  test(`${id}: never jumps, fits a phone and has no axe violation`, async ({ browser, baseURL }) => {
    const random = chance(id, "axe");
    const look = {
      colorScheme: oneOf(random, ["light", "dark"] as const),
      width: oneOf(random, [320, 390, 768, 1440]),
    };
    console.log(`${id}: axe in ${look.colorScheme} at ${look.width} px`);
    // The narrowest screen is a load of its own in the full tier; else the page of the phone is made narrower.
    const widths = full ? [320, 390, 1440] : [390, 1440];
    const axeAt = widths.includes(look.width) ? look.width : look.width === 768 ? 1440 : 390;
    for (const width of widths) {
      await test.step(`at ${width} px`, async () => {
        const context = await browser.newContext({
          baseURL,
          viewport: { width, height: 800 },
          colorScheme: look.colorScheme,
        });
        const page = await context.newPage();
        await page.addInitScript(() => {
          const seen = ((globalThis as unknown as { shifts: string[] }).shifts = []) as string[];
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries() as (PerformanceEntry & {
              value: number;
              sources?: { node?: Element }[];
            })[]) {
              const nodes = entry.sources?.map(({ node }) => node?.className || node?.nodeName).join(", ");
              seen.push(`${entry.value.toFixed(4)} ${nodes ?? ""}`);
            }
          }).observe({ type: "layout-shift", buffered: true });
        });
        await openFigure(page, id);
        await page.evaluate(() => document.fonts.ready);
        await wake(page);
        // The observer reports in its own time.
        await page.waitForTimeout(300);
        expect(
          await page.evaluate(() => (globalThis as unknown as { shifts: string[] }).shifts),
          "layout shifts",
        ).toEqual([]);
        expect(await overflow(page), "pixels wider than the screen").toBeLessThanOrEqual(0);
        if (width === 390) expect(await smallTargets(page), "targets under 44 px").toEqual([]);
        if (!widths.includes(320) && width === 390) {
          await page.setViewportSize({ width: 320, height: 800 });
          await expect.poll(() => overflow(page), "pixels wider than the narrowest screen").toBeLessThanOrEqual(0);
          await page.setViewportSize({ width, height: 800 });
        }
        if (width === axeAt) {
          await page.setViewportSize({ width: look.width, height: 800 });
          const { violations } = await new AxeBuilder({ page }).analyze();
          expect(
            violations.map(({ id: rule, nodes }) => `${rule}: ${nodes.map(({ html }) => html).join(" ")}`),
          ).toEqual([]);
        }
        await context.close();
      });
    }
  });

  test(`${id}: without JavaScript picture, words and caption are there, and nothing to press`, async ({
    browser,
    baseURL,
  }) => {
    const context = await browser.newContext({ baseURL, javaScriptEnabled: false });
    const page = await context.newPage();
    await openFigure(page, id);
    await expect(figure(page).locator(".figure-panels svg, .figure-panels table").first()).toBeVisible();
    await expect(description(page)).toHaveText(/\w+ .*\.$/);
    await expect(figure(page).locator("figcaption")).toHaveText(/\w+ .*\.$/);
    await expect(figure(page).locator(".figure-controls, .figure-tools").filter({ visible: true })).toHaveCount(0);
    const pressable = figure(page).locator("button, input, select").filter({ visible: true });
    // A panel may be drawn with buttons; without script they are picture.
    expect(
      await pressable.evaluateAll((all) => all.filter((one) => getComputedStyle(one).pointerEvents !== "none").length),
    ).toBe(0);
    await expect(figure(page).locator(".figure-noscript")).toBeVisible();
    await context.close();
  });
}
