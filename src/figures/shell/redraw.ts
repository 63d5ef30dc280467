/** Draws panels of HTML anew without taking the focus or the scrolled place from the reader. */
import type { MountHost, Panel } from "./contract.ts";
import { panelBody } from "./panels.ts";

/** Puts the panels' new insides in place; the element with the same `data-key` gets the focus that it had. */
export function redraw(host: Pick<MountHost<never>, "panels" | "root" | "titles">, panels: readonly Panel[]): void {
  const active = document.activeElement;
  const key = active instanceof HTMLElement && host.root.contains(active) ? active.dataset["key"] : undefined;
  for (const panel of panels) {
    const body = host.panels[panel.id];
    const next = panelBody(panel);
    if (body && body.innerHTML !== next) body.innerHTML = next;
  }
  host.titles(panels);
  if (key === undefined) return;
  const twin = [...host.root.querySelectorAll<HTMLElement>("[data-key]")].find(({ dataset }) => dataset["key"] === key);
  if (twin !== document.activeElement) twin?.focus({ preventScroll: true });
}
