/**
 * The course as a reader walks it, lesson by lesson: with the keyboard alone, and with a finger on a phone. Every guess
 * is made, every cell run, every task done until the page notices, every check answered, and Next leads on.
 */
import { readdirSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { overflow } from "./figure-page.ts";
import { expect, test } from "./fixtures.ts";
import { resultOf } from "./results.ts";
import { WAYS, type Corner, type Step } from "./ways.ts";

test.describe.configure({ timeout: 300_000 });
const PATIENCE = { timeout: 30_000 };
const bare = (name: string): string => name.replace(/^\d+-/, "");
const folders = (path: string): string[] => readdirSync(path).filter((name) => /^\d\d-/.test(name)).sort(); // prettier-ignore
const LESSONS = folders("content").flatMap((chapter) =>
  folders(`content/${chapter}`).map((lesson) => ({
    slug: bare(lesson),
    address: `/lessons/${bare(chapter)}/${bare(lesson)}/`,
  })),
);

/** What differs between the readers. */
interface Hand {
  /** What comes before anything else is done with a figure. */
  meet(figure: Locator): Promise<void>;
  press(target: Locator): Promise<void>;
  /** Puts a number into a field that is there already. */
  type(field: Locator, text: string): Promise<void>;
  /** Takes an option of a list, or one of a row of buttons. */
  choose(box: Locator, value: string): Promise<void>;
  pick(figure: Locator, step: Extract<Step, { cells: RegExp }>): Promise<void>;
  /** One stroke more on the pad. */
  stroke(pad: Locator, corners: readonly Corner[]): Promise<void>;
  draw(plot: Locator): Promise<void>;
}

/** How far an arrow key moves the pad's pen, and where the pen begins, in thousandths of the pad's side. */
const PEN_STEP = 25;
const PEN_START: Corner = [500, 500];

const keys = (page: Page): Hand => {
  let pen = PEN_START;
  const on = async (target: Locator, ...names: string[]): Promise<void> => {
    await target.focus();
    for (const name of names) await page.keyboard.press(name);
  };
  return {
    meet: (figure) => on(figure.locator("input, button, select").filter({ visible: true }).first()),
    press: async (target) => on(target, (await target.evaluate((one) => one.matches("input"))) ? "Space" : "Enter"),
    type: async (field, text) => {
      await on(field, "ControlOrMeta+A");
      await page.keyboard.type(text);
      await page.keyboard.press("Tab");
    },
    choose: async (box, value) => {
      const select = box.locator("select");
      if ((await select.count()) > 0) {
        const places = await select.locator("option").evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value)); // prettier-ignore
        await on(select, "Home", ...Array<string>(places.indexOf(value)).fill("ArrowDown"));
        return;
      }
      // A row of radio buttons is one stop: arrows go round it.
      const radios = box.locator("input[type=radio]");
      const values = await radios.evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value));
      const checked = await radios.evaluateAll((all) => all.findIndex((one) => (one as HTMLInputElement).checked));
      const steps = values.indexOf(value) - checked;
      await on(radios.nth(checked));
      for (let i = 0; i < Math.abs(steps); i++) await page.keyboard.press(steps > 0 ? "ArrowRight" : "ArrowLeft");
    },
    pick: (figure, { cells, key, times }) =>
      on(figure.getByRole("application", { name: cells }), ...Array<string>(times).fill(key)),
    stroke: async (pad, [from, ...others]) => {
      const arrows = (steps: number, ahead: string, back: string) => Array<string>(Math.abs(steps)).fill(steps > 0 ? ahead : back); // prettier-ignore
      const to = (corner: Corner): string[] => {
        const [x, y] = [0, 1].map((axis) => (corner[axis]! - pen[axis]!) / PEN_STEP) as [number, number];
        pen = corner;
        return [...arrows(x, "ArrowRight", "ArrowLeft"), ...arrows(y, "ArrowDown", "ArrowUp")];
      };
      await on(pad, ...to(from!), "Space", ...others.flatMap(to), "Space");
    },
    draw: (plot) => on(plot.locator("input").first(), "ArrowUp", "ArrowUp", "ArrowRight", "ArrowDown"),
  };
};

const finger = (page: Page): Hand => {
  /** Along corners, in shares of a box. */
  const slide = async (box: Locator, [first, ...others]: readonly Corner[]): Promise<void> => {
    await box.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await box.boundingBox())!;
    const touch = await page.context().newCDPSession(page);
    const at = (from: Corner, to: Corner, share: number) => {
      const along = (axis: 0 | 1): number => from[axis] + (to[axis] - from[axis]) * share;
      return { touchPoints: [{ x: x + width * along(0), y: y + height * along(1) }] };
    };
    let last = first!;
    await touch.send("Input.dispatchTouchEvent", { type: "touchStart", ...at(last, last, 0) });
    for (const corner of others) {
      for (let i = 1; i <= 8; i++) {
        await touch.send("Input.dispatchTouchEvent", { type: "touchMove", ...at(last, corner, i / 8) });
      }
      last = corner;
    }
    await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    await touch.detach();
  };
  /** On a busy machine the browser may take a tap for a long press, which is none: a finger then taps again. */
  const tap = async (target: Locator): Promise<void> => {
    await page.evaluate(() => {
      addEventListener("click", () => document.documentElement.setAttribute("data-tapped", ""), { capture: true, once: true }); // prettier-ignore
    });
    const from = page.url();
    for (let tries = 0; tries < 3; tries++) {
      await target.tap();
      const came = page.waitForFunction((url) => location.href !== url || document.documentElement.hasAttribute("data-tapped"), from, { timeout: 3000 }); // prettier-ignore
      if (await came.then(() => true, () => page.url() !== from)) break; // prettier-ignore
    }
    await page.evaluate(() => {
      document.documentElement.removeAttribute("data-tapped");
    });
  };
  return {
    meet: (figure) => tap(figure.locator("figcaption")),
    press: tap,
    type: async (field, text) => {
      await tap(field);
      await field.fill(text);
      await field.blur();
    },
    choose: async (box, value) => {
      const select = box.locator("select");
      // The phone's own list is no part of the page.
      if ((await select.count()) > 0) await select.selectOption(value);
      else await tap(box.locator(`label:has(input[value="${value}"])`));
    },
    pick: async (figure, { pad, times }) => {
      for (let i = 0; i < times; i++) await tap(figure.getByRole("button", { name: pad, exact: true }));
    },
    stroke: (pad, corners) => slide(pad, corners.map(([x, y]) => [x / 1000, y / 1000])), // prettier-ignore
    draw: (plot) => slide(plot, [[0.2, 0.2], [0.95, 0.7]]), // prettier-ignore
  };
};

/** Every stop of the page's text is reached by Tab, in sight and with a ring, and Tab goes on. */
async function tabThrough(page: Page): Promise<void> {
  await page.locator("main").focus();
  const faults = new Set<string>();
  const met: string[] = [];
  for (let presses = 0; presses < 600; presses++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement) || !element.closest("main")) return undefined;
      const around = [element, element.nextElementSibling, element.closest("label"), element.parentElement];
      const hasRing = around.some((one) => one && parseFloat(getComputedStyle(one).outlineWidth) >= 2 && getComputedStyle(one).outlineStyle !== "none"); // prettier-ignore
      const { top, bottom, left, right } = element.getBoundingClientRect();
      const isSeen = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
      const name = element.outerHTML.slice(0, 120);
      // What loads may be gone by the time it is looked at.
      const fault = !element.checkVisibility() ? "" : !hasRing ? "no ring" : !isSeen ? "out of sight" : "";
      return { name, fault };
    });
    if (!stop) break;
    if (stop.fault !== "") faults.add(`${stop.fault}: ${stop.name}`);
    met.push(stop.name);
  }
  expect([...faults]).toEqual([]);
  expect(met.length, "stops before Tab has left the text").toBeLessThan(600);
  expect(met.at(-1), "the last stop is the way to the next lesson, or to the one before").toMatch(/rel="(next|prev)"/);
}

async function guess(page: Page, hand: Hand): Promise<void> {
  for (const box of await page.locator(".predict").all()) {
    const plot = box.locator("[data-plot]");
    const field = box.locator("input[type=number]");
    if ((await plot.count()) > 0) await hand.draw(plot);
    else if ((await field.count()) > 0) await hand.type(field, (await field.getAttribute("max")) ?? "");
    else await hand.choose(box, "0");
    if ((await box.locator("[data-compare]").count()) > 0) await hand.press(box.locator("[data-compare]"));
    else if ((await box.locator("input:checked").count()) === 0) await box.locator("input").first().press("Space");
    await expect(box.locator("details"), (await box.getAttribute("id")) ?? "").toHaveAttribute("open", "", PATIENCE);
  }
}

async function take(figure: Locator, step: Step, hand: Hand): Promise<void> {
  if ("press" in step) {
    const button = figure.locator(".figure-panels").getByRole("button", { name: step.press, exact: typeof step.press === "string" }); // prettier-ignore
    for (let i = 0; i < (step.times ?? 1); i++) {
      const drawn = (): Promise<string> => figure.locator(".figure-panels").innerHTML();
      const before = await drawn();
      await hand.press(button.first());
      await expect.poll(drawn, { message: "the press has an effect", ...PATIENCE }).not.toBe(before);
      await expect(figure).toHaveAttribute("data-status", "ready", PATIENCE);
    }
  } else if ("cells" in step) await hand.pick(figure, step);
  else if ("strokes" in step) {
    await hand.press(figure.getByRole("button", { name: "Clear", exact: true }));
    for (const corners of step.strokes) await hand.stroke(figure.locator(".pad canvas"), corners);
  } else {
    const drawn = figure.locator(`fieldset:has(input[name$="-${step.set}"])`);
    const control = figure.locator(`[data-control="${step.set}"]`);
    const box = (await control.count()) > 0 ? control : drawn;
    const field = box.locator("input[type=number]");
    if (typeof step.to === "boolean") {
      if ((await box.locator("input").isChecked()) === step.to) return;
      if ((await box.locator("label").count()) === 0) await hand.press(box);
      else await hand.press(box.locator("input"));
    } else if ((await field.count()) > 0) await hand.type(field.first(), String(step.to));
    else await hand.choose(box, String(step.to));
  }
  await expect(figure).toHaveAttribute("data-status", "ready", PATIENCE);
}

async function doTasks(page: Page, slug: string, hand: Hand): Promise<void> {
  for (const task of await page.locator("[data-task]").all()) {
    const id = (await task.getAttribute("id")) ?? "";
    const way = WAYS[`${slug}/${id}`];
    expect(way, `tests/journeys/ways.ts has no way for ${slug}/${id}`).toBeDefined();
    const { figure: of } = JSON.parse((await task.getAttribute("data-task")) ?? "{}") as { figure: string };
    const figure = page.locator(`inverted-figure#${of}`);
    await test.step(id, async () => {
      // A finger that scrolls a figure into view, or the focus that comes to it, has woken it.
      await hand.meet(figure);
      await expect(figure).toHaveAttribute("data-live", "", PATIENCE);
      for (const step of way ?? []) await take(figure, step, hand);
      await expect(task.getByRole("status"), `${slug}/${id}`).toHaveText("Done. The page has noted it.", PATIENCE);
    });
  }
}

async function walk(page: Page, { slug, address }: (typeof LESSONS)[number], hand: Hand): Promise<void> {
  await page.goto(address);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await test.step("guesses", () => guess(page, hand));
  await test.step("tasks", () => doTasks(page, slug, hand));
  await test.step("cells", async () => {
    for (const cell of await page.locator("inverted-cell[data-cell]").all()) {
      const out = cell.locator(".cell-out");
      await expect(out, "drawn at build").not.toBeEmpty();
      const drawn = await resultOf(cell);
      await hand.press(cell.getByRole("button", { name: "Run", exact: true }));
      await expect(cell).toHaveAttribute("data-status", "done", PATIENCE);
      await expect.poll(() => resultOf(cell), "what the build has drawn is what the run shows").toEqual(drawn);
    }
  });
  await test.step("the check", async () => {
    for (const question of await page.locator(".question").all()) {
      const right = question.locator("[data-right] input");
      await hand.choose(question, (await right.getAttribute("value")) ?? "");
      if (!(await right.isChecked())) await right.press("Space");
      await expect(question.locator(".why:visible")).toHaveCount(1);
    }
  });
  expect(await overflow(page), "wider than the window once all is open").toBeLessThanOrEqual(0);
  const next = LESSONS[LESSONS.findIndex((one) => one.slug === slug) + 1];
  const link = page.locator(".pager a[rel=next]");
  if (!next) {
    await expect(link).toHaveCount(0);
    return;
  }
  await hand.press(link);
  await expect(page).toHaveURL(next.address);
  await page.goto("/lessons/");
  await expect(page.locator(`[data-lesson-link="${address.slice("/lessons/".length, -1)}"]`)).toContainText("finished");
}

for (const lesson of LESSONS) {
  test(`${lesson.slug}: read from end to end with the keyboard alone`, async ({ page, watch }) => {
    watch.tolerate(/GL Driver Message/);
    await walk(page, lesson, keys(page));
    await page.goto(lesson.address);
    await tabThrough(page);
  });

  test.describe("on a phone", () => {
    test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    test(`${lesson.slug}: read from end to end with a finger at 390 px`, async ({ page, watch }) => {
      watch.tolerate(/GL Driver Message/);
      await walk(page, lesson, finger(page));
    });
  });
}
