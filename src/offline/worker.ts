/**
 * The service worker: one version of the whole site, kept on the device at once and replaced at once. Pages are answered
 * from that copy, so page, script and style are always of one version; a new one is fetched beside it and waits until
 * the reader asks for it. Large networks are kept when a page has asked for them. Built by
 * tools/build/offline.mjs, which writes in the lists of files. Where it cannot run, pages come from the host as ever.
 */
import { clientsClaim } from "workbox-core";
import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from "workbox-precaching";
import { registerRoute, setCatchHandler } from "workbox-routing";
import { CacheFirst, NetworkOnly } from "workbox-strategies";
import { SKIP_WAITING } from "./messages.ts";

interface Entry {
  readonly url: string;
  /** null where the name changes with the content. */
  readonly revision: string | null;
}
declare const __PRECACHE__: Entry[];
declare const __ON_REQUEST__: Readonly<Record<string, string>>;
declare const self: WindowOrWorkerGlobalScope & {
  readonly location: Location;
  readonly registration: { readonly scope: string };
  addEventListener(
    type: "message" | "activate",
    run: (event: MessageEvent & { waitUntil(p: Promise<unknown>): void }) => void,
  ): void;
  skipWaiting(): Promise<void>;
};

const { pathname: base } = new URL(self.registration.scope);
const below = (url: URL): string => url.pathname.slice(base.length);
const isOurs = (url: URL): boolean => url.origin === self.location.origin && url.pathname.startsWith(base);

precacheAndRoute(__PRECACHE__, {
  // A figure's state is in the query: every state is the same page.
  ignoreURLParametersMatching: [/^/],
  cleanURLs: false,
  // A folder without its slash, which a host would redirect.
  urlManipulation: ({ url }) => (/\/[^/.]+$/.test(url.pathname) ? [new URL(`${url.pathname}/index.html`, url)] : []),
});
cleanupOutdatedCaches();

const NETWORKS = "inverted-networks";
/** The address under which a version of a network is kept. */
const versioned = (url: URL): string => `${url.pathname}?revision=${__ON_REQUEST__[below(url)] ?? ""}`;
registerRoute(
  ({ url, request }) => isOurs(url) && request.method === "GET" && Object.hasOwn(__ON_REQUEST__, below(url)),
  new CacheFirst({
    cacheName: NETWORKS,
    plugins: [{ cacheKeyWillBeUsed: ({ request }) => Promise.resolve(versioned(new URL(request.url))) }],
  }),
);

// What is not ours (a hub's file, at a press) is left to the browser: neither kept nor answered here.
registerRoute(({ url }) => isOurs(url), new NetworkOnly());
setCatchHandler(async ({ request }) =>
  request.destination === "document"
    ? ((await matchPrecache(`${base}404.html`)) ?? Response.error())
    : Response.error(),
);

// Pages of a first visit are taken over, so that the large networks they ask for are kept.
clientsClaim();
self.addEventListener("message", ({ data }) => {
  if ((data as { type?: unknown } | null)?.type === SKIP_WAITING) void self.skipWaiting();
});
// Networks of versions that have gone make room.
self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.open(NETWORKS).then(async (cache) => {
      for (const request of await cache.keys()) {
        const url = new URL(request.url);
        if (versioned(url) !== url.pathname + url.search) await cache.delete(request);
      }
    }),
  );
});
