import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

const FIGURE = "[data-figure=predictions]";
const words = (page: Page) => page.locator(`${FIGURE} [data-description]`);
const press = (page: Page) => page.getByRole("button", { name: "Use the camera" }).click();

interface Faked {
  /** How often a page asked for the camera. */
  asked: number;
  tracks: MediaStreamTrack[];
  /** Grants the camera that was asked for last. */
  grant: () => void;
}
/** What became of every camera that was handed out. */
const tracks = (page: Page): Promise<string[]> =>
  page.evaluate(() => (window as unknown as { faked: Faked }).faked.tracks.map(({ readyState }) => readyState));
const asked = (page: Page): Promise<number> => page.evaluate(() => (window as unknown as { faked: Faked }).faked.asked);

/**
 * A camera of 640 × 480 pixels that sees one colour. `answer` is what the browser says when it is asked: a camera, one
 * only when the test grants it, or the name of the error.
 */
async function withCamera(page: Page, answer: string): Promise<void> {
  await page.addInitScript((said) => {
    const faked: Faked = { asked: 0, tracks: [], grant: () => undefined };
    (window as unknown as { faked: Faked }).faked = faked;
    const camera = (): MediaStream => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [640, 480];
      const context = canvas.getContext("2d")!;
      const paint = (): void => {
        context.fillStyle = "rgb(30 120 220)";
        context.fillRect(0, 0, 640, 480);
      };
      paint();
      setInterval(paint, 50);
      const stream = canvas.captureStream(20);
      faked.tracks.push(...stream.getTracks());
      return stream;
    };
    navigator.mediaDevices.getUserMedia = (wanted): Promise<MediaStream> => {
      faked.asked++;
      if (wanted?.audio !== false) throw new Error("A picture needs no sound.");
      if (said === "camera") return Promise.resolve(camera());
      if (said === "later")
        return new Promise((resolve) => {
          faked.grant = () => {
            resolve(camera());
          };
        });
      return Promise.reject(new DOMException("no", said));
    };
  }, answer);
  await page.goto("/figures/predictions/?network=cifar");
  // What the link asks for is there, and not what the build drew.
  await expect(words(page)).toContainText("“bird”");
}

test("a reader takes a picture with the camera: it is asked for on the press, read, and released", async ({ page }) => {
  await withCamera(page, "camera");
  await page.locator(FIGURE).scrollIntoViewIfNeeded();
  await page.waitForLoadState("networkidle");
  expect(await asked(page)).toBe(0);
  await press(page);
  const box = page.getByRole("dialog", { name: "Camera" });
  await expect(box).toContainText("stays on this device");
  await expect(box.getByRole("button", { name: "Take the picture" })).toBeFocused();
  expect(await tracks(page)).toEqual(["live"]);
  await page.keyboard.press("Enter");
  await expect(box).toHaveCount(0);
  await expect(words(page)).toContainText("It looked at the middle 480 × 480 pixels of your picture.");
  await expect(page.locator(`${FIGURE} [data-opened]`).first()).toContainText("camera.png, read at 640 × 480");
  expect(await tracks(page)).toEqual(["ended"]);
  expect(await asked(page)).toBe(1);
  await expect(page.getByRole("button", { name: "Use the camera" })).toBeFocused();
});

test("a reader thinks better of it: Close and Escape release the camera and change nothing", async ({ page }) => {
  await withCamera(page, "camera");
  const before = await words(page).textContent();
  await press(page);
  const take = page.getByRole("button", { name: "Take the picture" });
  await expect(take).toBeFocused();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await expect.poll(() => tracks(page)).toEqual(["ended"]);
  await press(page);
  await expect(take).toBeFocused();
  await page.keyboard.press("Escape");
  await expect.poll(() => tracks(page)).toEqual(["ended", "ended"]);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(words(page)).toHaveText(before ?? "");
});

test("a reader closes the box before the browser has asked: a camera granted afterwards is released at once", async ({
  page,
}) => {
  await withCamera(page, "later");
  await press(page);
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.evaluate(() => {
    (window as unknown as { faked: Faked }).faked.grant();
  });
  await expect.poll(() => tracks(page)).toEqual(["ended"]);
});

for (const [name, sentence] of [
  ["NotAllowedError", "The camera may not be used here"],
  ["NotFoundError", "No camera was found on this device"],
  ["NotReadableError", "another program may hold it"],
] as const) {
  test(`a camera that cannot be had gets a sentence, and the figure stays: ${name}`, async ({ page }) => {
    await withCamera(page, name);
    const before = await words(page).textContent();
    await press(page);
    await expect(page.locator(`${FIGURE} [data-message]`)).toContainText(sentence);
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(words(page)).toHaveText(before ?? "");
  });
}

test("a page without a camera to ask for, as over an open line, says so", async ({ page }) => {
  await page.addInitScript(() => {
    Reflect.deleteProperty(Navigator.prototype, "mediaDevices");
  });
  await page.goto("/figures/predictions/?network=cifar");
  await press(page);
  await expect(page.locator(`${FIGURE} [data-message]`)).toContainText("Open an image file instead");
});

test("the camera's part is missing: a sentence, and the figure stays", async ({ page, watch }) => {
  watch.tolerate(/Failed to load resource|net::ERR_FAILED/);
  await withCamera(page, "camera");
  await page.route(/camera-input.*\.js/, (route) => route.abort());
  await press(page);
  await expect(page.locator(`${FIGURE} [data-message]`)).toContainText("could not be loaded");
  await expect(words(page)).toContainText("“bird”");
  expect(await asked(page)).toBe(0);
});

test("two presses at once ask for the camera once", async ({ page }) => {
  await withCamera(page, "camera");
  await page.getByRole("button", { name: "Use the camera" }).evaluate((button: HTMLButtonElement) => {
    button.click();
    button.click();
  });
  await expect(page.getByRole("dialog")).toHaveCount(1);
  await expect(page.getByRole("button", { name: "Take the picture" })).toBeFocused();
  expect(await asked(page)).toBe(1);
});
