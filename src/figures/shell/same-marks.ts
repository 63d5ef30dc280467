/** Tells whether marks have changed, so that a canvas is painted again only if it would look otherwise. */
import type { Mark } from "./marks.ts";

/** Panel units that no eye tells apart: rounding moves marks by less. */
const SAME = 0.01;

/** Whether two lists of marks look the same. */
export function sameMarks(one: readonly Mark[], other: readonly Mark[]): boolean {
  return one.length === other.length && one.every((mark, i) => sameMark(mark, other[i] as Mark));
}

function sameMark(one: Mark, other: Mark): boolean {
  const a: [string, unknown][] = Object.entries(one);
  const b = new Map<string, unknown>(Object.entries(other));
  return (
    a.length === b.size &&
    a.every(([key, value]) => {
      const twin = b.get(key);
      return typeof value === "object"
        ? sameNumbers(value as ArrayLike<number>, twin as ArrayLike<number>)
        : Object.is(value, twin);
    })
  );
}

function sameNumbers(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) {
    const [a, b] = [one[i] as number, other[i] as number];
    // NaN lifts the pen; it equals itself here.
    if (!(Math.abs(a - b) < SAME) && !Object.is(a, b)) return false;
  }
  return true;
}
