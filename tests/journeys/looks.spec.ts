import { builtRoutes } from "../../tools/measure/routes.mjs";
import { expect, test, watchContext } from "./fixtures.ts";
import { chance, oneOf } from "./random-state.ts";
import { faultsOf, LOOKS } from "./routes.ts";

const full = process.env["TIER"] === "full";
const built = builtRoutes();
// Every route in the full tier; otherwise a lesson and a page of another kind, by the run's seed.
const lessons = built.filter((route) => /^lessons\/[^/]+\/./.test(route));
const others = built.filter((route) => !lessons.includes(route) && !route.startsWith("figures/"));
const random = chance("looks");
const routes = full ? built : [oneOf(random, lessons), oneOf(random, others)];

for (const [look, options] of Object.entries(LOOKS)) {
  test(`${look} nothing overflows, focus and controls are seen, and axe finds nothing`, async ({
    browser,
    baseURL,
  }) => {
    test.setTimeout(full ? 600_000 : 90_000);
    const context = await browser.newContext({ baseURL, ...options });
    const complaints: string[] = [];
    await watchContext(context, new URL(baseURL ?? "").origin, (complaint) => complaints.push(complaint));
    const page = await context.newPage();
    for (const route of routes) {
      await page.goto(`/${route}`);
      expect.soft(await faultsOf(page, full ? 40 : 20), `/${route}`).toEqual([]);
    }
    await context.close();
    expect(complaints).toEqual([]);
  });
}

if (full) {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [390, 1440]) {
      test(`axe finds nothing on any route in ${colorScheme} at ${width} px, details closed and open`, async ({
        browser,
        baseURL,
      }) => {
        test.setTimeout(600_000);
        const context = await browser.newContext({ baseURL, colorScheme, viewport: { width, height: 900 } });
        const page = await context.newPage();
        for (const route of built) {
          await page.goto(`/${route}`);
          const closed = await faultsOf(page, 0);
          await page.locator("details").evaluateAll((all) => {
            for (const one of all) (one as HTMLDetailsElement).open = true;
          });
          expect.soft([...closed, ...(await faultsOf(page, 0))], `/${route}`).toEqual([]);
        }
        await context.close();
      });
    }
  }
}
