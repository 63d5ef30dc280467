/** Presses, drags and types at random, but the same way for the same seed. */
import type { Page } from "@playwright/test";
import { figure } from "./figure-page.ts";
import { below, oneOf, type Random } from "./random-state.ts";

const KEYS = [
  ...["Tab", "Tab", "Tab", "Shift+Tab", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp"],
  ...["PageDown", "Enter", "Space", "Escape", "Delete", "Backspace", "1", "7", "0", "-", "+", ".", "e"],
];

export async function monkey(page: Page, random: Random, ms: number, check: () => Promise<void>): Promise<void> {
  // It may press everything but what leaves the page or covers it.
  await page.evaluate(() => {
    document.addEventListener(
      "click",
      (event) => {
        if (
          event.target instanceof Element &&
          event.target.closest("a[href], [data-tool=fullScreen], input[type=file]")
        )
          event.preventDefault();
        if (event.target instanceof Element && event.target.closest("[data-tool=fullScreen]"))
          event.stopImmediatePropagation();
      },
      { capture: true },
    );
  });
  const end = Date.now() + ms;
  for (let step = 0; Date.now() < end; step++) {
    const box = await figure(page).boundingBox();
    const view = page.viewportSize();
    if (!box || !view) return;
    const point = (): [number, number] => [
      box.x + random() * box.width,
      Math.min(view.height - 1, Math.max(0, box.y + random() * box.height)),
    ];
    switch (below(random, 5)) {
      case 0:
        await page.mouse.click(...point());
        break;
      case 1:
        await page.mouse.move(...point());
        await page.mouse.down();
        await page.mouse.move(...point(), { steps: 3 });
        await page.mouse.up();
        break;
      case 2:
        await page.mouse.wheel(0, 400 * (random() - 0.5));
        break;
      default:
        for (let i = 0; i < 4; i++) await page.keyboard.press(oneOf(random, KEYS));
    }
    if (step % 5 === 4) await check();
  }
  await page.keyboard.press("Escape");
}
