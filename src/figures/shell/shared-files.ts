/** Files that the reader opened in one figure, as the page's other figures see them that follow. */
import type { AnyState, Control, Controls, OpenedFile } from "./contract.ts";

const open = new Map<string, OpenedFile>();
const told = new EventTarget();
let turns = 0;

interface Follower {
  readonly figure: { readonly controls: Controls };
  set(patch: AnyState): void;
}

const follows = (control: Control | undefined): boolean => control?.kind === "file" && control.follows === true;

/** The open files that a figure with these controls follows. */
export const followedFiles = (controls: Controls): Record<string, OpenedFile> =>
  Object.fromEntries([...open].filter(([id]) => follows(controls[id])));

/** Tells those who follow what a figure computed with, or that it has closed its file. */
export function shareFiles({ figure }: Follower, state: AnyState): void {
  for (const [id, control] of Object.entries(figure.controls)) {
    if (control.kind !== "file" || follows(control)) continue;
    const { [id]: mine, ...rest } = state;
    const file = mine as OpenedFile | null;
    if (!file && !open.has(id)) continue;
    if (file) open.set(id, { ...file, at: { state: rest, turn: ++turns } });
    else open.delete(id);
    told.dispatchEvent(new CustomEvent("file", { detail: id }));
  }
}

/** Opens and closes in this figure what is opened and closed in the one that it follows. */
export function followFiles(me: Follower, signal: AbortSignal): void {
  const follow = (event: Event): void => {
    const id = (event as CustomEvent<string>).detail;
    if (follows(me.figure.controls[id])) me.set({ [id]: open.get(id) ?? null });
  };
  told.addEventListener("file", follow, { signal });
}
