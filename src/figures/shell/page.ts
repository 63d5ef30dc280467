/** What a figure may ask the page: theme, motion and decimals as shown now. The settings write them on <html>. */
import { DECIMALS } from "@/i18n/numbers.ts";

const html = (): HTMLElement => document.documentElement;

export const theme = (): "light" | "dark" => {
  const chosen = html().dataset["theme"];
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
};

export const reducedMotion = (): boolean => {
  const chosen = html().dataset["motion"];
  if (chosen === "reduced" || chosen === "full") return chosen === "reduced";
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
};

export const settledDecimals = (): number => {
  const chosen = html().dataset["decimals"];
  return chosen && /^\d$/.test(chosen) ? Number(chosen) : DECIMALS;
};

/** Runs when the page looks different: other theme or colour scale. */
export function onTheme(run: () => void, signal: AbortSignal): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", run, { signal });
  onSetting(["data-theme", "data-scale"], run, signal);
}

/** Runs when numbers are to be written with other decimals. */
export function onDecimals(run: () => void, signal: AbortSignal): void {
  onSetting(["data-decimals"], run, signal);
}

function onSetting(attributeFilter: string[], run: () => void, signal: AbortSignal): void {
  const observer = new MutationObserver(run);
  observer.observe(html(), { attributes: true, attributeFilter });
  signal.addEventListener("abort", () => {
    observer.disconnect();
  });
}
