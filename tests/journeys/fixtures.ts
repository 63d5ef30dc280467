import { test as base, expect, type BrowserContext } from "@playwright/test";

/** What a page did that no page of ours may do; a test fails if anything is left in here at its end. */
export interface Watch {
  /** Lets messages pass that this test provokes, such as the browser's own line on an aborted file. */
  tolerate(message: RegExp): void;
  readonly complaints: readonly string[];
}

interface Fixtures {
  watch: Watch;
}

/**
 * Every test runs under watch: a console error or warning, an exception that nobody caught, a blocked breach of the
 * security policy or a request to another origin fails it, in any page of its context. `watch` begins before the
 * test's own fixtures, and pages that the test opens in a context of its own are watched by `watchContext`.
 */
export const test = base.extend<Fixtures>({
  watch: [
    async ({ context, baseURL }, use) => {
      const tolerated: RegExp[] = [];
      const complaints: string[] = [];
      await watchContext(context, new URL(baseURL ?? "").origin, (complaint) => complaints.push(complaint));
      await use({ tolerate: (message) => tolerated.push(message), complaints });
      const left = complaints.filter((complaint) => !tolerated.some((message) => message.test(complaint)));
      expect(left, "what the pages complained of").toEqual([]);
    },
    { auto: true },
  ],
});

/** Reports what the pages of a context do that they may not. */
export async function watchContext(
  context: BrowserContext,
  origin: string,
  complain: (complaint: string) => void,
): Promise<void> {
  // The event tells of breaches in workers and in reports that the console may leave out.
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`securitypolicyviolation: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  context.on("console", (message) => {
    if (message.type() !== "error" && message.type() !== "warning") return;
    // Playwright's own word where it keeps the service worker out.
    if (/^Service Worker registration blocked by Playwright/.test(message.text())) return;
    // The software driver's, on bringing what WebGL drew into a page that is drawn without it.
    if (/GPU stall due to ReadPixels/.test(message.text())) return;
    complain(`console ${message.type()}: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => complain(`exception: ${String(error.error())} ${error.error().stack ?? ""}`));
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (["data:", "blob:", "about:"].includes(url.protocol) || url.origin === origin) return;
    complain(`request to another origin: ${request.url()}`);
  });
}

export { expect };
