/** State of a figure: defaults, validation and its text in a link. Pure; the same in build, page and tests. */
import { readCamera, writeCamera } from "./camera.ts";
import type { AnyState, Bound, Control, Controls } from "./contract.ts";

/** The version of our links; older ones are migrated in `migrate`. */
export const LINK_VERSION = 1;

/** What was wrong with one parameter of a link, for a sentence to the reader. */
export interface Refusal {
  readonly control: string;
  readonly found: string;
}

export const boundAt = (bound: Bound | undefined, state: AnyState, fallback: number): number =>
  bound === undefined ? fallback : typeof bound === "number" ? bound : bound(state);

export function initialState(controls: Controls, overrides: AnyState = {}): AnyState {
  const state: Record<string, unknown> = {};
  for (const [id, control] of Object.entries(controls)) state[id] = overrides[id] ?? control.initial;
  return state;
}

/** Values that travel in the fragment: what readers made themselves never reaches a server's log. */
export const isMade = (control: Control): boolean => control.kind === "drawing" || control.kind === "made";
/** What the reader opened on this device. */
export const isOpened = (control: Control): boolean => control.kind === "image" || control.kind === "file";
/** Values that no link can carry. */
export const isUnlinkable = (control: Control): boolean => isOpened(control) || control.kind === "press";

/** One value as the text of a link. */
export function toText(control: Control, value: unknown): string {
  if (control.kind === "switch") return value === true ? "1" : "0";
  return String(value);
}

/** Thousandths of the pad's side. */
const PLACE = String.raw`(?:1000|\d{1,3}),(?:1000|\d{1,3})`;
const STROKE = `${PLACE}(?: ${PLACE})*`;
const DRAWING = new RegExp(`^${STROKE}(?:;${STROKE})*$`);
/** A plain decimal number, as links and number fields write it; no hexadecimal, exponent or space. */
const DECIMAL = /^-?\d{1,12}(?:\.\d{1,17})?$/;
/** Longer drawings are refused: no link needs them, and a hostile one would stall the page. */
const LONGEST_DRAWING = 60_000;

/** The value that a text means, or undefined if it means none in this state. */
export function fromText(control: Control, text: string, state: AnyState): unknown {
  switch (control.kind) {
    case "slider":
    case "pick": {
      if (control.kind === "pick" && control.options) return control.options.includes(text) ? text : undefined;
      if (!DECIMAL.test(text)) return undefined;
      // −0 is 0.
      const value = Number(text) + 0;
      const low = boundAt(control.min, state, -Infinity);
      const high = boundAt(control.max, state, Infinity);
      if (value < low || value > high) return undefined;
      const step = control.kind === "slider" ? control.step : 1;
      const offset = (value - (Number.isFinite(low) ? low : 0)) / step;
      return Math.abs(offset - Math.round(offset)) < 1e-6 ? value : undefined;
    }
    case "seed":
      return /^\d{1,10}$/.test(text) && Number(text) < 2 ** 32 ? Number(text) : undefined;
    case "choice":
      return control.options.includes(text) ? text : undefined;
    case "switch":
      return text === "1" || text === "true" ? true : text === "0" || text === "false" ? false : undefined;
    case "drawing":
      return text === "" || (text.length <= LONGEST_DRAWING && DRAWING.test(text)) ? text : undefined;
    case "made":
      return text === "" || (text.length <= LONGEST_DRAWING && control.pattern.test(text)) ? text : undefined;
    case "image":
    case "file":
    case "press":
      return undefined;
    case "camera": {
      const view = readCamera(text, control.limits);
      return view && writeCamera(view, control.limits);
    }
  }
}

const sameBut = (left: Control["kind"], controls: Controls, one: AnyState, other: AnyState): boolean =>
  Object.entries(controls).every(([id, { kind }]) => kind === left || Object.is(one[id], other[id]));

/** Whether two states differ in nothing but where they are looked at from. */
export const sameButView = (controls: Controls, one: AnyState, other: AnyState): boolean =>
  sameBut("camera", controls, one, other);

/**
 * A state without the presses whose work did not come to an end: those of the state that is shown stay if it is the same
 * in all else.
 */
export function unpressed(controls: Controls, state: AnyState, shown: AnyState): AnyState {
  const same = sameBut("press", controls, state, shown);
  const presses = Object.entries(controls).filter(([, { kind }]) => kind === "press");
  return { ...state, ...Object.fromEntries(presses.map(([id]) => [id, same ? shown[id] : 0])) };
}

/** Keeps dependent values inside their bounds after another control moved. */
export function settle(controls: Controls, state: AnyState): AnyState {
  const settled: Record<string, unknown> = { ...state };
  for (const [id, control] of Object.entries(controls)) {
    if (control.kind !== "slider" && control.kind !== "pick") continue;
    const value = settled[id];
    if (typeof value !== "number") continue;
    const low = boundAt(control.min, settled, -Infinity);
    const high = boundAt(control.max, settled, Infinity);
    settled[id] = Math.min(Math.max(value, low), high);
  }
  return settled;
}

/**
 * Reads a state from texts (a link's parameters). What is missing keeps its base value; what is not valid falls back
 * to it and is reported. A bound may depend on any other control, before or after: a text that is refused is tried
 * again in the state that the others make.
 */
export function readState(
  controls: Controls,
  base: AnyState,
  texts: ReadonlyMap<string, string>,
): { state: AnyState; change: AnyState; refused: readonly Refusal[] } {
  const state: Record<string, unknown> = { ...base };
  const change: Record<string, unknown> = {};
  const given = Object.entries(controls).filter(([id]) => texts.has(id));
  let left = given;
  for (let before = -1; left.length !== before;) {
    before = left.length;
    left = left.filter(([id, control]) => {
      const value = fromText(control, texts.get(id) as string, state);
      if (value === undefined) return true;
      state[id] = change[id] = value;
      return false;
    });
  }
  const settled = settle(controls, state);
  const refused = given
    .filter((entry) => left.includes(entry) || !Object.is(settled[entry[0]], state[entry[0]]))
    .map(([id]) => ({ control: id, found: shorten(texts.get(id) as string) }));
  return { state: settled, change, refused };
}

/** Cuts a hostile text to what a sentence can carry; control characters become spaces. */
export function shorten(text: string, longest = 40): string {
  const clean = text.replace(/\p{Cc}+/gu, " ");
  return clean.length > longest ? `${clean.slice(0, longest)}…` : clean;
}

/** The state's parts as link texts: query parameters and, for what the reader made, fragment parameters. */
export function linkParts(
  controls: Controls,
  state: AnyState,
  base: AnyState | null,
): { query: Map<string, string>; fragment: Map<string, string> } {
  const query = new Map<string, string>();
  const fragment = new Map<string, string>();
  for (const [id, control] of Object.entries(controls)) {
    if (isUnlinkable(control)) continue;
    const text = toText(control, state[id]);
    if (base && text === toText(control, base[id])) continue;
    if (isMade(control)) {
      if (text !== "") fragment.set(id, text);
    } else query.set(id, text);
  }
  return { query, fragment };
}
