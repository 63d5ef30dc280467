// npm run pictures: the README's pictures, from the built site, into .github/pictures/.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { serveSite } from "./serve/server.mjs";
import { BROWSER_ARGS, ensureBrowser } from "./setup/browser.mjs";
import { root } from "./setup/root.mjs";

/** name, route, colour scheme, and what to touch and wait for where the picture is of something live */
const PICTURES = /** @type {const} */ ([
  ["front", "", "light", ""],
  ["relu", "lab/relu/?n=3&seed=7", "light", ""],
  ["block", "lab/block/", "dark", ""],
  ["space", "lab/block/", "light", "[data-panel=space] .stage-view[data-drawn]"],
  ["three", "figures/three-convolutions/", "light", ""],
  ["city", "figures/network-city/", "dark", ".stage-view[data-drawn]"],
]);

const folder = join(root, ".github", "pictures");
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: BROWSER_ARGS });
const { url, close } = await serveSite({ port: 4663 });
for (const [name, route, colorScheme, live] of PICTURES) {
  const context = await browser.newContext({
    viewport: { width: 1200, height: 800 },
    colorScheme,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const answer = await page.goto(url + route, { waitUntil: "networkidle" });
  if (!answer?.ok()) throw new Error(`/${route} answers ${answer?.status()}`);
  await page.evaluate("document.fonts.ready");
  if (live !== "") {
    await page.locator("inverted-figure").dispatchEvent("pointerenter");
    await page.locator(".panel:has(.stage-bar)").evaluate((panel) => {
      panel.scrollIntoView({ block: "center" });
    });
    await page.locator(live).waitFor();
  }
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await context.close();
}
close();
await browser.close();
