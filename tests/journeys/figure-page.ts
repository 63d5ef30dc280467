/** A figure's own page as the common tests use it: only public names (design 3). */
import { readFile } from "node:fs/promises";
import type { BrowserContextOptions, Page } from "@playwright/test";
import { expect, test as base } from "./fixtures.ts";
import { openRegistry, type Registry } from "./registry.ts";

export const test = base.extend<object, { registry: Registry }>({
  registry: [
    async ({}, use) => {
      const registry = await openRegistry();
      await use(registry);
      await registry.close();
    },
    { scope: "worker" },
  ],
});

/** Computing in a worker on a busy machine may take its time; nothing here measures speed. */
const PATIENCE = { timeout: 25_000 };

export const figure = (page: Page) => page.locator("inverted-figure");
export const ready = async (page: Page): Promise<void> => {
  await expect(figure(page)).toHaveAttribute("data-status", "ready", PATIENCE);
};

export async function openFigure(page: Page, id: string, address = ""): Promise<void> {
  await page.goto(`/figures/${id}/${address}`);
}

/** As a reader's pointer does; the first touch loads the live part. */
export async function wake(page: Page): Promise<void> {
  await figure(page).dispatchEvent("pointerenter");
  await ready(page);
}

export interface Download {
  readonly figure: string;
  readonly state: Record<string, unknown>;
  readonly data: unknown;
}

export async function downloadJson(page: Page): Promise<Download> {
  const wait = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download data (JSON)" }).click();
  const file = await (await wait).path();
  return JSON.parse(await readFile(file, "utf8")) as Download;
}

export /** What of a figure can be reached by Tab now, as handles that name themselves; a group of radio buttons is one stop. */
const tabStops = (page: Page): Promise<string[]> =>
  figure(page).evaluate((root) => {
    const stops = [
      ...root.querySelectorAll<HTMLElement>("a[href], button, input, select, textarea, summary, [tabindex]"),
    ].filter((element) => {
      if (element.tabIndex < 0 || element.matches(":disabled") || element.closest("[inert]")) return false;
      if (!element.checkVisibility({ visibilityProperty: true })) return false;
      if (!(element instanceof HTMLInputElement) || element.type !== "radio") return true;
      const group = [...root.querySelectorAll<HTMLInputElement>(`input[name="${element.name}"]`)];
      return (group.find(({ checked }) => checked) ?? group[0]) === element;
    });
    return stops.map((element, index) => (element.dataset["stop"] = String(index)));
  });

/**
 * Where two downloads differ, as "path: one, other". Numbers may differ by what Math.cos and Math.log differ between
 * Node's and the browser's builds of V8: 1e-9 of their size, or 1e-12 near zero.
 */
export function differences(one: unknown, other: unknown, path = ""): string[] {
  if (typeof one === "number" && typeof other === "number") {
    return Math.abs(one - other) <= Math.max(1e-12, 1e-9 * Math.abs(one)) ? [] : [`${path}: ${one}, ${other}`];
  }
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return Object.is(one, other) ? [] : [`${path}: ${JSON.stringify(one)}, ${JSON.stringify(other)}`];
  }
  const [a, b] = [one, other] as [Record<string, unknown>, Record<string, unknown>];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) =>
    differences(a[key], b[key], `${path}.${key}`),
  );
}

/** The stop that has the focus; "" when the focus has left the figure. */
export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset["stop"] ?? "");

/**
 * Targets under 44 px, by name and size: what a finger hits counts, so that a label or a cell may enlarge
 * its button.
 */
export const smallTargets = (page: Page): Promise<string[]> =>
  figure(page).evaluate((root) =>
    [...root.querySelectorAll<HTMLElement>("button, input, select, summary, textarea, [tabindex='0']")].flatMap(
      (element) => {
        if (!element.checkVisibility({ visibilityProperty: true }) || element.matches(":disabled")) return [];
        element.scrollIntoView({ block: "center", inline: "center" });
        const isDrawnByLabel = element instanceof HTMLInputElement && /^(radio|checkbox|file)$/.test(element.type);
        const label = isDrawnByLabel ? element.labels?.[0] : undefined;
        const { x, y, width, height } = (label ?? element).getBoundingClientRect();
        const [middleX, middleY] = [x + width / 2, y + height / 2];
        const hit = (dx: number, dy: number): boolean => {
          const found = document.elementFromPoint(middleX + dx, middleY + dy);
          return found !== null && (element.contains(found) || label?.contains(found) === true);
        };
        /** How far a finger may slide along one axis and still hit, up to 44 px. */
        const reach = (dx: number, dy: number): number => {
          let pixels = 1;
          for (const sign of [-1, 1]) for (let k = 1; k <= 43 && hit(sign * k * dx, sign * k * dy); k++) pixels++;
          return pixels;
        };
        const wide = width >= 43.5 || reach(1, 0) >= 43;
        const high = height >= 43.5 || reach(0, 1) >= 43;
        const name = element.getAttribute("aria-label") ?? (element.id || element.textContent);
        return wide && high ? [] : [`${name} ${width.toFixed(0)} × ${height.toFixed(0)}`];
      },
    ),
  );

export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** What readers must never see. */
export const NO_NUMBER = /\b(NaN|undefined|Infinity|null|\[object)\b/;

export const visibleText = (page: Page): Promise<string> =>
  figure(page).evaluate((root) =>
    [
      (root as HTMLElement).innerText,
      ...[...root.querySelectorAll("svg text")].map((text) => text.textContent),
      ...[...root.querySelectorAll<HTMLInputElement>("input[type=number], input[type=range]")].map(
        ({ value }) => value,
      ),
      ...[...root.querySelectorAll("[aria-label]")].map((element) => element.getAttribute("aria-label")),
    ].join("\n"),
  );

/** A live figure has a picture, a description, no number that is none, and a stage in space where there is WebGL. */
export async function showsItself(page: Page): Promise<void> {
  const panels = figure(page).locator(".figure-panels");
  await expect(panels.locator("svg, canvas, table").filter({ visible: true }).first()).toBeVisible();
  for (const stage of await figure(page).locator(".stage-bar").all()) {
    const hasWebgl = await page.evaluate(() => document.createElement("canvas").getContext("webgl2") !== null);
    if (hasWebgl) await expect(stage.getByRole("button").first()).toBeVisible();
    // Else its 2D twin, with a line that says so.
    else await expect(stage).toContainText("no WebGL");
  }
  await expect(page.locator("[data-description]")).toHaveText(/\w+ .*\.$/);
  expect(await visibleText(page)).not.toMatch(NO_NUMBER);
}

export const width = (wide: number): BrowserContextOptions => ({ viewport: { width: wide, height: 800 } });
