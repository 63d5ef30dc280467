import { builtRoutes } from "../../tools/measure/routes.mjs";
import { serveSite } from "../../tools/serve/server.mjs";
import { exerciseFolders, solutionOf } from "../notebook/wrong-code.ts";
import { expect, test, watchContext } from "./fixtures.ts";

// `npm run test:full` has built this copy of the site below a base path.
const dir = "test-results/under-base";
const base = "/inverted/";

if (process.env.TIER === "full") {
  test("every page works below a base path", async ({ browser }) => {
    const site = await serveSite({ dir, base, port: 4671 });
    const context = await browser.newContext();
    const complaints: string[] = [];
    await watchContext(context, new URL(site.url).origin, (complaint) => complaints.push(complaint));
    const page = await context.newPage();
    const outside: string[] = [];
    page.on("request", (request) => {
      const { protocol, pathname } = new URL(request.url());
      if (protocol === "http:" && !pathname.startsWith(base)) outside.push(request.url());
    });
    for (const route of builtRoutes(dir)) {
      const response = await page.goto(site.url + route, { waitUntil: "networkidle" });
      expect(response?.status(), route).toBe(200);
      await expect(page.locator("h1, figure").first(), route).toBeVisible();
    }
    expect(outside, "asked for outside the base path").toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
    site.close();
  });

  test("below a base path a figure's worker, a cell's sandbox, the network in an exercise and the search work", async ({
    browser,
  }) => {
    const site = await serveSite({ dir, base, port: 4672 });
    const context = await browser.newContext();
    const complaints: string[] = [];
    await watchContext(context, new URL(site.url).origin, (complaint) => complaints.push(complaint));
    const page = await context.newPage();
    await page.goto(`${site.url}lessons/split-it/depthwise-and-pointwise/`);
    const figure = page.locator("inverted-figure").first();
    await figure.dispatchEvent("pointerenter");
    await expect(figure).toHaveAttribute("data-status", "ready", { timeout: 25_000 });
    const cell = page.locator("inverted-cell[data-cell]").first();
    await cell.getByRole("button", { name: "Run", exact: true }).click();
    await expect(cell).toHaveAttribute("data-status", "done", { timeout: 20_000 });
    const exercise = page.locator("inverted-cell#depthwise-conv");
    const code = solutionOf(exerciseFolders.find(({ id }) => id === "depthwise-conv")!);
    await exercise.locator("pre[data-code]").evaluate((pre, text) => (pre.textContent = text), code);
    await exercise.getByRole("button", { name: "Check" }).click();
    await expect(exercise.getByRole("status")).toContainText("All 24 hidden cases agree", { timeout: 20_000 });
    await exercise.getByRole("button", { name: "Run the network with it" }).click();
    await expect(exercise.getByRole("status")).toContainText("the network says 0,", { timeout: 30_000 });
    await page.goto(`${site.url}lessons/what-relu-destroys/the-law/`);
    const law = page.locator("inverted-figure#law");
    await law.dispatchEvent("pointerenter");
    await expect(law).toHaveAttribute("data-thread", "worker");
    await expect(law).toHaveAttribute("data-status", "ready", { timeout: 25_000 });
    await page.keyboard.press("/");
    const dialog = page.getByRole("dialog", { name: "Search" });
    await dialog.getByRole("searchbox").fill("expansion factor");
    await dialog.getByRole("link").first().click();
    await expect(page).toHaveURL(`${site.url}glossary/#expansion-factor`);
    expect(complaints).toEqual([]);
    await context.close();
    site.close();
  });
}
