/** The microscope in space: one cursor with grid, table and words, and what happens when the graphics fail. */
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

const PAGE = "/figures/block-microscope/";

const figure = (page: Page) => page.locator("[data-figure=block-microscope]");
const ready = (page: Page) => expect(figure(page)).toHaveAttribute("data-status", "ready");
const words = (page: Page) => page.locator("[data-description]");
const space = (page: Page) => page.locator("[data-panel=space]");
const view = (page: Page) => page.getByRole("application", { name: "The step in space" });
const label = (page: Page, text: RegExp) => space(page).locator(".stage-labels span").filter({ hasText: text });
const parameter = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);

async function open(page: Page, query = "") {
  await page.goto(PAGE + query);
  await figure(page).dispatchEvent("pointerenter");
  await ready(page);
  await space(page).scrollIntoViewIfNeeded();
  await expect(space(page).locator(".stage-view[data-drawn]")).toBeVisible();
}

/** A place on the plane that a label stands above, that many pixels below the label. */
async function below(page: Page, text: RegExp, pixels: number) {
  // What was asked for is drawn in the next frame, and labels are placed with it.
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      }),
  );
  const box = (await label(page, text).boundingBox())!;
  return { x: box.x + box.width / 2, y: box.y + box.height + pixels };
}

/** Browsers without WebGL, as the page sees them. */
const noWebgl = (page: Page) =>
  page.addInitScript(() => {
    const getContext = HTMLCanvasElement.prototype.getContext;
    Object.defineProperty(HTMLCanvasElement.prototype, "getContext", {
      value(this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
        return kind.startsWith("webgl")
          ? null
          : (getContext as (...values: unknown[]) => unknown).call(this, kind, ...rest);
      },
    });
  });

test("keys and clicks in space move the cursor of grid, table and words; arrows alone turn", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open(page, "?block=3&step=depthwise");
  await view(page).focus();
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Shift+ArrowUp");
  await page.keyboard.press("PageDown");
  await expect(words(page)).toContainText("Depthwise, channel 8, row 2, column 4: nine products");
  await expect(page.locator("[data-panel=value] .where")).toHaveText("Channel 8, row 2, column 4");
  await expect(label(page, /^channel 8: /)).toBeVisible();
  expect(parameter(page, "camera")).toBe(null);
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => parameter(page, "camera")).toBe("37_16_100");
  await expect(words(page)).toContainText("channel 8, row 2, column 4");

  // The plane that is pulled out hangs below its label: its top row first, farther down a later one.
  const top = await below(page, /^channel 8: /, 26);
  await page.mouse.click(top.x, top.y);
  await expect(words(page)).toContainText(/Depthwise, channel 8, row [01], column \d/);
  const lower = await below(page, /^channel 8: /, 95);
  await page.mouse.click(lower.x, lower.y);
  await expect(words(page)).toContainText(/Depthwise, channel 8, row [3-6], column \d/);
  // Beside all planes nothing is picked.
  const before = await words(page).textContent();
  const box = (await view(page).boundingBox())!;
  await page.mouse.click(box.x + 5, box.y + 5);
  await expect(words(page)).toHaveText(before!);

  // A value that was read is gone to, and the trail leads back.
  const source = await below(page, /^channel 8$/, 45);
  await page.mouse.click(source.x, source.y);
  await expect(words(page)).toContainText("ReLU6 after the expansion, channel 8");
  await expect(page.getByRole("navigation", { name: "Values that you came from" }).getByRole("button")).toHaveCount(1);
  await view(page).focus();
  await page.keyboard.press("]");
  await expect(words(page)).toContainText("Depthwise, channel 8");
});

test("draw calls do not grow with channels, textures are bytes, and stillness draws nothing", async ({ page }) => {
  await page.addInitScript(() => {
    const counter = globalThis as unknown as { draws: number };
    counter.draws = 0;
    const gl = WebGL2RenderingContext.prototype;
    const draw = gl.drawElementsInstanced as (this: WebGL2RenderingContext, ...values: unknown[]) => void;
    Object.defineProperty(gl, "drawElementsInstanced", {
      value(this: WebGL2RenderingContext, ...values: unknown[]) {
        counter.draws++;
        draw.apply(this, values);
      },
    });
  });
  const draws = () => page.evaluate(() => (globalThis as unknown as { draws: number }).draws);
  const told = async () => ({
    calls: Number(await view(page).getAttribute("data-draw-calls")),
    bytes: Number(await view(page).getAttribute("data-texture-bytes")),
  });
  await open(page, "?block=3&step=project");
  const few = await told();
  await open(page, "?block=16&step=depthwise");
  const many = await told();
  expect([few.calls, many.calls]).toEqual([3, 3]);
  // 7 × 7 × (72 + 12) and 2 × 2 × (192 + 192) cells, a byte each, beside the table of 256 colours.
  expect(few.bytes).toBeGreaterThanOrEqual(4116 + 1024);
  expect(few.bytes).toBeLessThan(2 * 4116 + 1024);
  expect(many.bytes).toBeGreaterThanOrEqual(1536 + 1024);
  await page.waitForTimeout(600);
  const still = await draws();
  await page.waitForTimeout(600);
  expect(await draws()).toBe(still);
});

test("a device with small textures gets more of them, and the same picture", async ({ page }) => {
  await page.addInitScript(() => {
    const gl = WebGL2RenderingContext.prototype;
    const get = gl.getParameter as (this: WebGL2RenderingContext, name: number) => unknown;
    Object.defineProperty(gl, "getParameter", {
      value(this: WebGL2RenderingContext, name: number) {
        return name === 0x0d33 ? 64 : get.call(this, name);
      },
    });
  });
  // 144 planes of 7 × 7 in textures of 64 × 64, which hold 81 each: two calls for planes and two for lines.
  await open(page, "?block=3&step=depthwise");
  await expect(view(page)).toHaveAttribute("data-draw-calls", "4");
});

test("graphics that are lost on the way from step to step come back at the new step, seen from the same side", async ({
  page,
}) => {
  await open(page, "?block=3&step=expand&camera=-50_30_140");
  await view(page).focus();
  await page.keyboard.press("]");
  await space(page)
    .locator("canvas")
    .evaluate((canvas) => {
      const extension = (canvas as HTMLCanvasElement).getContext("webgl2")?.getExtension("WEBGL_lose_context");
      (globalThis as unknown as { back: () => void }).back = () => extension?.restoreContext();
      extension?.loseContext();
    });
  await expect(space(page).locator(".stage-note")).toContainText("graphics of this device were reset");
  await expect(space(page).locator(".stage-twin svg")).toBeVisible();
  await page.keyboard.press("]");
  await expect(words(page)).toContainText("ReLU6 after the expansion, channel 7");
  await page.evaluate(() => {
    (globalThis as unknown as { back: () => void }).back();
  });
  await expect(space(page).locator(".stage-view[data-drawn] canvas")).toBeVisible();
  await expect(space(page).locator(".stage-note")).toBeEmpty();
  expect(parameter(page, "camera")).toBe("-50_30_140");
  await expect(label(page, /^channel 7: /)).toBeVisible();
});

test("a part of the stage that cannot be loaded is said; the drawing and all else work on", async ({ page, watch }) => {
  watch.tolerate(/Failed to load resource/);
  await page.route(/three\.[^/]*\.js/, (route) => route.abort());
  await page.goto(`${PAGE}?block=3&step=expand`);
  await figure(page).dispatchEvent("pointerenter");
  await ready(page);
  await space(page).scrollIntoViewIfNeeded();
  await expect(space(page).locator(".stage-bar")).toContainText("The 3D part could not be loaded");
  await page.getByRole("radio", { name: "depthwise 3×3" }).check();
  await expect(words(page)).toContainText("Depthwise, channel 7");
  await expect(space(page).locator("svg")).toContainText("channel 7: 0.526");
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 780 }, hasTouch: true });
  test("a tap picks a value without entering the view", async ({ page }) => {
    await open(page, "?block=3&step=depthwise&y=6");
    const place = await below(page, /^channel 7: /, 14);
    await page.touchscreen.tap(place.x, place.y);
    await expect(words(page)).toContainText(/Depthwise, channel 7, row [012], column \d/);
    await expect(page.getByRole("button", { name: "Enter 3D" })).toBeVisible();
  });
});

const number = (text: string): number => Number(text.replaceAll("−", "-").replace(/^[×=Σ]\s*/, ""));

for (const webgl of [true, false]) {
  test(`from a digit drawn on the front page to the pixels that one value came from, and by link to a fresh browser${webgl ? "" : ", without WebGL"}`, async ({
    page,
    browser,
  }) => {
    if (!webgl) await noWebgl(page);
    await page.goto("/");
    const home = page.locator("[data-figure=predictions]");
    await expect(home).toHaveAttribute("data-status", "ready");
    await home.getByRole("button", { name: "Clear" }).click();
    const pad = (await home.locator("canvas").boundingBox())!;
    const at = (x: number, y: number) => [pad.x + x * pad.width, pad.y + y * pad.height] as const;
    await page.mouse.move(...at(0.55, 0.15));
    await page.mouse.down();
    await page.mouse.move(...at(0.5, 0.5), { steps: 5 });
    await page.mouse.move(...at(0.45, 0.85), { steps: 5 });
    await page.mouse.up();
    await expect.poll(() => new URL(page.url()).hash).toContain("strokes=");
    await expect(home).toHaveAttribute("data-status", "ready");
    await expect(home.locator("[data-description]")).toContainText("reads a 1");

    await page.getByRole("link", { name: "Step through a block with this digit" }).click();
    await page.waitForURL(/\/lab\/block\//);
    await figure(page).dispatchEvent("pointerenter");
    await ready(page);
    await expect(words(page)).toContainText("The network reads a 1");
    await page.getByRole("radio", { name: /^block 3:/ }).check();
    await page.getByRole("radio", { name: /^input/ }).check();
    await expect(words(page)).toContainText("Input, channel 7");
    for (let i = 0; i < 4; i++) await page.keyboard.press("ArrowRight");
    await expect(words(page)).toContainText("Depthwise, channel 7");

    await space(page).scrollIntoViewIfNeeded();
    if (webgl) {
      await expect(space(page).locator(".stage-view[data-drawn]")).toBeVisible();
      await view(page).focus();
      await page.keyboard.press("Shift+ArrowDown");
    } else {
      await expect(space(page).locator(".stage-bar")).toContainText("offers no WebGL");
      const twin = await space(page).locator("svg").innerHTML();
      await page.getByRole("application", { name: /Cells of the tensor/ }).focus();
      await page.keyboard.press("ArrowDown");
      await expect.poll(() => space(page).locator("svg").innerHTML()).not.toBe(twin);
    }
    await expect(words(page)).toContainText("Depthwise, channel 7, row 4, column 3: nine products");
    const rows = await page
      .locator(".terms tr:has(td)")
      .evaluateAll((all) => all.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent.trim())));
    expect(rows).toHaveLength(9);
    const { fround } = Math;
    const sum = rows.reduce((total, [a, b]) => fround(total + fround(fround(number(a!)) * fround(number(b!)))), 0);
    const result = page.locator(".sums .result");
    expect(sum).toBe(fround(number(await result.innerText())));

    // One operand after the other, back through the blocks, until a pixel of the drawing stands there.
    for (let steps = 0; steps < 40; steps++) {
      const operands = page.locator(".terms [data-go], .terms button[data-go]");
      if ((await operands.count()) === 0) break;
      const told = await words(page).textContent();
      await operands.nth(Math.floor((await operands.count()) / 2)).click();
      await expect(words(page)).not.toHaveText(told!);
      await ready(page);
    }
    await expect(page).toHaveURL(/block=0/);
    await expect(words(page)).toContainText(/^Input, channel 0, row \d+, column \d+: value/);

    await page.getByRole("button", { name: "Copy link" }).click();
    await expect(page).toHaveURL(/v=1.*#~strokes=/);
    const elsewhere = await browser.newContext();
    const copy = await elsewhere.newPage();
    if (!webgl) await noWebgl(copy);
    await copy.goto(page.url());
    await figure(copy).dispatchEvent("pointerenter");
    await ready(copy);
    await expect(words(copy)).toHaveText(await words(page).innerText());
    expect(await copy.locator(".value").innerText()).toBe(await page.locator(".value").innerText());
    await elsewhere.close();
  });
}
