/** Reads and writes the page's address for its figures. Several figures share one address; each owns its keys. */
import { LINK_VERSION } from "./state.ts";

/** The fragment of a link with reader-made state starts so; any other fragment is a heading's anchor. */
const MADE = "#~";

const key = (instance: string, control: string): string => (instance === "" ? control : `${instance}.${control}`);

const fragmentOf = (url: URL): URLSearchParams =>
  new URLSearchParams(url.hash.startsWith(MADE) ? url.hash.slice(MADE.length) : "");

/** The texts that an address holds for one figure; `instance` is empty where the parameters are bare. */
export function readLink(url: URL, instance: string, controls: readonly string[]): Map<string, string> {
  const texts = new Map<string, string>();
  const fragment = fragmentOf(url);
  for (const control of controls) {
    const text = url.searchParams.get(key(instance, control)) ?? fragment.get(key(instance, control));
    if (text !== null) texts.set(control, text);
  }
  return texts;
}

/** The same address with one figure's keys replaced. */
export function writeLink(
  url: URL,
  instance: string,
  controls: readonly string[],
  parts: {
    query: ReadonlyMap<string, string>;
    fragment: ReadonlyMap<string, string>;
  },
): URL {
  const next = new URL(url);
  const fragment = fragmentOf(url);
  for (const control of controls) {
    next.searchParams.delete(key(instance, control));
    fragment.delete(key(instance, control));
  }
  for (const [control, text] of parts.query) next.searchParams.set(key(instance, control), text);
  for (const [control, text] of parts.fragment) fragment.set(key(instance, control), text);
  if (fragment.size > 0) next.hash = MADE + fragment.toString();
  else if (next.hash.startsWith(MADE)) next.hash = "";
  return next;
}

/** An address to hand on: whole state, version stamped, nothing of how this reader happens to look at it. */
export function stampLink(url: URL): URL {
  const next = new URL(url);
  next.searchParams.set("v", String(LINK_VERSION));
  return next;
}

/**
 * Brings an older link's parameters to today's names, and tells of links from a newer site.
 * Version 1 is the first; a link without a version is one that a reader typed and is read as today's.
 */
export function migrateLink(url: URL): { url: URL; newer: boolean } {
  const version = Number(url.searchParams.get("v") ?? LINK_VERSION);
  return { url, newer: Number.isFinite(version) && version > LINK_VERSION };
}
