import { deflateSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

const FIGURE = "[data-figure=predictions]";
const ready = (page: Page) => expect(page.locator(FIGURE)).toHaveAttribute("data-status", "ready");
const words = (page: Page) => page.locator(`${FIGURE} [data-description]`);

/** A grey PNG made by hand: `pixel` gives 0 to 255 at x, y. */
function png(width: number, height: number, pixel: (x: number, y: number) => number): Buffer {
  const table = Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c >>> 0;
  });
  const crc = (bytes: Buffer): number => {
    let c = 0xffffffff;
    for (const byte of bytes) c = table[(c ^ byte) & 255]! ^ (c >>> 8);
    return (c ^ 0xffffffff) >>> 0;
  };
  const chunk = (type: string, body: Buffer): Buffer => {
    const data = Buffer.concat([Buffer.from(type), body]);
    const out = Buffer.alloc(12 + body.length);
    out.writeUInt32BE(body.length, 0);
    data.copy(out, 4);
    out.writeUInt32BE(crc(data), 8 + body.length);
    return out;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = pixel(x, y);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

test("a reader draws a stroke, the network answers, and the link carries the drawing to a friend", async ({
  page,
  context,
}) => {
  await page.goto("/figures/predictions/");
  const before = await words(page).textContent();
  await page.getByRole("button", { name: "Clear" }).click();
  await ready(page);
  await expect(words(page)).toContainText("nothing to read yet");
  const pad = page.locator(`${FIGURE} .pad canvas`);
  const box = (await pad.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + 40);
  await page.mouse.down();
  for (let k = 1; k <= 12; k++) await page.mouse.move(box.x + box.width / 2 - k, box.y + 40 + 15 * k);
  await page.mouse.up();
  await expect(words(page)).toContainText("reads a 1 ");
  await expect(words(page)).not.toHaveText(before ?? "");
  await page.getByRole("button", { name: "Copy link" }).click();
  const url = new URL(page.url());
  expect(url.searchParams.get("v")).toBe("1");
  expect(url.searchParams.has("strokes"), "a drawing never reaches a server").toBe(false);
  expect(url.hash).toContain("strokes=");
  const said = await words(page).textContent();
  const friend = await context.newPage();
  await friend.goto(page.url());
  await ready(friend);
  await expect(words(friend)).toHaveText(said ?? "");
});

test("a reader without a pointer draws with the keys", async ({ page }) => {
  await page.goto("/figures/predictions/?sample=none");
  await ready(page);
  await page.locator(`${FIGURE} .pad canvas`).focus();
  for (let k = 0; k < 12; k++) await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Space");
  for (let k = 0; k < 24; k++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await expect(words(page)).toContainText("reads a 1 ");
  await page.keyboard.press("Delete");
  await expect(words(page)).toContainText("nothing to read yet");
});

test("a sample that is picked is read, and Back returns", async ({ page }) => {
  await page.goto("/figures/predictions/");
  await page.getByRole("button", { name: "Sample: 7 (test-0)" }).click();
  await expect(words(page)).toContainText("reads a 7 ");
  await expect(page).toHaveURL(/sample=test-0/);
});

test("the other network reads clothes: no pad, samples of its own, and the link holds both", async ({ page }) => {
  await page.goto("/figures/predictions/");
  await page.locator(`${FIGURE} label`).filter({ hasText: "clothes" }).click();
  await expect(words(page)).toContainText("The network takes this for “");
  await expect(page.locator(`${FIGURE} .pad`)).toBeHidden();
  await page.getByRole("button", { name: "(bag-2)" }).click();
  await expect(page).toHaveURL(/network=fashion/);
  await expect(page).toHaveURL(/garment=bag-2/);
  await expect(words(page)).toContainText(/“Bag” with .* That is right\./);
  await page.locator(`${FIGURE} label`).filter({ hasText: "digits" }).click();
  await expect(words(page)).toContainText("reads a 2 ");
});

test.describe("a reader opens a file", () => {
  const open = async (page: Page, name: string, mimeType: string, buffer: Buffer) => {
    await page.goto("/figures/predictions/");
    await page.getByLabel("Open an image").setInputFiles({ name, mimeType, buffer });
  };

  test("a wide photograph of a 1, dark on light: the crop is found and told", async ({ page }) => {
    const one = png(900, 300, (x, y) => (x > 600 && x < 625 && y > 50 && y < 250 ? 25 : 235));
    await open(page, "one.png", "image/png", one);
    await expect(words(page)).toContainText("reads a 1 ");
    await expect(words(page)).toContainText(/square of 2[78]\d × 2[78]\d pixels/);
    await expect(page.getByText("one.png, read at 900 × 300 pixels")).toBeVisible();
    await page.getByRole("button", { name: "Copy link" }).click();
    await expect(page.locator(`${FIGURE} .figure-message`)).toContainText("not in it");
  });

  test("a picture of one pixel says that there is nothing to read", async ({ page }) => {
    await open(
      page,
      "dot.png",
      "image/png",
      png(1, 1, () => 0),
    );
    await expect(words(page)).toContainText("nothing to read yet");
  });

  test("a picture of 100 megapixels is read without freezing the page", async ({ page }) => {
    test.slow();
    await open(
      page,
      "huge.png",
      "image/png",
      png(10_000, 10_000, (x, y) => (x > 4800 && x < 5300 && y > 2000 && y < 8000 ? 0 : 255)),
    );
    await expect(words(page)).toContainText("reads a 1 ", { timeout: 60_000 });
  });

  for (const [what, name, type, buffer] of [
    ["text", "notes.txt", "text/plain", Buffer.from("not a picture")],
    ["a PNG cut in half", "half.png", "image/png", png(64, 64, (x) => x * 4).subarray(0, 60)],
    ["an empty file", "empty.png", "image/png", Buffer.alloc(0)],
  ] as const) {
    test(`${what}: a sentence names the file, and the last answer stays`, async ({ page }) => {
      await page.goto("/figures/predictions/?sample=test-0");
      await ready(page);
      const said = await words(page).textContent();
      await page.getByLabel("Open an image").setInputFiles({ name, mimeType: type, buffer });
      await expect(page.locator(`${FIGURE} .figure-message`)).toContainText(name);
      await expect(words(page)).toHaveText(said ?? "");
    });
  }
});

test("the network's file is missing: the picture stays, the sentence names the file, and trying again works", async ({
  page,
  watch,
}) => {
  watch.tolerate(/Failed to load resource/);
  await page.route("**/networks/digits.safetensors", (route) => route.fulfill({ status: 404 }));
  await page.goto("/figures/predictions/?sample=test-0");
  await expect(page.locator(FIGURE)).toHaveAttribute("data-status", "failed");
  await expect(page.locator(`${FIGURE} .figure-message`)).toContainText("networks/digits.safetensors answered 404");
  await page.unroute("**/networks/digits.safetensors");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(words(page)).toContainText("reads a 7 ");
});

test("on a slow line the wait shows, and neither its coming nor its going moves what stands below", async ({
  page,
}) => {
  let answer = (): void => undefined;
  const held = new Promise<void>((resolve) => (answer = resolve));
  await page.route("**/networks/digits.safetensors", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("/figures/predictions/");
  const top = () => page.locator(`${FIGURE} .figure-tools`).evaluate((tools) => tools.getBoundingClientRect().top);
  const before = await top();
  await page.locator(FIGURE).dispatchEvent("pointerenter");
  await expect(page.getByRole("button", { name: "Cancel" })).toBeVisible();
  expect(await top()).toBe(before);
  answer();
  await ready(page);
  await expect(page.getByRole("button", { name: "Cancel" })).toBeHidden();
  expect(await top()).toBe(before);
});

test("a network's file that is cut in half is refused in a sentence", async ({ page }) => {
  await page.route("**/networks/digits.safetensors", async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    await route.fulfill({
      response,
      body: body.subarray(0, body.length / 2),
      headers: { "content-type": "application/octet-stream" },
    });
  });
  await page.goto("/figures/predictions/?sample=test-0");
  await expect(page.locator(FIGURE)).toHaveAttribute("data-status", "failed");
  await expect(page.locator(`${FIGURE} .figure-message`)).toContainText(/cut|truncated|bytes/i);
});

test("changing a weight changes the answer: the front page computes what it shows", async ({ page }) => {
  await page.goto("/");
  await ready(page);
  const honest = await words(page).textContent();
  await page.route("**/networks/digits.safetensors", async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    const header = JSON.parse(body.subarray(8, 8 + Number(body.readBigUInt64LE(0))).toString()) as Record<
      string,
      { data_offsets: [number, number] }
    >;
    const [from, to] = header["classifier.1.bias"]!.data_offsets;
    const start = 8 + Number(body.readBigUInt64LE(0)) + from;
    // Float16 100 in the last class's bias: whatever the picture, it now is a 9.
    body.writeUInt16LE(0x5640, start + (to - from) - 2);
    await route.fulfill({ response, body, headers: { "content-type": "application/octet-stream" } });
  });
  await page.reload();
  await ready(page);
  await expect(words(page)).toContainText("reads a 9 with 100");
  expect(honest).not.toContain("reads a 9");
});

test("one switch flips a claim of the paper: the same coat, ReLU6 on the necks, then all 500 bundled images", async ({
  page,
}) => {
  await page.goto("/figures/predictions/?network=fashion");
  const figure = page.locator(FIGURE);
  await figure.dispatchEvent("pointerenter");
  await ready(page);
  const best = await words(page).textContent();
  await page.getByLabel("Which one").selectOption({ label: "small, the paper’s block" });
  await expect(words(page)).not.toHaveText(best ?? "");
  await ready(page);
  const paper = await words(page).textContent();
  await page.getByLabel("Which one").selectOption({ label: "small, ReLU6 on the necks" });
  await expect(words(page)).not.toHaveText(paper ?? "");
  await page.getByLabel("Count on 500 test images").check();
  await expect(words(page)).toContainText(/Of the 500 bundled test images it reads \d+ rightly, \d+\.\d%/);
  await expect(words(page)).toContainText(/The small network with the paper’s block reads \d+ of them/);
  const counted = await words(page).textContent();

  // The link carries both switches to a friend, who is told the same.
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect.poll(() => new URL(page.url()).searchParams.get("built")).toBe("relu6-neck");
  await page.goto(page.url());
  await page.locator(FIGURE).dispatchEvent("pointerenter");
  await expect(words(page)).toHaveText(counted ?? "");

  // The images are lost on the way: it is said, and the answer comes back once the wish is taken back.
  await page.route("**/data/digits-test.bin", (route) => route.abort());
  await page.getByRole("radio", { name: "digits" }).check();
  await expect(page.locator(`${FIGURE} .figure-message`)).toContainText("data/digits-test.bin could not be reached");
  await page.getByLabel("Count on 500 test images").uncheck();
  await ready(page);
  await expect(words(page)).toContainText("The network reads a");
});
