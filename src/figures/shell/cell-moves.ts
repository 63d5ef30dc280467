/** The grid of cells as one widget: a tap picks, arrow keys move, Page Up and Page Down change the channel. */
/** Where a value stands in a tensor. */
export interface PickedCell {
  readonly c: number;
  readonly y: number;
  readonly x: number;
}

/** How far a key moves the picked cell. */
const MOVES: Readonly<Record<string, Partial<PickedCell>>> = {
  ArrowUp: { y: -1 },
  ArrowDown: { y: 1 },
  ArrowLeft: { x: -1 },
  ArrowRight: { x: 1 },
  PageUp: { c: -1 },
  PageDown: { c: 1 },
  ",": { c: -1 },
  ".": { c: 1 },
};

export const keyMove = (key: string): Partial<PickedCell> | null => MOVES[key] ?? null;

export const moved = ({ c, y, x }: PickedCell, by: Partial<PickedCell>): PickedCell => ({
  c: c + (by.c ?? 0),
  y: y + (by.y ?? 0),
  x: x + (by.x ?? 0),
});

/** Presses on the pad of `nudge.ts`, wherever it stands below `root`. */
export function bindNudge(root: HTMLElement, move: (by: Partial<PickedCell>) => void, signal: AbortSignal): void {
  const press = ({ target }: Event): void => {
    const button = target instanceof Element ? target.closest<HTMLElement>("[data-move]") : null;
    if (button) move(parseMove(button.dataset["move"] ?? ""));
  };
  root.addEventListener("click", press, { signal });
}

/** A button's `data-move`: "channel,row,column". */
export function parseMove(text: string): Partial<PickedCell> {
  const [c = 0, y = 0, x = 0] = text.split(",").map(Number);
  return { c, y, x };
}
