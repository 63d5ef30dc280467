/** Makes an element with cells in it one widget: one tab stop, arrow keys, tap and dragging mouse. */
import { keyMove, type PickedCell } from "./cell-moves.ts";

export interface CellWidget {
  /** The id of the words that tell the keys. */
  readonly help: string;
  /** The cell under a point that is given in shares of the element's width and height. */
  readonly under: (x: number, y: number) => PickedCell | null;
  readonly pick: (cell: PickedCell) => void;
  readonly move: (by: Partial<PickedCell>) => void;
}

export function bindCells(element: HTMLElement, widget: CellWidget, signal: AbortSignal): void {
  element.tabIndex = 0;
  element.setAttribute("role", "application");
  element.setAttribute("aria-describedby", widget.help);
  element.classList.add("cells");
  const at = (event: MouseEvent): void => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const cell = widget.under((event.clientX - left) / width, (event.clientY - top) / height);
    if (cell) widget.pick(cell);
  };
  element.addEventListener("click", at, { signal });
  // A pressed mouse reads along; a finger scrolls the page.
  element.addEventListener(
    "pointermove",
    (event) => {
      if (event.pointerType === "mouse" && event.buttons === 1) at(event);
    },
    { signal },
  );
  element.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const by = keyMove(event.key);
      if (!by) return;
      event.preventDefault();
      widget.move(by);
    },
    { signal },
  );
}

export const nameCells = (element: HTMLElement, name: string): void => {
  if (element.getAttribute("aria-label") !== name) element.setAttribute("aria-label", name);
};
