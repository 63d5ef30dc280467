import type { BrowserContextOptions } from "@playwright/test";
import { builtRoutes } from "../../tools/measure/routes.mjs";
import { expect, test, watchContext } from "./fixtures.ts";
import { chance, oneOf } from "./random-state.ts";
import { faultsOf, LOOKS } from "./routes.ts";

const full = process.env["TIER"] === "full";
const built = builtRoutes();
// Otherwise a lesson and a page of another kind, by the run's seed.
const lessons = built.filter((route) => /^lessons\/[^/]+\/./.test(route));
const others = built.filter((route) => !lessons.includes(route) && !route.startsWith("figures/"));
const random = chance("looks");
const routes = [oneOf(random, lessons), oneOf(random, others)];

if (!full) {
  for (const [look, options] of Object.entries(LOOKS)) {
    test(`${look} nothing overflows, focus and controls are seen, and axe finds nothing`, async ({
      browser,
      baseURL,
    }) => {
      test.setTimeout(90_000);
      const context = await browser.newContext({ baseURL, ...options });
      const complaints: string[] = [];
      await watchContext(context, new URL(baseURL ?? "").origin, (complaint) => complaints.push(complaint));
      const page = await context.newPage();
      for (const route of routes) {
        await page.goto(`/${route}`);
        expect.soft(await faultsOf(page, 20), `/${route}`).toEqual([]);
      }
      await context.close();
      expect(complaints).toEqual([]);
    });
  }
}

/** How the full tier looks at every route: with how many presses of Tab, and whether once more with details open. */
interface Look {
  readonly options: BrowserContextOptions;
  readonly stops: number;
  readonly opens: boolean;
}
const inWindow = (colorScheme: "light" | "dark", width: number): Look => ({
  options: { colorScheme, viewport: { width, height: 900 } },
  stops: 0,
  opens: true,
});
const EVERYWHERE: Readonly<Record<string, Look>> = {
  ...Object.fromEntries(Object.entries(LOOKS).map(([look, options]) => [look, { options, stops: 40, opens: false }])),
  "light, 390 px": inWindow("light", 390),
  "light, 1440 px": inWindow("light", 1440),
  "dark, 390 px": inWindow("dark", 390),
  "dark, 1440 px": inWindow("dark", 1440),
};

if (full) {
  for (const route of built) {
    test(`/${route} in seven looks: nothing overflows, focus and controls are seen, axe finds nothing`, async ({
      browser,
      baseURL,
    }) => {
      test.setTimeout(600_000);
      const complaints: string[] = [];
      for (const [look, { options, stops, opens }] of Object.entries(EVERYWHERE)) {
        const context = await browser.newContext({ baseURL, ...options });
        await watchContext(context, new URL(baseURL ?? "").origin, (complaint) => complaints.push(complaint));
        const page = await context.newPage();
        await page.goto(`/${route}`);
        expect.soft(await faultsOf(page, stops), look).toEqual([]);
        if (opens) {
          await page.locator("details").evaluateAll((all) => {
            for (const one of all) (one as HTMLDetailsElement).open = true;
          });
          expect.soft(await faultsOf(page, 0), `${look}, details open`).toEqual([]);
        }
        await context.close();
      }
      expect(complaints).toEqual([]);
    });
  }
}
