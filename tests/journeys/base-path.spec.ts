import { builtRoutes } from "../../tools/measure/routes.mjs";
import { serveSite } from "../../tools/serve/server.mjs";
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
}
