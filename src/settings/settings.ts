/** The reader's settings: read with doubt, kept on the device, put on the root element, told to whoever listens. */
import { onForeignChange, read, write } from "./store.ts";

/** Each setting's values; the first is what a new reader gets. `public/early.js` knows the first two before the page is drawn. */
export const OPTIONS = {
  theme: ["auto", "light", "dark"],
  motion: ["auto", "reduced"],
  decimals: ["3", "1", "6"],
  scale: ["colour", "grey"],
  keys: ["on", "off"],
} as const;
export type Setting = keyof typeof OPTIONS;
export type Settings = { readonly [S in Setting]: (typeof OPTIONS)[S][number] };

export const SETTINGS = Object.keys(OPTIONS) as Setting[];
const EVENT = "inverted-settings";

export function settings(): Settings {
  const stored = read("settings");
  const found = (typeof stored === "object" && stored) || {};
  const pairs = SETTINGS.map((name) => {
    const value: unknown = (found as Record<string, unknown>)[name];
    const options: readonly string[] = OPTIONS[name];
    return [name, typeof value === "string" && options.includes(value) ? value : options[0]];
  });
  return Object.fromEntries(pairs) as Settings;
}

export function change(patch: Partial<Settings>): void {
  write("settings", { ...settings(), ...patch });
  announce();
}

/** Runs now-or-later code whenever a setting has changed, in this tab or another. Returns how to stop. */
export function onSettings(run: (settings: Settings) => void): () => void {
  const listener = () => run(settings());
  document.addEventListener(EVENT, listener);
  return () => document.removeEventListener(EVENT, listener);
}

/** What style sheets see: `data-theme`, `data-motion`, `data-scale` and `data-decimals` on the root, absent where the system decides. */
export function applySettings(root: HTMLElement, now: Settings = settings()): void {
  for (const name of ["theme", "motion", "scale", "decimals"] as const) {
    if (now[name] === OPTIONS[name][0]) root.removeAttribute(`data-${name}`);
    else root.setAttribute(`data-${name}`, now[name]);
  }
}

function announce(): void {
  applySettings(document.documentElement);
  document.dispatchEvent(new CustomEvent(EVENT));
}

export function watchSettings(): void {
  onForeignChange("settings", announce);
}
