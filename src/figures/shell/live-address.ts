/** A live figure's state in the page's address: read with what was refused said in words, written with or without history. */
import type { Translate } from "@/i18n/translator.ts";
import type { AnyState } from "./contract.ts";
import { migrateLink, readLink, writeLink } from "./link.ts";
import type { Figure } from "./registry.ts";
import { isUnlinkable, linkParts, readState } from "./state.ts";

/**
 * The state that the address asks for, over `start`; `words` is empty, or says what fell back and why. An opened file is
 * in no address, so those of `now` stay.
 */
export function readAddress(
  { controls }: Figure,
  instance: string,
  { start, now }: { readonly start: AnyState; readonly now: AnyState },
  shell: Translate,
): { readonly state: AnyState; readonly words: string } {
  const { url, newer } = migrateLink(new URL(location.href));
  const { state, refused } = readState(controls, start, readLink(url, instance, Object.keys(controls)));
  const files = Object.entries(controls).filter(([, control]) => isUnlinkable(control));
  const list = refused.map(({ control, found }) => shell("message.refusedItem", { control, found })).join(", ");
  const words = list !== "" ? shell("message.refused", { list }) : newer ? shell("message.newer") : "";
  return { state: { ...state, ...Object.fromEntries(files.map(([key]) => [key, now[key]])) }, words };
}

/** Puts the state into the address; `push` makes an entry in the history, so that Back works. */
export function writeAddress(
  { controls }: Figure,
  instance: string,
  { state, base }: { readonly state: AnyState; readonly base: AnyState },
  push: boolean,
): void {
  const parts = linkParts(controls, state, base);
  const url = writeLink(new URL(location.href), instance, Object.keys(controls), parts);
  if (url.href === location.href) return;
  if (push) history.pushState(null, "", url);
  else history.replaceState(null, "", url);
}
