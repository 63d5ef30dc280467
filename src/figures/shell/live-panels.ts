/** The panels of a figure in the page: found, laid out, redrawn in place, entitled. */
import type { Panel } from "./contract.ts";
import { morph } from "./morph.ts";
import { panelBody, panelsHtml } from "./panels.ts";

/** Panel bodies by panel id. */
export function bodiesOf(root: HTMLElement): Record<string, HTMLElement> {
  const found: Record<string, HTMLElement> = {};
  for (const panel of root.querySelectorAll<HTMLElement>("[data-panel]")) {
    const body = panel.querySelector<HTMLElement>(".panel-body");
    if (body) found[panel.dataset["panel"] ?? ""] = body;
  }
  return found;
}

export function layPanels(root: HTMLElement, panels: readonly Panel[], uid: string): void {
  const box = root.querySelector<HTMLElement>(".figure-panels");
  if (box) box.innerHTML = panelsHtml(panels, uid);
}

/** Redraws bodies in place, so that focus stays, when the panels are the same, else lays them out anew. */
export function showPanels(root: HTMLElement, panels: readonly Panel[], uid: string): void {
  const bodies = bodiesOf(root);
  if (Object.keys(bodies).join() !== panels.map(({ id }) => id).join()) {
    layPanels(root, panels, uid);
    return;
  }
  for (const panel of panels) {
    const body = bodies[panel.id];
    if (body) morph(body, panelBody(panel));
  }
  showTitles(root, panels);
}

export function showTitles(root: HTMLElement, panels: readonly Pick<Panel, "id" | "title">[]): void {
  for (const { id, title } of panels) {
    const element = root.querySelector(`[data-panel="${id}"] .panel-title`);
    if (element && element.textContent !== title) element.textContent = title;
  }
}
