/**
 * Parts of a drawing that words can light: an element with `data-part` (several names stand apart by spaces), or a mark
 * with `part`. Lighting one marks the other parts as dim, which the words' style sheet shows, and leaves what belongs to
 * none, such as axes. Needs no live figure: the build's picture lights as well.
 */

/** Tells canvases, which have no elements to dim, that they must be painted again. */
export const LIT_EVENT = "inverted-lit";
/** How much of a mark is left while another part is lit. */
export const DIMMED = 0.18;

export const isPart = (names: string | null | undefined, part: string): boolean =>
  names !== null && names !== undefined && names.split(" ").includes(part);

/** Brings the elements in line with the part that is lit; for elements that a redraw has made anew. */
export function dimOthers(root: HTMLElement): void {
  const { lit } = root.dataset;
  for (const mark of root.querySelectorAll("[data-part]")) {
    mark.toggleAttribute("data-dim", lit !== undefined && !isPart(mark.getAttribute("data-part"), lit));
  }
}

/** Lights one part, or with "" all of them again. */
export function lightPart(root: HTMLElement, part: string): void {
  if ((root.dataset["lit"] ?? "") === part) return;
  if (part === "") delete root.dataset["lit"];
  else root.dataset["lit"] = part;
  dimOthers(root);
  root.dispatchEvent(new Event(LIT_EVENT));
}
