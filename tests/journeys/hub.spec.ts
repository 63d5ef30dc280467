/**
 * Weights from the public hub at /lab/network/. Nothing here leaves the machine: the hub and the host that it hands over to
 * are played by this test, at their own addresses, redirect and all.
 */
import { createHash } from "node:crypto";
import type { CDPSession, Page } from "@playwright/test";
import { fileOf, seededFile, timmName } from "../kernels/formats/weight-files.ts";
import { overflow } from "./figure-page.ts";
import { expect, test } from "./fixtures.ts";

const HUB = "https://huggingface.co/timm/mobilenetv2_100.ra_in1k/resolve/main/model.safetensors";
const LIST = "https://huggingface.co/api/models/timm/mobilenetv2_100.ra_in1k/tree/main";
const CONTENT = "https://cas-bridge.xethub.hf.co/xet-bridge-us/weights?signature=1";
const ELSEWHERE = "https://downloads.example.org/weights";
const BUTTON = "Load 14.2 MB from huggingface.co";

const figure = (page: Page) => page.locator("[data-figure=predictions]").first();
const words = (page: Page) => figure(page).locator("[data-description]");
const message = (page: Page) => figure(page).locator(".figure-message");
const button = (page: Page) => figure(page).getByRole("button", { name: BUTTON });

interface Asked {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}
interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Not answered at all. */
  readonly fails?: "ConnectionRefused" | "InternetDisconnected";
  /** Answered never. */
  readonly hangs?: true;
}

/** Answers for hosts outside, by address; also those that a redirect leads to, which Playwright's own routes pass by. */
async function outside(page: Page, answers: Readonly<Record<string, Answer>>): Promise<Asked[]> {
  const asked: Asked[] = [];
  const session: CDPSession = await page.context().newCDPSession(page);
  session.on("Fetch.requestPaused", ({ requestId, request }) => {
    asked.push({ url: request.url, headers: request.headers });
    const answer = answers[request.url] ?? { fails: "ConnectionRefused" as const };
    if (answer.hangs) return;
    void (
      answer.fails
        ? session.send("Fetch.failRequest", { requestId, errorReason: answer.fails })
        : session.send("Fetch.fulfillRequest", {
            requestId,
            responseCode: answer.status ?? 200,
            responseHeaders: Object.entries({ "access-control-allow-origin": "*", ...answer.headers }).map(
              ([name, value]) => ({ name, value }),
            ),
            ...(answer.body && { body: answer.body.toString("base64") }),
          })
    ).catch(() => undefined);
  });
  await session.send("Fetch.enable", {
    patterns: ["https://huggingface.co/*", "https://*.hf.co/*", "https://*.example.org/*"].map((urlPattern) => ({
      urlPattern,
    })),
  });
  return asked;
}

const redirect = (location: string): Answer => ({ status: 302, headers: { location } });
const bytes = (body: Buffer): Answer => ({
  body,
  headers: { "content-type": "application/octet-stream", "content-length": String(body.length) },
});

const sum = (file: Buffer): string => createHash("sha256").update(file).digest("hex");
/** The hub's list of the folder, with the sum of the file that it keeps. */
const lists = (file: Buffer): Answer => ({
  headers: { "content-type": "application/json" },
  body: Buffer.from(
    JSON.stringify([
      { type: "file", path: "README.md", size: 1 },
      { type: "file", path: "model.safetensors", size: file.length, lfs: { oid: sum(file), size: file.length } },
    ]),
  ),
});

/** A file as the hub has it: timm's names, every weight of 1.0 with a thousand classes, here seeded. */
const timm = (width: number): Buffer => {
  const { tensors } = seededFile(width, { classes: 1000 });
  return Buffer.from(fileOf(new Map([...tensors].map(([name, tensor]) => [timmName(name), tensor]))));
};

test.beforeEach(({ watch }) => {
  // The requests that these stories are about, and the browser's own words on those that fail.
  watch.tolerate(
    /^request to another origin: https:\/\/(huggingface\.co\/(api\/models\/)?timm|cas-bridge\.xethub\.hf\.co)/,
  );
  watch.tolerate(/^console error: Failed to load resource: .*\(https:\/\/(huggingface\.co|cas-bridge)/);
});

test("a press loads the hub's weights over its redirect, opens them as a file, and says how timm trained them", async ({
  page,
}) => {
  test.slow();
  await page.setViewportSize({ width: 360, height: 740 });
  const file = timm(1);
  const asked = await outside(page, { [HUB]: redirect(CONTENT), [CONTENT]: bytes(file), [LIST]: lists(file) });
  await page.goto("/lab/network/");
  await expect(figure(page).getByRole("link", { name: "Model card and licence on the hub" })).toHaveAttribute(
    "href",
    "https://huggingface.co/timm/mobilenetv2_100.ra_in1k",
  );
  expect(asked, "asked before the press").toEqual([]);
  await button(page).click();
  await expect(words(page)).toContainText("mobilenetv2_100.ra_in1k reads the digit above, scaled to 224 × 224", {
    timeout: 90_000,
  });
  await expect(figure(page).getByText("mobilenetv2_100.ra_in1k.safetensors, 14.2 MB.")).toContainText(
    `Its SHA-256 begins with ${sum(file).slice(0, 12)}, as huggingface.co lists it.`,
  );
  const how = figure(page).locator("[data-panel=facts]");
  await expect(how).toContainText("MobileNetV2 1.00, channels rounded to multiples of 8. The names are timm’s.");
  await expect(how).toContainText("Symmetric, as PyTorch pads. timm trained these weights so.");
  await expect(how).toContainText("mean 0.485 / 0.456 / 0.406");
  expect(asked.map(({ url }) => url).sort()).toEqual([LIST, HUB, CONTENT].sort());
  for (const { headers } of asked) {
    expect(Object.keys(headers).filter((name) => /^(cookie|authorization|referer)$/i.test(name))).toEqual([]);
  }
  expect(await overflow(page), "pixels wider than the screen").toBeLessThanOrEqual(0);

  await figure(page).getByRole("button", { name: "Close the file" }).click();
  await expect(words(page)).toContainText("The network reads a 2");
});

test("what the hub answers in place of the file is said, and what was there stays", async ({ page, watch }) => {
  test.slow();
  // The breach of the policy is what one of these is about.
  watch.tolerate(/securitypolicyviolation: connect-src|Content Security Policy|example\.org/);
  const answers: Record<string, Answer> = {};
  await outside(page, answers);
  await page.goto("/lab/network/");
  await figure(page).dispatchEvent("pointerenter");
  await expect(words(page)).toContainText("The network reads a 2");
  const large = Buffer.alloc(29_000_000);
  for (const [answer, sentence] of [
    [{ status: 404 }, "huggingface.co answered 404 in place of the file"],
    [
      { headers: { "content-type": "text/html; charset=utf-8" }, body: Buffer.from("<!doctype html>Sign in") },
      "huggingface.co answered with a web page in place of the file",
    ],
    [{ fails: "ConnectionRefused" }, "huggingface.co could not be reached"],
    [redirect(ELSEWHERE), "huggingface.co sent the request on to a host that this page does not let in"],
    [
      { headers: { "content-length": String(large.length) }, body: Buffer.from("It is told to be large.") },
      "huggingface.co sends 29.0 MB or more, where these weights have 14.2 MB",
    ],
    [{ body: large }, "or more, where these weights have 14.2 MB"],
    [
      bytes(Buffer.from("version https://git-lfs.github.com/spec/v1")),
      "“mobilenetv2_100.ra_in1k.safetensors” was not opened. This is not a safetensors file",
    ],
  ] as [Answer, string][]) {
    answers[HUB] = answer;
    await button(page).click();
    await expect(message(page)).toContainText(sentence);
    await expect(message(page)).toContainText("What was there before stays.");
    await expect(words(page)).toContainText("The network reads a 2");
    await expect(button(page)).not.toHaveAttribute("aria-disabled");
  }

  // Another file than the one that is listed; and one that no list tells of, which is opened and said to be unchecked.
  const own = timm(0.1);
  answers[HUB] = bytes(own);
  answers[LIST] = lists(large);
  await button(page).click();
  await expect(message(page)).toContainText(`its SHA-256 begins with ${sum(own).slice(0, 12)}`);
  await expect(words(page)).toContainText("The network reads a 2");
  answers[LIST] = { body: Buffer.from("<!doctype html>") };
  await button(page).click();
  await expect(figure(page).getByText("huggingface.co gave no list to compare it with")).toBeVisible();
});

test("offline says so; a load is cancelled, by its button and by opening a file", async ({ page, context, watch }) => {
  watch.tolerate(/ERR_INTERNET_DISCONNECTED/);
  const answers: Record<string, Answer> = { [HUB]: { hangs: true } };
  await outside(page, answers);
  await page.goto("/lab/network/");
  await figure(page).dispatchEvent("pointerenter");
  await expect(figure(page)).toHaveAttribute("data-status", "ready");
  await button(page).click();
  const cancel = figure(page).locator("[data-hub-cancel]");
  await expect(cancel).toBeVisible();
  await cancel.click();
  await expect(message(page)).toContainText("Cancelled: nothing was opened");
  await expect(button(page)).toBeFocused();

  await button(page).click();
  await expect(cancel).toBeVisible();
  const own = fileOf(seededFile(0.1).tensors, { resolution: "96" });
  const mimeType = "application/octet-stream";
  await page.getByLabel("Open weights").setInputFiles({ name: "mine.safetensors", mimeType, buffer: Buffer.from(own) });
  await expect(words(page)).toContainText("mine reads the digit above");
  await expect(cancel).toBeHidden();
  await expect(message(page)).toBeHidden();

  await context.setOffline(true);
  answers[HUB] = { fails: "InternetDisconnected" };
  await button(page).click();
  await expect(message(page)).toContainText("This device is offline, so huggingface.co could not be asked.");
  await expect(words(page)).toContainText("mine reads the digit above");
  await context.setOffline(false);
});

test("the button stands on one page alone, which alone lets the hub in, by its own policy and by the headers", async ({
  page,
}) => {
  for (const path of ["/", "/lab/", "/lab/speed/", "/figures/predictions/", "/lab/network/"]) {
    const isHub = path === "/lab/network/";
    const response = await page.goto(path);
    await expect(page.locator("[data-hub]"), path).toHaveCount(isHub ? 1 : 0);
    const sent = (response?.headers()["content-security-policy"] ?? "").split(", ");
    const own = (await page.locator("meta[http-equiv=Content-Security-Policy]").getAttribute("content")) ?? "";
    const lets = (policy: string): boolean => !policy.includes("connect-src") || policy.includes("huggingface.co");
    expect([...sent, own].every(lets), path).toBe(isHub);
    expect(lets(own), path).toBe(isHub);
  }
});

test.describe("with the offline copy", () => {
  test.use({ serviceWorkers: "allow" });
  test("the service worker leaves the hub's file alone: it neither answers nor keeps it", async ({ page }) => {
    test.slow();
    // What the worker asks is not the page's: none of it may be for the hub.
    const asked = await outside(page, { [HUB]: bytes(Buffer.from("version https://git-lfs.github.com/spec/v1")) });
    await page.goto("/lab/network/");
    await page.keyboard.press("Tab");
    await expect
      .poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null), { timeout: 60_000 })
      .toBe(true);
    await button(page).click();
    await expect(message(page)).toContainText("This is not a safetensors file");
    expect(asked.map(({ url }) => url)).toEqual([LIST, HUB]);
    const kept = await page.evaluate(async () => {
      const names = await caches.keys();
      const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return all.flat().map(({ url }) => url);
    });
    expect(kept.filter((url) => !url.startsWith(new URL(page.url()).origin))).toEqual([]);
    expect(kept.length).toBeGreaterThan(100);
  });
});
