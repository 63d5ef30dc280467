import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { ready, wake } from "./figure-page.ts";

/** The network city as its readers use it: there and back by keys, by touch of the street, without WebGL, standing still. */

const view = (page: Page) => page.getByRole("application", { name: "The network as a street of tensors in space" });
const words = (page: Page) => page.locator("[data-description]");
const block = (page: Page) => new URL(page.url()).searchParams.get("block");
const drawn = (page: Page) => expect(page.locator(".stage-view[data-drawn]")).toBeVisible({ timeout: 25_000 });

async function open(page: Page, query = "") {
  await page.goto(`/figures/network-city/${query}`);
  await wake(page);
  await drawn(page);
}

/** Frames drawn so far, by what clears each of them. */
const countFrames = (page: Page) =>
  page.addInitScript(() => {
    const counter = globalThis as unknown as { frames: number };
    counter.frames = 0;
    const gl = WebGL2RenderingContext.prototype;
    const clear = gl.clear;
    gl.clear = function (mask) {
      counter.frames++;
      clear.call(this, mask);
    };
  });
const frames = (page: Page) => page.evaluate(() => (globalThis as unknown as { frames: number }).frames);
const rest = async (page: Page) => {
  let before = -1;
  await expect
    .poll(
      async () => {
        const last = before;
        before = await frames(page);
        return before === last;
      },
      { intervals: [500], timeout: 25_000 },
    )
    .toBe(true);
  return before;
};

test("along the street by buttons and keys, Back, and home; the words follow", async ({ page }) => {
  await open(page);
  await page.getByRole("button", { name: "Open block 5" }).click();
  await expect(words(page)).toContainText("Here block 5 widens 7×7×16 to 96 channels");
  expect(block(page)).toBe("5");
  await expect(page.getByRole("button", { name: "Open block 5" })).toBeFocused();
  const link = page.getByRole("link", { name: "See the values of block 5 under the microscope" });
  await expect(link).toHaveAttribute("href", /\/lab\/block\/\?sample=test-35&block=5/);
  await view(page).focus();
  await page.keyboard.press("]");
  await expect(words(page)).toContainText("Here block 6");
  await expect(page.locator(".stage-labels span", { hasText: "expanded 7×7×96" })).toBeVisible();
  await page.goBack();
  await expect(words(page)).toContainText("Here block 5");
  await page.keyboard.press("Escape");
  await expect(words(page)).toContainText("Our digits network in 55 tensors");
  await page.keyboard.press("o");
  await expect(words(page)).toContainText("Here block 5");
  await page.getByRole("button", { name: "Whole street" }).click();
  await expect(words(page)).toContainText("Our digits network in 55 tensors");
});

test("a tap on the street opens the block that lies there", async ({ page }) => {
  await open(page);
  const label = page.locator(".stage-labels span").filter({ hasText: /^7$/ });
  await expect(label).toBeVisible();
  const box = (await label.boundingBox())!;
  // Below its number stands the block.
  await page.mouse.click(box.x + box.width / 2, box.y + box.height + 26);
  await expect(words(page)).toContainText("Here block 7");
});

test("MobileNetV2 at 224 px is drawn in as many calls as digits, whatever stands beside it, and then stands still", async ({
  page,
}) => {
  await countFrames(page);
  await open(page);
  const calls = await view(page).getAttribute("data-draw-calls");
  const start = Date.now();
  await page.getByLabel("Network", { exact: true }).selectOption("mobilenet-v2");
  await expect(words(page)).toContainText("MobileNetV2 1.0 in 55 tensors");
  await rest(page);
  console.log(`MobileNetV2 1.0: at rest after ${Date.now() - start} ms, with the waits of this test`);
  expect(await view(page).getAttribute("data-draw-calls")).toBe(calls);
  // Shapes alone: one empty plane a tensor.
  expect(Number(await view(page).getAttribute("data-texture-bytes"))).toBeLessThan(400_000);
  await page.getByLabel("Beside it").selectOption("resnet-50");
  await expect(words(page)).toContainText("ResNet-50 takes 13.60 times");
  const still = await rest(page);
  expect(await view(page).getAttribute("data-draw-calls")).toBe(calls);
  await page.waitForTimeout(600);
  expect(await frames(page)).toBe(still);
});

test("reduced motion: a block is open in one frame", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await countFrames(page);
  await open(page);
  const before = await rest(page);
  await page.getByRole("button", { name: "Open block 12" }).click();
  await expect(words(page)).toContainText("Here block 12");
  expect((await rest(page)) - before).toBeLessThanOrEqual(2);
});

test("without WebGL the picture from the side marks the open block, and nothing of three is loaded", async ({
  page,
}) => {
  await page.addInitScript(() => {
    const getContext = HTMLCanvasElement.prototype.getContext;
    Object.defineProperty(HTMLCanvasElement.prototype, "getContext", {
      value(this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
        return kind.startsWith("webgl")
          ? null
          : (getContext as (...values: unknown[]) => unknown).call(this, kind, ...rest);
      },
    });
  });
  const loaded: string[] = [];
  page.on("request", (request) => loaded.push(request.url()));
  await page.goto("/figures/network-city/");
  const picture = page.locator("[data-panel=city] svg.wide");
  const first = await picture.innerHTML();
  await page.getByRole("button", { name: "Next" }).click();
  await ready(page);
  await expect(words(page)).toContainText("Here the stem makes 14×14×16 out of 28×28×1");
  await expect.poll(() => picture.innerHTML()).not.toBe(first);
  await expect(picture.locator("text[fill='var(--accent)']")).toHaveText("stem");
  await expect(page.locator(".stage-bar")).toContainText("offers no WebGL");
  expect(loaded.filter((url) => /three|space\./.test(url))).toEqual([]);
});
