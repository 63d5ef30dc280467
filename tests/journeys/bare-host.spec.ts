/** A host that sends no header of ours, as project pages do: the policy in the page alone, one thread, and all works. */
import { serveSite } from "../../tools/serve/server.mjs";
import { solutionOf, exerciseFolders } from "../notebook/wrong-code.ts";
import { expect, test, watchContext } from "./fixtures.ts";

test("without any header of ours a lesson's cell, its exercise in the network, its figure and the search work", async ({
  browser,
}) => {
  const site = await serveSite({ base: "/", port: Number(process.env.TEST_PORT ?? 4653) + 20, bare: true });
  const context = await browser.newContext({ baseURL: site.url });
  const complaints: string[] = [];
  await watchContext(context, new URL(site.url).origin, (complaint) => complaints.push(complaint));
  const page = await context.newPage();
  const response = await page.goto("lessons/split-it/depthwise-and-pointwise/");
  expect(Object.keys(response?.headers() ?? {}).filter((name) => /policy|isolat/i.test(name))).toEqual([]);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);

  await test.step("a cell", async () => {
    const cell = page.locator("inverted-cell[data-cell]").first();
    await cell.getByRole("button", { name: "Run", exact: true }).click();
    await expect(cell).toHaveAttribute("data-status", "done", { timeout: 20_000 });
    await expect(cell.locator(".cell-out")).not.toBeEmpty();
    // The frame's own policy stands in its page.
    await cell.locator("pre[data-code]").evaluate((pre) => (pre.textContent = 'await fetch("/");'));
    await cell.getByRole("button", { name: "Run", exact: true }).click();
    await expect(cell.getByRole("status")).toContainText("“fetch” is not there for a cell");
  });
  await test.step("an exercise, and the network with it", async () => {
    const exercise = exerciseFolders.find(({ id }) => id === "depthwise-conv")!;
    const cell = page.locator("inverted-cell#depthwise-conv");
    await cell.locator("pre[data-code]").evaluate((pre, code) => (pre.textContent = code), solutionOf(exercise));
    await cell.getByRole("button", { name: "Check" }).click();
    await expect(cell.getByRole("status")).toContainText("All 24 hidden cases agree", { timeout: 20_000 });
    await cell.getByRole("button", { name: "Run the network with it" }).click();
    await expect(cell.getByRole("status")).toContainText("the network says 0,", { timeout: 30_000 });
  });
  await test.step("a figure in its worker", async () => {
    const figure = page.locator("inverted-figure").first();
    await figure.dispatchEvent("pointerenter");
    await expect(figure).toHaveAttribute("data-status", "ready", { timeout: 25_000 });
  });
  await test.step("the search", async () => {
    await page.keyboard.press("Escape");
    await page.locator("main").focus();
    await page.keyboard.press("/");
    const dialog = page.getByRole("dialog", { name: "Search" });
    await dialog.getByRole("searchbox").fill("expansion factor");
    await expect(dialog.getByRole("link").first()).toContainText("expansion factor");
  });
  expect(complaints).toEqual([]);
  await context.close();
  site.close();
});
