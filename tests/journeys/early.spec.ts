/** What a reader does before the script is there that can answer: it counts as soon as the script has come. */
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";

/** Holds back a script of the page until it is let go. */
async function hold(page: Page, name: string): Promise<{ asked: Promise<void>; letGo: () => void }> {
  let letGo = (): void => undefined;
  const free = new Promise<void>((resolve) => (letGo = resolve));
  let tell = (): void => undefined;
  const asked = new Promise<void>((resolve) => (tell = resolve));
  await page.route(`**/_astro/${name}.*.js`, async (route) => {
    tell();
    await free;
    await route.continue();
  });
  return { asked, letGo };
}

/** A stroke from one place of a box to another, both as shares of its size; `up` lifts the pointer at its end. */
async function stroke(page: Page, box: Locator, from: readonly [number, number], to: readonly [number, number], up: boolean): Promise<void> {
  await box.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await box.boundingBox())!;
  await page.mouse.move(x + width * from[0], y + height * from[1]);
  await page.mouse.down();
  await page.mouse.move(x + width * to[0], y + height * to[1], { steps: 8 });
  if (up) await page.mouse.up();
} // prettier-ignore

for (const up of [true, false]) {
  test(`a curve drawn before its script is there is drawn by it; the pointer ${up ? "has left" : "goes on"}`, async ({
    page,
  }) => {
    const { asked, letGo } = await hold(page, "guess");
    await page.goto("/lessons/what-relu-destroys/the-law/");
    const guess = page.locator("#shape-of-the-law");
    const plot = guess.locator("[data-plot]");
    await stroke(page, plot, [0.25, 0.1], [0.6, 0.1], up);
    await asked;
    letGo();
    const heights = (): Promise<number[]> =>
      plot.locator("input").evaluateAll((all) => all.map((one) => Number((one as HTMLInputElement).value)));
    // From the first to the middle points the stroke lies high above the flat start of 50.
    await expect.poll(async () => (await heights()).slice(1, 5).every((height) => height > 80)).toBe(true);
    expect((await heights())[11]).toBe(50);
    if (!up) {
      const { x, y, width, height } = (await plot.boundingBox())!;
      await page.mouse.move(x + width * 0.97, y + height * 0.7, { steps: 8 });
      await expect.poll(async () => (await heights())[11]).toBeLessThan(40);
      await page.mouse.up();
    }
    await guess.getByRole("button", { name: "Compare" }).click();
    await expect(guess.locator("details")).toHaveAttribute("open");
    await expect(guess.locator("[data-gap-words]")).toContainText("%");
  });
}

test("a digit drawn before its figure is awake is what the network then sees", async ({ page }) => {
  const { asked, letGo } = await hold(page, "enliven");
  await page.goto("/lessons/the-whole-network/run-it/");
  const figure = page.locator("#run");
  await stroke(page, figure.locator(".pad canvas"), [0.5, 0.2], [0.5, 0.8], true);
  await asked;
  letGo();
  await expect(figure).toHaveAttribute("data-status", "ready", { timeout: 25_000 });
  await expect(figure.locator(".sample[aria-pressed=true]")).toHaveCount(0);
  await expect.poll(() => new URL(page.url()).hash).toMatch(/strokes=/);
});

test("a number typed before its figure is awake is the figure's", async ({ page }) => {
  const { asked, letGo } = await hold(page, "enliven");
  await page.goto("/lessons/what-relu-destroys/half-and-a-ghost/");
  const figure = page.locator("#ghost");
  const share = figure.locator('[data-control="share"]');
  await share.getByRole("spinbutton").fill("0");
  await share.getByRole("spinbutton").blur();
  await asked;
  letGo();
  await expect(figure).toHaveAttribute("data-status", "ready", { timeout: 25_000 });
  await expect(share.getByRole("slider")).toHaveValue("0");
  await expect(page.locator("#without-ghost").getByRole("status")).toHaveText("Done. The page has noted it.");
});

test("a block chosen in a panel before its figure is awake is the block that it shows", async ({ page }) => {
  const { asked, letGo } = await hold(page, "enliven");
  await page.goto("/figures/block-microscope/");
  const figure = page.locator("[data-figure=block-microscope]");
  await figure.getByRole("radio", { name: /^block 7:/ }).check({ force: true });
  await asked;
  letGo();
  await expect(figure).toHaveAttribute("data-live", "", { timeout: 25_000 });
  await expect.poll(() => new URL(page.url()).searchParams.get("block")).toBe("7");
  await expect(figure.getByRole("radio", { name: /^block 7:/ })).toBeChecked();
  await expect(figure.locator("[data-panel=nav]")).toContainText("Block 7:");
});

test("an answer chosen before the page's script is there is explained, kept and counted", async ({ page }) => {
  const { asked, letGo } = await hold(page, "Base.astro_astro_type_script_index_0_lang");
  await page.goto("/lessons/what-relu-destroys/the-law/", { waitUntil: "commit" });
  const question = page.locator(".question").first();
  const right = question.locator("[data-right]");
  await right.getByRole("radio").check();
  await asked;
  // The style sheet shows the explanation; only a script can say and keep it.
  await expect(right.locator(".why")).toBeVisible();
  await expect(question.getByRole("status")).toBeEmpty();
  letGo();
  await expect(question.getByRole("status")).toHaveText((await right.locator(".why").textContent()) ?? "");
  await page.reload();
  await expect(right.getByRole("radio")).toBeChecked();
  await page.goto("/lessons/");
  await expect(page.locator('[data-lesson-link="what-relu-destroys/the-law"]')).toContainText("check: 1 of 4");
});
