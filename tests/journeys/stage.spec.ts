import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

/** The 3D stage by its first figure: what a reader does with it, and what it does when the graphics fail. */

const view = (page: Page) => page.getByRole("application", { name: "The plane of Tx in space" });
const camera = (page: Page) => new URL(page.url()).searchParams.get("camera");

/** Counts what WebGL is asked to draw. */
const countFrames = (page: Page) =>
  page.addInitScript(() => {
    const counter = globalThis as unknown as { draws: number };
    counter.draws = 0;
    const gl = WebGL2RenderingContext.prototype;
    for (const name of ["drawElements", "drawArrays", "drawArraysInstanced", "drawElementsInstanced"] as const) {
      const draw = gl[name] as (this: WebGL2RenderingContext, ...values: unknown[]) => void;
      Object.defineProperty(gl, name, {
        value(this: WebGL2RenderingContext, ...values: unknown[]) {
          counter.draws++;
          draw.apply(this, values);
        },
      });
    }
  });
const draws = (page: Page) => page.evaluate(() => (globalThis as unknown as { draws: number }).draws);
/** Until nothing more is drawn for a while. */
const rest = async (page: Page) => {
  let before = -1;
  await expect
    .poll(
      async () => {
        const now = await draws(page);
        const still = now === before && now > 0;
        before = now;
        return still;
      },
      { intervals: [400] },
    )
    .toBe(true);
  return before;
};

async function open(page: Page, query = "") {
  await countFrames(page);
  await page.goto(`/figures/collapse-3d/${query}`);
  await page.locator("inverted-figure").dispatchEvent("pointerenter");
  await expect(page.locator("[data-status=ready]")).toBeVisible();
  await expect(page.locator(".stage-view[data-drawn]")).toBeVisible();
}

test("arrow keys turn, plus zooms, 0 goes back, and the link follows", async ({ page }) => {
  await open(page);
  await view(page).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowUp");
  await expect.poll(() => camera(page)).toBe("47_33_100");
  await page.keyboard.press("+");
  await expect.poll(() => camera(page)).toBe("47_33_115");
  await page.keyboard.press("0");
  await expect.poll(() => camera(page)).toBe(null);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Enter 3D" })).toBeFocused();
});

test("a drag turns the view; its link shows the same view afresh; Reset brings the first back", async ({
  page,
  context,
}) => {
  await open(page);
  const box = (await view(page).boundingBox())!;
  await page.mouse.move(box.x + 200, box.y + 200);
  await page.mouse.down();
  await page.mouse.move(box.x + 260, box.y + 180, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => camera(page)).toBe("12_18_100");
  const labels = () =>
    page
      .locator(".stage-labels span")
      .evaluateAll((spans) => spans.map((span) => (span as HTMLElement).style.transform));
  await rest(page);
  const seen = await labels();
  const again = await context.newPage();
  await open(again, new URL(page.url()).search);
  await rest(again);
  expect(
    await again
      .locator(".stage-labels span")
      .evaluateAll((spans) => spans.map((span) => (span as HTMLElement).style.transform)),
  ).toEqual(seen);
  await again.close();
  await page.getByRole("button", { name: "Reset" }).click();
  await expect.poll(() => camera(page)).toBe(null);
  await rest(page);
  expect(await labels()).not.toEqual(seen);
});

test("draws nothing while nothing changes, and nothing off the screen", async ({ page }) => {
  await open(page);
  const still = await rest(page);
  await page.waitForTimeout(700);
  expect(await draws(page)).toBe(still);
  await page.evaluate(() => {
    document.body.style.paddingTop = "300vh";
    scrollTo(0, 0);
  });
  await page.waitForTimeout(500);
  const off = await rest(page);
  await page.getByRole("slider", { name: "Fold" }).evaluate((input) => {
    (input as HTMLInputElement).value = "0.3";
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await expect(page.locator("[data-description]")).toContainText("The fold is 30% done");
  await page.waitForTimeout(300);
  expect(await draws(page), "off the screen").toBe(off);
  await view(page).scrollIntoViewIfNeeded();
  await expect.poll(() => draws(page)).toBeGreaterThan(off);
});

test("reduced motion: a key turns at once, in one frame", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open(page);
  const before = await rest(page);
  await page.evaluate(() => {
    (globalThis as unknown as { draws: number }).draws = 0;
  });
  await view(page).focus();
  await rest(page).catch(() => undefined);
  await page.evaluate(() => {
    (globalThis as unknown as { draws: number }).draws = 0;
  });
  await page.keyboard.press("ArrowLeft");
  const one = await rest(page);
  // One frame draws each part once; an eased turn takes many frames.
  expect(one).toBeLessThanOrEqual(before);
});

test("a context that is lost leaves the drawing, and comes back to the same view", async ({ page }) => {
  await open(page, "?camera=-70_15_130");
  await rest(page);
  const labels = await page.locator(".stage-labels span").first().getAttribute("style");
  await page.locator(".stage-view canvas").evaluate((canvas) => {
    const gl = (canvas as HTMLCanvasElement).getContext("webgl2");
    const extension = gl?.getExtension("WEBGL_lose_context");
    (globalThis as unknown as { back: () => void }).back = () => extension?.restoreContext();
    extension?.loseContext();
  });
  await expect(page.locator(".stage-note")).toContainText("graphics of this device were reset");
  await expect(page.locator(".stage-twin svg")).toBeVisible();
  await page.evaluate(() => {
    (globalThis as unknown as { back: () => void }).back();
  });
  await expect(page.locator(".stage-view[data-drawn] canvas")).toBeVisible();
  await expect(page.locator(".stage-note")).toBeEmpty();
  expect(await page.locator(".stage-labels span").first().getAttribute("style")).toBe(labels);
  expect(camera(page)).toBe("-70_15_130");
});

test("without WebGL the drawing follows the controls and a sentence says so", async ({ page }) => {
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
  await page.goto("/figures/collapse-3d/");
  const svg = page.locator("[data-panel=space] svg");
  const first = await svg.innerHTML();
  await page.getByRole("slider", { name: "Fold" }).fill("0.4");
  await expect(page.locator("[data-status=ready]")).toBeVisible();
  await expect(page.locator(".stage-bar")).toContainText("offers no WebGL");
  await expect.poll(() => svg.innerHTML()).not.toBe(first);
  expect(loaded.filter((url) => /three/.test(url))).toEqual([]);
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 780 }, hasTouch: true });

  const touch = async (page: Page, fingers: { x: number; y: number }[][]) => {
    const session = await page.context().newCDPSession(page);
    await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: fingers[0]! });
    for (const points of fingers.slice(1))
      await session.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: points });
    await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    await session.detach();
  };
  const swipe = (x: number, y: number, dy: number) => Array.from({ length: 9 }, (_, k) => [{ x, y: y + (dy * k) / 8 }]);

  test("one finger scrolls the page, two turn, and Enter 3D lends the view to one until Esc", async ({ page }) => {
    await open(page);
    await view(page).scrollIntoViewIfNeeded();
    const scroll = () => page.evaluate(() => scrollY);
    const middle = async () => {
      const box = (await view(page).boundingBox())!;
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    };
    const start = await scroll();
    let at = await middle();
    await touch(page, swipe(at.x, at.y, -120));
    await expect.poll(scroll).toBeGreaterThan(start + 40);
    expect(camera(page)).toBe(null);

    // A flick glides on for a while.
    let glide = -1;
    await expect
      .poll(async () => {
        const last = glide;
        glide = await scroll();
        return glide === last;
      })
      .toBe(true);
    at = await middle();
    const before = await scroll();
    await touch(
      page,
      Array.from({ length: 9 }, (_, k) => [
        { x: at.x - 40 + 5 * k, y: at.y },
        { x: at.x + 40 + 5 * k, y: at.y },
      ]),
    );
    await expect.poll(() => camera(page)).not.toBe(null);
    expect(await scroll()).toBe(before);
    const turned = camera(page);

    await page.getByRole("button", { name: "Enter 3D" }).tap();
    at = await middle();
    const inside = await scroll();
    await touch(page, swipe(at.x, at.y, -60));
    await expect.poll(() => camera(page)).not.toBe(turned);
    expect(await scroll()).toBe(inside);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("button", { name: "Enter 3D" })).toBeFocused();
  });
});
