import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { resultOf } from "./results.ts";

const LAW = "/lessons/what-relu-destroys/the-law/";
const cellOf = (page: Page, id: string) => page.locator(`inverted-cell#${id}`);

test("a reader runs the lesson's cell, changes the seed, sees the old result marked, and runs again @smoke", async ({
  page,
}) => {
  await page.goto(LAW);
  const cell = cellOf(page, "heads");
  await cell.getByRole("button", { name: "Run", exact: true }).click();
  await expect(cell).toHaveAttribute("data-status", "done");
  await expect(cell.getByRole("columnheader", { name: "heads" })).toBeVisible();
  const first = await cell.locator(".cell-out").textContent();
  await cell.getByRole("button", { name: "Edit" }).click();
  const code = cell.getByRole("textbox", { name: "Code of heads" });
  await expect(code).toBeFocused();
  // One line of the reader's own, written by keyboard; Escape and Tab lead out of the editor.
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("\nexport const mine = 6 * 7;");
  await expect(cell).toHaveAttribute("data-status", "stale");
  await expect(cell.getByRole("status")).toContainText("result is old");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(cell).toHaveAttribute("data-status", "done");
  await expect(cell.locator(".cell-out")).toContainText("mine = 42");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  await expect(code).not.toBeFocused();
  await cell.getByRole("button", { name: "Compare with ours" }).click();
  await expect(cell.locator(".diff-added")).toContainText("mine");
  // Kept on the device: there after a reload, until our code is asked for again.
  await page.reload();
  await expect(cell.locator("pre[data-code]")).toContainText("export const mine");
  await cell.getByRole("button", { name: "Our code again" }).click();
  await cell.getByRole("button", { name: "Run", exact: true }).click();
  await expect(cell).toHaveAttribute("data-status", "done");
  expect(await cell.locator(".cell-out").textContent()).toBe(first);
});

test("code that comes with a link is shown, and runs only when the reader says so", async ({ page }) => {
  const code = "export const linked = 1 + 1;";
  await page.goto(`${LAW}#~${new URLSearchParams({ "heads.code": code }).toString()}`);
  const cell = cellOf(page, "heads");
  await expect(cell.locator("pre[data-code]")).toHaveText(code);
  await expect(cell.getByRole("status")).toContainText("has not run");
  // What the build has drawn came of our code, here and in the cell that needs this one.
  await expect(cell.locator(".cell-out")).toBeEmpty();
  await expect(cellOf(page, "two-hundred").locator(".cell-out")).toBeEmpty();
  await cell.getByRole("button", { name: "Run", exact: true }).click();
  await expect(cell.locator(".cell-out")).toHaveText("linked = 2");
});

/** A table, a matrix, a tensor with a slider, a chart. The full tier's walk compares every cell's. */
const DRAWN = [
  ["what-relu-destroys/the-law", "heads"],
  ["a-convolution-and-its-price/how-machines-do-it", "windows-to-rows"],
  ["split-it/depthwise-and-pointwise", "one-convolution"],
  ["split-it/two-big-examples", "larger-kernels"],
] as const;

test("what the build has drawn is what the page shows after Run, mark by mark, and as high", async ({ page }) => {
  for (const [lesson, id] of DRAWN) {
    await page.goto(`/lessons/${lesson}/`);
    const cell = cellOf(page, id);
    await expect(cell, id).toHaveAttribute("data-status", "static");
    await expect(cell.getByRole("status")).toHaveText("The result of our code, made with this page.");
    const drawn = await resultOf(cell);
    expect(drawn.marks.length, id).toBeGreaterThan(1);
    const top = () => cell.locator(".cell-out").evaluate((out) => out.getBoundingClientRect().top + scrollY);
    const before = await top();
    const heights = await cell.locator(".cell-out").evaluateHandle((out) => {
      const seen: number[] = [];
      new ResizeObserver(() => seen.push(Math.round(out.getBoundingClientRect().height))).observe(out);
      return seen;
    });
    await cell.getByRole("button", { name: "Run", exact: true }).click();
    await expect(cell).toHaveAttribute("data-status", "done");
    await expect.poll(() => resultOf(cell), id).toEqual(drawn);
    expect(await top(), `${id} stays where it was`).toBeCloseTo(before, 0);
    expect(new Set(await heights.jsonValue()), `${id} is never of another height`).toEqual(new Set([drawn.height]));
  }
});

test("a drawn result is live once its cell is touched: its slider moves, and other code makes it old", async ({
  page,
}) => {
  await page.goto("/lessons/split-it/depthwise-and-pointwise/");
  const cell = cellOf(page, "one-convolution");
  const slider = cell.getByRole("slider", { name: "Channel" });
  await slider.focus();
  await expect(cell.locator("[data-view]"), "the renderer of the page has taken over").toHaveCount(0);
  const first = await cell.locator(".out-grid").textContent();
  await slider.press("ArrowRight");
  await expect(cell.locator(".out-slider")).toHaveText("Channel 1 of 4");
  expect(await cell.locator(".out-grid").textContent()).not.toBe(first);
  await expect(cell, "nothing has run").toHaveAttribute("data-status", "static");

  await page.goto(LAW);
  const [heads, after] = [cellOf(page, "heads"), cellOf(page, "two-hundred")];
  await heads.getByRole("button", { name: "Edit" }).click();
  await expect(heads.getByRole("textbox", { name: "Code of heads" })).toBeFocused();
  await page.keyboard.type("// mine\n");
  for (const one of [heads, after]) {
    await expect(one).toHaveAttribute("data-status", "stale");
    await expect(one.getByRole("status")).toContainText("result is old");
    await expect(one.locator(".cell-out")).not.toBeEmpty();
  }
  await page.keyboard.press("Backspace");
  for (let i = 0; i < "// mine".length; i++) await page.keyboard.press("Backspace");
  for (const one of [heads, after]) await expect(one.getByRole("status")).toContainText("The result of our code");
  // Code of the reader's own, found on the next visit: nothing is shown that did not come of it.
  await page.keyboard.type("// mine\n");
  await page.goto(LAW);
  await expect(heads.locator("pre[data-code]")).toContainText("// mine");
  for (const one of [heads, after]) await expect(one.locator(".cell-out")).toBeEmpty();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });
  test("a reader sees what a cell gives, and no control that would do nothing", async ({ page }) => {
    await page.goto("/lessons/split-it/depthwise-and-pointwise/");
    const cell = cellOf(page, "one-convolution");
    await expect(cell.getByRole("status")).toBeVisible();
    await expect(cell.getByText("Tensor 5 × 5 × 4")).toBeVisible();
    await expect(cell.locator(".out-grid td")).toHaveCount(25);
    await expect(cell.getByRole("slider")).toHaveCount(0);
    await page.goto("/lessons/split-it/two-big-examples/");
    await expect(cellOf(page, "larger-kernels").locator(".out-plot svg path").last()).toBeVisible();
    await expect(cellOf(page, "larger-kernels").getByRole("cell", { name: "49.6077" })).toBeVisible();
  });
});

/** Code that a cell must stop or refuse, and what it then says. */
const HOSTILE: readonly (readonly [what: string, code: string, said: RegExp])[] = [
  ["deep recursion", "const f = (): number => f() + 1;\nf();", /calls itself without end \(line 1\)/],
  ["a huge allocation", "\nnew Float64Array(1.25e9);", /more memory than a cell may have \(line 2\)/],
  ["a throw of a non-error", "throw { toString() { throw 1; } };", /Stopped by an error/],
  ["a syntax error", "const a = 1;\nconst = 2;", /not TypeScript that can be read, line 2/],
  ["a script of another site", 'import x from "https://example.org/a.js";\nx();', /cannot be imported \(line 1\)/],
  ["an import by night", 'await import("https://example.org/" + "a.js");', /cannot be imported \(line 1\)/],
  ["fetch", '\nawait fetch("/");', /“fetch” is not there for a cell \(line 2\)/],
  ["storage", "localStorage.clear();", /“localStorage” is not there/],
  ["a forged message", 'postMessage({ type: "view", view: { kind: "html", html: "<b>x</b>" } }, "*");', /“postMessage” is not there/],
  ["overwritten built-ins", "Object.entries = null as never;\nPromise.prototype.then = null as never;\nArray.prototype.map = null as never;\nexport const a = [[1, 2]];", /./],
  ["an error in a timer", "setTimeout(() => { throw new Error('later'); });\nawait new Promise(() => {});", /\(line 1\): Error: later/],
  ["1 MB of code", `// ${"x".repeat(1_000_000)}`, /takes up to 100,000/],
]; // prettier-ignore

test("hostile code is stopped or refused with a sentence; the page, and the next run, are alive", async ({ page }) => {
  await page.goto(LAW);
  const cell = cellOf(page, "heads");
  const put = (code: string) =>
    cell.locator("pre[data-code]").evaluate((pre, text) => {
      pre.textContent = text;
    }, code);
  const run = cell.getByRole("button", { name: "Run", exact: true });
  for (const [what, code, said] of HOSTILE) {
    await put(code);
    await run.click();
    await expect(cell, what).toHaveAttribute("data-status", /failed|done/);
    await expect(cell.getByRole("status"), what).toHaveText(said);
    await put("export const alive = 1;");
    await run.click();
    await expect(cell.locator(".cell-out"), `after ${what}`).toHaveText("alive = 1");
  }
  // An endless loop: the page answers, and the reader stops it.
  await put("for (;;) {}");
  await run.click();
  await cell.getByRole("button", { name: "Stop" }).click();
  await expect(cell.getByRole("status")).toHaveText("Stopped by you.");
  // A promise that never settles: the limit ends it.
  await put("await new Promise(() => {});");
  await run.click();
  await expect(cell.getByRole("status")).toContainText("it had not finished after 5 s");
  await put("export const alive = 2;");
  await run.click();
  await expect(cell.locator(".cell-out")).toHaveText("alive = 2");
});

/** Puts code into a cell that is not being edited. */
const write = (page: Page, id: string, code: string) =>
  cellOf(page, id)
    .locator("pre[data-code]")
    .evaluate((pre, text) => {
      pre.textContent = text;
    }, code);

test("run all runs the page's cells in order; a change marks what depends on it, and running it runs that again", async ({
  page,
}) => {
  await page.goto(LAW);
  const heads = cellOf(page, "heads");
  const after = cellOf(page, "two-hundred");
  const row = after.locator(".cell-out td");
  // The lower one is still asleep: the press wakes it too.
  await heads.getByRole("button", { name: "Edit" }).focus();
  await heads.getByRole("button", { name: "Run all cells" }).click();
  await expect(heads).toHaveAttribute("data-status", "done");
  await expect(after).toHaveAttribute("data-status", "done");
  await expect(row.nth(0)).toHaveText("5");
  await expect(row.nth(1)).toHaveText("0.1875");

  // Another n above: both results are old, and say so; neither runs by itself.
  const code = (await heads.locator("pre[data-code]").textContent()) ?? "";
  await heads.getByRole("button", { name: "Edit" }).press("Enter");
  await expect(heads.getByRole("textbox")).toBeFocused();
  const put = async (text: string): Promise<void> => {
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.insertText(text);
  };
  await put(code.replace("export const n = 5;", "export const n = 3;"));
  for (const cell of [heads, after]) {
    await expect(cell).toHaveAttribute("data-status", "stale");
    await expect(cell.getByRole("status")).toContainText("result is old");
  }
  await expect(row.nth(0)).toHaveText("5");
  await page.keyboard.press("ControlOrMeta+Enter");
  for (const cell of [heads, after]) await expect(cell).toHaveAttribute("data-status", "done");
  // The lesson's exception: at n = 3 every matrix loses one half.
  await expect(row).toHaveText(["3", "0.5000", "0.5000", "0", "0.5000"]);

  // A cell that breaks takes along what needs it, and is named there.
  await put("\nthrow new Error('gone');");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(heads.getByRole("status")).toHaveText("Stopped by an error (line 2): Error: gone");
  await expect(after.getByRole("status")).toHaveText("Stopped by an error (cell heads, line 2): Error: gone");
  // A change below touches nothing above.
  await put(code);
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(after).toHaveAttribute("data-status", "done");
  await after.getByRole("button", { name: "Edit" }).press("Enter");
  await expect(after.getByRole("textbox")).toBeFocused();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("\nexport const mine = n + 1;");
  await expect(after).toHaveAttribute("data-status", "stale");
  await expect(heads).toHaveAttribute("data-status", "done");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(after.locator(".cell-out")).toContainText("mine = 6");
});

test("a reader's depthwise kernel: first wrong value and likely mistake, then right, then in the network", async ({
  page,
}) => {
  await page.goto("/lessons/split-it/depthwise-and-pointwise/");
  const cell = cellOf(page, "depthwise-conv");
  const status = cell.getByRole("status");
  const check = cell.getByRole("button", { name: "Check" });
  const solution = (await cell.locator("pre[data-solution]").textContent()) ?? "";
  // The start is wrong as it stands: the place, both values, both tensors.
  await check.click();
  await expect(status).toHaveText(/^(The first case|\d+ cases? agrees?; the next) differs \(seed 1\): row \d+, column \d+, channel \d+ should be .+ and is .+\.$/u); // prettier-ignore
  await expect(cell.getByText("Expected", { exact: true })).toBeVisible();
  await expect(cell.locator("td.marked")).toHaveCount(2);
  await expect(cell.getByRole("button", { name: "Run the network" })).toBeHidden();
  // Our solution with one mistake: it is called by its name.
  await write(page, "depthwise-conv", solution.replace("const pad = (kernel - 1) / 2", "const pad = 0 * kernel"));
  await check.click();
  await expect(status).toContainText("another shape");
  await write(page, "depthwise-conv", solution.replace("ky * kernel + kx", "kx * kernel + ky"));
  await check.click();
  await expect(cell.locator(".cell-out")).toContainText("Likely: The filter’s rows and columns are swapped");
  // Right; and right on other cases too.
  await write(page, "depthwise-conv", solution);
  await check.click();
  await expect(status).toHaveText("All 24 hidden cases agree with the reference (seed 1).");
  await cell.getByRole("button", { name: "Other cases" }).click();
  await expect(status).toHaveText("All 24 hidden cases agree with the reference (seed 2).");
  const network = cell.getByRole("button", { name: "Run the network with it" });
  await network.click();
  await expect(status).toHaveText(/^With your function in 17 layers the network says 0, 9\d\.\d% sure; with ours 0, 9\d\.\d% sure\. Those layers took [\d.]+ ms with yours and [\d.]+ ms with ours\.$/u, { timeout: 30_000 }); // prettier-ignore
  // It passed, and then it breaks: ours answers.
  await write(page, "depthwise-conv", solution.replace("let sum = 0", "let sum = h === 14 ? NaN : 0"));
  await network.click();
  await expect(status).toHaveText(/misbehaved in the network .+, so ours answers: 0, 9\d\.\d% sure\.$/u, { timeout: 30_000 }); // prettier-ignore
});
