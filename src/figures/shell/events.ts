/** What a figure tells the page around it, by events that bubble from its root. */
import type { AnyState } from "./contract.ts";

/** A state has been computed and drawn. */
export const DRAWN_EVENT = "inverted-drawn";
export interface Drawn {
  readonly state: AnyState;
  readonly data: unknown;
}
/** A lesson's words show a state of theirs (`detail` true), or the reader's own is back (false). */
export const LENT_EVENT = "inverted-lent";
