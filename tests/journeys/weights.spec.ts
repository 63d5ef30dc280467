/** A reader's own weights at /lab/network/: opened, run on the engine, exported, refused; and the engine's own life. */
import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Page } from "@playwright/test";
import { fileOf, type FileTensor, seededFile } from "../kernels/formats/weight-files.ts";
import { overflow } from "./figure-page.ts";
import { expect, test } from "./fixtures.ts";

const FIGURE = "[data-figure=predictions]";
const figure = (page: Page) => page.locator(FIGURE).first();
const ready = (page: Page) => expect(figure(page)).toHaveAttribute("data-status", "ready");
const words = (page: Page) => figure(page).locator("[data-description]");
const message = (page: Page) => figure(page).locator(".figure-message");
const how = (page: Page) => figure(page).locator("[data-panel=facts]");

const { tensors } = seededFile(0.35, { classes: 1000 });
/** Where a story is not about the thousand names: a file of a tenth of the size. */
const { tensors: small } = seededFile(0.1);
const weights = (all: ReadonlyMap<string, FileTensor>, name = "mine.safetensors", metadata = { resolution: "96" }) => ({
  name,
  mimeType: "application/octet-stream",
  buffer: Buffer.from(fileOf(all, metadata)),
});

async function open(page: Page, file: ReturnType<typeof weights>, address = "/lab/network/"): Promise<void> {
  await page.goto(address);
  await page.getByLabel("Open weights").setInputFiles(file);
}

test("opens weights, sees five names, exports them, opens the export, and closes it again", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, weights(tensors));
  await expect(words(page)).toContainText("mine reads the digit above, scaled to 96 × 96");
  await expect(how(page)).toContainText("MobileNetV2 0.35");
  await expect(how(page)).toContainText(/The fast engine ran on (relaxed )?SIMD, 1 thread/);
  await expect(figure(page).getByText("mine.safetensors, 6.8 MB. An opened file is not part of a link.")).toBeVisible();
  expect(await overflow(page), "pixels wider than the screen").toBeLessThanOrEqual(0);
  const said = await words(page).textContent();
  const city = page.locator("[data-figure=network-city]");
  await city.dispatchEvent("pointerenter");
  await expect(city.locator("[data-description]")).toContainText("Your network in 55 tensors");

  const download = page.waitForEvent("download");
  await figure(page).getByRole("button", { name: "weights (safetensors)" }).click();
  const path = await (await download).path();
  const copy = { name: "again.safetensors", mimeType: "application/octet-stream", buffer: readFileSync(path) };
  await page.getByLabel("Open weights").setInputFiles(copy);
  await expect(words(page)).toHaveText((said ?? "").replace("mine", "again"));
  await expect(how(page)).toContainText("The file says its rows itself");

  await figure(page).getByRole("button", { name: "Copy link" }).click();
  await expect(message(page)).toContainText("The file that you opened is not in it");
  await figure(page).getByRole("button", { name: "Close the file" }).click();
  await expect(words(page)).toContainText("The network reads a 2");
  await expect(city.locator("[data-description]")).toContainText("Our digits network");
});

test("a file that cannot be read leaves the network that was there, and the sentence names the tensor", async ({
  page,
}) => {
  await open(page, weights(small));
  await expect(words(page)).toContainText("mine reads");
  const said = (await words(page).textContent()) ?? "";
  const without = new Map([...small].filter(([name]) => name !== "features.4.conv.1.1.bias"));
  for (const [file, reason] of [
    [
      weights(without, "holes.safetensors"),
      "“holes.safetensors” was not opened. Tensor features.4.conv.1.1.bias is missing",
    ],
    [{ ...weights(small, "notes.safetensors"), buffer: Buffer.from("some text") }, "This is not a safetensors file"],
  ] as const) {
    await page.getByLabel("Open weights").setInputFiles(file);
    await expect(message(page)).toContainText(reason);
    await ready(page);
    await expect(words(page)).toHaveText(said);
    await expect(figure(page).getByText("mine.safetensors, ")).toBeVisible();
  }
});

test("half a gigabyte is refused unread, and what was there stays", async ({ page }, info) => {
  await open(page, weights(small));
  await expect(words(page)).toContainText("mine reads");
  const said = (await words(page).textContent()) ?? "";
  const path = info.outputPath("huge.safetensors");
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, "");
  // Only its length is there: the disk gives no room for it.
  truncateSync(path, 500e6);
  await page.getByLabel("Open weights").setInputFiles(path);
  await expect(message(page)).toContainText(
    "“huge.safetensors” has 500 MB and was not opened. Files of up to 200 MB can be.",
  );
  await expect(words(page)).toHaveText(said);
  rmSync(path);
});

test("the link forces backend and threads; what it asks in vain is said", async ({ page }) => {
  await open(page, weights(small), "/lab/network/?backend=simd&threads=2");
  await expect(how(page)).toContainText("The fast engine ran on SIMD, 2 threads");
  const onTwo = await words(page).textContent();
  await open(page, weights(small), "/lab/network/?backend=%3Cscript%3E&threads=999");
  await expect(how(page)).toContainText("backend = “<script>”, which cannot be had here");
  await expect(how(page)).toContainText("threads = “999”, which cannot be had here");
  await open(page, weights(small), "/lab/network/?backend=reference");
  await expect(how(page)).toContainText("The fast engine ran on the reference kernels, 1 thread");
  await expect(words(page)).toHaveText(onTwo ?? "");
  await page.goto("/diagnostics/?backend=simd&threads=one");
  await expect(page.locator("[data-probe=engine]")).toHaveText(/^backend=simd threads=2 \(threads=“one”/);
});

test("the engine's worker is killed: it is started again, which is said; so is the figures' worker", async ({
  page,
}) => {
  await open(page, weights(small));
  await expect(words(page)).toContainText("mine reads");
  const kill = (name: string) =>
    page
      .workers()
      .find((worker) => worker.url().includes(name))
      ?.evaluate(() => {
        self.close();
      });
  await kill("engine.worker");
  await page.getByLabel("Padding").selectOption("same-tf");
  await expect(how(page)).toContainText("Its worker had stopped and was started again.");
  await kill("figures.worker");
  await page.getByLabel("Padding").selectOption("symmetric");
  await expect(message(page)).toContainText("had stopped. It was started again.");
  await expect(how(page)).toContainText("Symmetric, as PyTorch pads. You chose it.");
});

test("the microscope steps through the opened network's blocks, down to single values, and goes back when it is closed", async ({
  page,
}) => {
  await open(page, weights(small));
  await expect(words(page)).toContainText("mine reads");
  const microscope = page.locator("[data-figure=block-microscope]");
  const said = microscope.locator("[data-description]");
  await microscope.dispatchEvent("pointerenter");
  const top = /“([^”]+)”/.exec((await words(page).textContent()) ?? "")?.[1] ?? "";
  await expect(said).toContainText(`The network reads “${top}” with`);
  await expect(microscope.getByLabel("Network", { exact: true })).toBeHidden();
  await expect(microscope).toHaveAttribute("data-live", "");
  await microscope.locator("[data-block='2'] input").check({ force: true });
  // 0.1 at 96 pixels: eight channels come into block 2, six times as many are inside.
  await expect(microscope.locator(".blocks p")).toHaveText(
    "Block 2: 48×48×8 → ×6 = 48 channels inside, stride 2 → 24×24×8",
  );
  await microscope.locator("input[value=expand-relu6]").check({ force: true });
  await expect(said).toContainText("ReLU6 after the expansion, channel 7");
  const canvas = microscope.locator("[data-panel=after] canvas");
  await canvas.focus();
  await page.keyboard.press("PageDown");
  await expect(said).toContainText("ReLU6 after the expansion, channel 8");
  // What a worker packed is in the picture: more than the ground's one colour.
  const colours = await canvas.evaluate((one: HTMLCanvasElement) => {
    const { data } = one.getContext("2d")!.getImageData(0, 0, one.width, one.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });
  expect(colours).toBeGreaterThan(20);
  await microscope.getByLabel("Shortcut").uncheck();
  await expect(microscope.locator("[data-panel=answer]")).toContainText("As trained");
  await figure(page).getByRole("button", { name: "Close the file" }).click();
  await expect(said).toContainText(/reads? (a )?\d/);
  await expect(microscope.getByLabel("Network", { exact: true })).toBeVisible();
});

test("a network kept on the device runs on the front page at a press, goes back, and is removed", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const line = page.locator("[data-own]");
  await page.goto("/");
  await expect(figure(page)).toHaveAttribute("data-status", "ready");
  await expect(line, "nothing is kept").toBeHidden();

  // The reader chose how it is padded: that goes along.
  await open(page, weights(small), "/lab/network/?padding=same-tf");
  await expect(words(page)).toContainText("mine reads the digit above, scaled to 96 × 96");
  await expect(line).toContainText("mine.safetensors is open on this page alone.");
  await line.getByRole("button", { name: "Keep it on this device" }).click();
  await expect(line).toContainText(/mine\.safetensors, [\d.]+ MB, is kept on this device/);
  const kept = await words(page).textContent();

  await page.goto("/");
  await expect(line).toContainText("You kept a network on this device: mine.safetensors");
  await expect(words(page)).toContainText("The network reads a 2");
  await line.getByRole("button", { name: "Run it here" }).click();
  await expect(words(page)).toHaveText(kept ?? "");
  await expect(how(page)).toContainText("You chose it.");
  expect(await overflow(page), "pixels wider than the screen").toBeLessThanOrEqual(0);
  await line.getByRole("button", { name: "Back to our network" }).click();
  await expect(words(page)).toContainText("The network reads a 2");

  await page.goto("/lab/network/");
  await line.getByRole("button", { name: "Remove it from this device" }).click();
  await expect(line).toBeHidden();
  await page.goto("/");
  await expect(figure(page)).toHaveAttribute("data-status", "ready");
  await expect(line).toBeHidden();
});

test("a network that finds no room on the device stays open, and the page says so", async ({ page }) => {
  await page.addInitScript(() => {
    Cache.prototype.put = () => Promise.reject(new DOMException("No room.", "QuotaExceededError"));
  });
  await open(page, weights(small));
  const line = page.locator("[data-own]");
  await line.getByRole("button", { name: "Keep it on this device" }).click();
  await expect(line).toContainText("mine.safetensors could not be kept: this browser forbids storage here, or has too");
  await expect(words(page)).toContainText("mine reads the digit above");
});
