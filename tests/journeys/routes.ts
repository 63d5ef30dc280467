/** What holds on every route however the reader looks at it: zoomed to 200 %, or in the system's own colours. */
import AxeBuilder from "@axe-core/playwright";
import type { BrowserContextOptions, Page } from "@playwright/test";
import { overflow } from "./figure-page.ts";

/** 200 % in a window of 1280 × 800 is half of its CSS pixels at twice their size. */
export const LOOKS: Readonly<Record<string, BrowserContextOptions>> = {
  "at 200 % zoom": { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
  "in forced colours": { viewport: { width: 1280, height: 800 }, forcedColors: "active" },
  "in forced colours, dark": { viewport: { width: 390, height: 800 }, forcedColors: "active", colorScheme: "dark" },
};

/** The focused element, if it shows no ring or stands outside the window or under something else. */
const hiddenFocus = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return "";
    // A ring may stand on what is drawn in place of an input: its label, or the sign beside it.
    const around = [element, element.nextElementSibling, element.closest("label"), element.parentElement];
    const hasRing = around.some((one) => {
      if (!one) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    });
    const { top, bottom, left, right } = element.getBoundingClientRect();
    const isSeen = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
    const name = element.outerHTML.slice(0, 120);
    return hasRing && isSeen ? "" : `${hasRing ? "out of sight" : "no ring"}: ${name}`;
  });

/** Buttons and fields that are there but have no size or nothing to be told by. */
const unseen = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("button, select, input, textarea, summary")].flatMap((element) => {
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return [];
      const { width, height } = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      const told =
        element.textContent.trim() !== "" ||
        element.querySelector("svg, img, canvas") !== null ||
        element.matches("input, select, textarea") ||
        style.borderStyle !== "none" ||
        getComputedStyle(element, "::before").content !== "none";
      return width > 8 && height > 8 && told ? [] : [element.outerHTML.slice(0, 120)];
    }),
  );

/** All that is wrong with a page as it stands; `stops` presses of Tab look at the focus. */
export async function faultsOf(page: Page, stops: number): Promise<string[]> {
  const faults: string[] = [];
  const wider = await overflow(page);
  if (wider > 0) faults.push(`${String(wider)} px wider than the window`);
  faults.push(...(await unseen(page)).map((one) => `not to be seen: ${one}`));
  for (let press = 0; press < stops; press++) {
    await page.keyboard.press("Tab");
    const fault = await hiddenFocus(page);
    if (fault !== "") faults.push(fault);
  }
  const { violations } = await new AxeBuilder({ page }).analyze();
  faults.push(...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`));
  return faults;
}
