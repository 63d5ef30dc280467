import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

const PAGE = "/figures/block-microscope/";

const figure = (page: Page) => page.locator("[data-figure=block-microscope]");
const ready = (page: Page) => expect(figure(page)).toHaveAttribute("data-status", "ready");
const words = (page: Page) => page.locator("[data-description]");
const cells = (page: Page) => page.getByRole("application", { name: /Cells of the tensor/ });
const terms = (page: Page) => page.locator(".terms tr:has(td)");

const number = (text: string): number => Number(text.replaceAll("−", "-").replace(/^[×=Σ]\s*/, ""));

/** The terms as they stand on the page, added as float32 adds them. */
async function sumOnPage(page: Page): Promise<number> {
  const rows = await terms(page).evaluateAll((all) =>
    all.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent.trim())),
  );
  const { fround } = Math;
  return rows.reduce((sum, [a, b]) => fround(sum + fround(fround(number(a!)) * fround(number(b!)))), 0);
}
const result = async (page: Page): Promise<number> =>
  Math.fround(number(await page.locator(".sums .result").innerText()));

test("a reader steps to depthwise by keyboard, reads nine products that sum to the value, follows one, and comes back", async ({
  page,
  browser,
}) => {
  await page.goto(`${PAGE}?block=3&step=input`);
  await ready(page);
  await expect(words(page)).toContainText("Input, channel 7");

  await page.getByRole("radio", { name: /^input/ }).focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press("ArrowRight");
  await expect(words(page)).toContainText("Depthwise, channel 7, row 3, column 3: nine products");
  // The step that the figure opens in needs no parameter.
  await expect(page).not.toHaveURL(/step=/);

  await cells(page).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("PageDown");
  await expect(words(page)).toContainText("Depthwise, channel 8, row 2, column 4: nine products");
  await expect(terms(page)).toHaveCount(9);
  expect(await sumOnPage(page)).toBe(await result(page));
  await expect(page).toHaveURL(/c=8/);

  const operand = terms(page).nth(4).getByRole("button");
  const value = number(await operand.innerText());
  const place = page.url();
  await operand.focus();
  await page.keyboard.press("Enter");
  await expect(words(page)).toContainText("ReLU6 after the expansion, channel 8, row 2, column 4");
  expect(await result(page)).toBe(Math.fround(value));
  await expect(page.getByRole("navigation", { name: "Values that you came from" }).getByRole("button")).toHaveCount(1);

  await page.goBack();
  await expect(words(page)).toContainText("Depthwise, channel 8, row 2, column 4: nine products");
  expect(page.url()).toBe(place);
  await page.reload();
  await ready(page);
  await expect(words(page)).toContainText("Depthwise, channel 8, row 2, column 4: nine products");

  await page.getByRole("button", { name: "Copy link" }).click();
  await expect(page).toHaveURL(/v=1/);
  const elsewhere = await browser.newContext();
  const copy = await elsewhere.newPage();
  await copy.goto(page.url());
  await ready(copy);
  await expect(words(copy)).toHaveText(await words(page).innerText());
  expect(await result(copy)).toBe(await result(page));
  await elsewhere.close();
});

test("the transport walks the steps, scrubs, and plays to the end", async ({ page }) => {
  await page.goto(`${PAGE}?block=6&step=input`);
  await ready(page);
  await page.getByRole("button", { name: "Next step" }).click();
  await expect(page.getByRole("radio", { name: "expand 1×1" })).toBeChecked();
  await page.keyboard.press("]");
  await expect(page.getByRole("radio", { name: /^batch norm/ }).first()).toBeChecked();
  await page.getByRole("slider", { name: "Step of the block" }).fill("7");
  await expect(words(page)).toContainText("Projection, channel 7");
  await expect(words(page)).toContainText("96 products");
  await expect(page.locator(".pages")).toContainText("1–9 of 96");
  await page.getByRole("button", { name: "Later" }).click();
  await expect(page.locator(".pages")).toContainText("10–18 of 96");

  await page.getByLabel("Speed").selectOption("3");
  await page.getByRole("button", { name: "Play" }).click();
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  await expect(page.getByRole("radio", { name: "+ shortcut" })).toBeChecked();
  await expect(page.getByRole("button", { name: "Play" })).toBeVisible();
  await page.getByRole("button", { name: "First step" }).click();
  await expect(words(page)).toContainText("Input, channel 7");
});

test("a tap picks a value, the pad nudges it, and a tap on what was read goes there", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${PAGE}?block=3&step=expand`);
  await ready(page);
  await cells(page).click({ position: { x: 4, y: 4 } });
  await expect(words(page)).toContainText("Expansion, channel 0, row 0, column 0: 12 products");
  await page.getByRole("button", { name: "Column right" }).click();
  await page.getByRole("button", { name: "Row down" }).click();
  await page.getByRole("button", { name: "next channel" }).click();
  await expect(words(page)).toContainText("Expansion, channel 1, row 1, column 1");
  for (const button of await page.locator(".nudge button, .transport button").all()) {
    const box = await button.boundingBox();
    expect(Math.min(box!.width, box!.height)).toBeGreaterThanOrEqual(44);
  }
  await page.locator("[data-panel=before] canvas").click({ position: { x: 4, y: 4 } });
  await expect(words(page)).toContainText("channel 0, row 0, column 0");
  await expect(page).toHaveURL(/block=2/);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.setViewportSize({ width: 320, height: 700 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
});

test("a switch changes the network at once, and the words say so", async ({ page }) => {
  await page.goto(`${PAGE}?block=3&step=project-bn`);
  await ready(page);
  await page.getByRole("checkbox", { name: "ReLU6 on the neck" }).check();
  await expect(words(page)).toContainText("it was not trained so");
  await expect(page.getByRole("radio", { name: "ReLU6 on the neck" })).toHaveCount(1);
  const before = await page.locator(".answer").innerText();
  await page.getByLabel("Switch it").selectOption("network");
  await expect(words(page)).toContainText("in every block");
  await expect(page.locator(".answer")).not.toHaveText(before);
  await page.getByRole("checkbox", { name: "Shortcut" }).uncheck();
  await expect(page.getByRole("radio", { name: "+ shortcut" })).toHaveCount(0);
  await page.getByRole("checkbox", { name: "Fold batch norm" }).check();
  await expect(page.getByRole("radio", { name: /^batch norm/ })).toHaveCount(0);
});

test("waking moves nothing, and what was pressed before counts", async ({ page }) => {
  await page.goto(PAGE);
  const places = () =>
    figure(page).evaluate((root) => {
      const from = root.getBoundingClientRect().top;
      return [...root.querySelectorAll("[data-panel]")].map((panel) => {
        const { top, height } = panel.getBoundingClientRect();
        return [Math.round(top - from), Math.round(height)];
      });
    });
  const still = await places();
  await expect(figure(page)).toHaveAttribute("data-status", "static");
  await page.getByRole("button", { name: "Reset" }).focus();
  await ready(page);
  await expect(page.locator("[data-panel=after] canvas")).toBeVisible();
  expect(await places()).toEqual(still);

  await page.goto(PAGE);
  await page.getByRole("button", { name: "Next step" }).click();
  await expect(words(page)).toContainText("Batch norm after depthwise");
});

test("a missing network is said, the picture stays, and trying again works", async ({ page, watch }) => {
  watch.tolerate(/Failed to load resource/);
  await page.route("**/digits.safetensors", (route) => route.abort());
  await page.goto(`${PAGE}?step=expand`);
  await expect(figure(page)).toHaveAttribute("data-status", "failed");
  await expect(page.getByRole("alert")).toContainText("networks/digits.safetensors");
  await expect(page.locator("[data-panel=after] svg")).toBeVisible();
  await page.unroute("**/digits.safetensors");
  await page.getByRole("button", { name: "Try again" }).click();
  await ready(page);
  await expect(words(page)).toContainText("Expansion, channel 7");
});

test("a reader chooses a photo by its picture, which stands there in its colours", async ({ page }) => {
  await page.goto(`${PAGE}?network=cifar`);
  await ready(page);
  await page.getByText("Choose a sample by its picture").click();
  const macaw = page.getByRole("button", { name: "Macaw" });
  const drawn = await macaw.evaluate((button) => getComputedStyle(button, "::before").backgroundImage);
  expect(drawn).toContain("data:image/bmp");
  await macaw.click();
  await expect(page).toHaveURL(/photo=bird-3/);
  await expect(macaw).toHaveAttribute("aria-pressed", "true");
  await page.reload();
  await expect(page.getByLabel("Photo", { exact: true })).toHaveValue("bird-3");
});

for (const [width, scheme, place] of [
  [390, "dark", "?step=project&neckRelu6=1"],
  [1440, "light", "?block=10&step=add"],
] as const) {
  test(`axe finds nothing at ${width} px, ${scheme}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(PAGE + place);
    await ready(page);
    await page.getByText("Choose a sample by its picture").click();
    await page.getByRole("button", { name: "0, test digit 3" }).click();
    await ready(page);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 90)).join(" | ")}`),
    ).toEqual([]);
  });
}
