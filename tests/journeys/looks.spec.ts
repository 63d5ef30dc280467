import type { BrowserContextOptions } from "@playwright/test";
import { builtRoutes } from "../../tools/measure/routes.mjs";
import { expect, test, watchContext } from "./fixtures.ts";
import { chance, oneOf } from "./random-state.ts";
import { faultsOf, LOOKS, type Rules } from "./routes.ts";

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

/** How the full tier looks at every route: as what, with how many presses of Tab, by which rules; details open or not. */
interface Look {
  readonly options: BrowserContextOptions;
  readonly stops: number;
  readonly closed?: Rules;
  readonly open?: Rules;
}
const window = (colorScheme: "light" | "dark", width: number): BrowserContextOptions => ({
  colorScheme,
  viewport: { width, height: 900 },
});
const EVERYWHERE: Readonly<Record<string, Look>> = {
  "light, 390 px": { options: window("light", 390), stops: 0, closed: "all", open: "all" },
  "light, 1440 px": { options: window("light", 1440), stops: 0, open: "all" },
  "dark, 390 px": { options: window("dark", 390), stops: 0, open: "colours" },
  "dark, 1440 px": { options: window("dark", 1440), stops: 0, open: "colours" },
  "at 200 % zoom": { options: LOOKS["at 200 % zoom"]!, stops: 40, closed: "places" },
  "in forced colours": { options: LOOKS["in forced colours"]!, stops: 40, closed: "colours" },
  "in forced colours, dark": { options: LOOKS["in forced colours, dark"]!, stops: 40, closed: "colours" },
};

if (full) {
  for (const route of built) {
    test(`/${route} in seven looks: nothing overflows, focus and controls are seen, axe finds nothing`, async ({
      browser,
      baseURL,
    }) => {
      const complaints: string[] = [];
      for (const [look, { options, stops, closed, open }] of Object.entries(EVERYWHERE)) {
        const context = await browser.newContext({ baseURL, ...options });
        await watchContext(context, new URL(baseURL ?? "").origin, (complaint) => complaints.push(complaint));
        const page = await context.newPage();
        await page.goto(`/${route}`);
        if (closed) expect.soft(await faultsOf(page, stops, closed), look).toEqual([]);
        if (open) {
          await page.locator("details").evaluateAll((all) => {
            for (const one of all) (one as HTMLDetailsElement).open = true;
          });
          expect.soft(await faultsOf(page, 0, open), `${look}, details open`).toEqual([]);
        }
        await context.close();
      }
      expect(complaints).toEqual([]);
    });
  }
}
