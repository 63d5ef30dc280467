/** Obeys the keymap, never while the reader types, and not at all if the settings say so. */
import { settings } from "@/settings/settings.ts";
import { KEYS, type KeyAction } from "./keymap.ts";

/** Inputs that take no letters: a key pressed there is meant for the page. */
const WORDLESS = ["radio", "checkbox", "range", "button", "submit", "file", "color"];

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !WORDLESS.includes(target.type);
  return target.isContentEditable || target.matches("textarea, select");
}

export function listenForKeys(run: Readonly<Record<KeyAction, () => void>>): void {
  document.addEventListener("keydown", (event) => {
    // The editor of a live cell stands in a shadow root: the path begins inside, the event's target is its host.
    const [target = event.target] = event.composedPath();
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isTyping(target)) return;
    const found = KEYS.find(({ key }) => key === event.key);
    if (!found || settings().keys === "off") return;
    event.preventDefault();
    run[found.action]();
  });
}
