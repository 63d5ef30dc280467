import published from "./published.json" with { type: "json" };

/**
 * How we know a number: `printed` in the paper, `recounted` by us from the paper's tables (a test repeats it),
 * `code` of the official implementation, `simulated` for our fact sheet, `unconfirmed` (recalled, not seen).
 */
export type Basis = "printed" | "recounted" | "code" | "simulated" | "unconfirmed";

/** One published number with its address. */
export interface Fact {
  /** In plain units: 3.4M parameters is 3400000, 75% top-1 is 75; a `share` is from 0 to 1. */
  readonly value: number;
  readonly unit: string;
  /** As it is written in English text, e.g. "3.4M". */
  readonly text: string;
  /** Key of the paper in content/sources.json. */
  readonly source: string;
  /** Table, figure or section of that paper, or what was counted. */
  readonly where: string;
  readonly basis: Basis;
  readonly note?: string;
}

export type FactId = keyof typeof published;

const facts = new Map(Object.entries(published as Readonly<Record<string, Fact>>));

/** All ids, in the order of the file. */
export const factIds: readonly string[] = [...facts.keys()];

/** Ids that share the longest beginning with `id`, as a hint. */
function nearest(id: string): string[] {
  for (let length = id.length; length > 0; length--) {
    const near = factIds.filter((known) => known.startsWith(id.slice(0, length)));
    if (near.length > 0) return near.slice(0, 5);
  }
  return factIds.slice(0, 5);
}

/**
 * A published number by its id.
 *
 * @throws {RangeError} if there is none, naming ids that begin alike
 */
export function fact(id: FactId | (string & {})): Fact {
  const found = facts.get(id);
  if (!found) {
    throw new RangeError(
      `fact: kernels/facts/published.json has no "${id}"; ids that begin alike: ${nearest(id).join(", ")}`,
    );
  }
  return found;
}

/** A number standing alone, with its unit, which its own text may hold already: "300M MAdds", "72.0%", "75 ms". */
export function withUnit({ text, unit }: Pick<Fact, "text" | "unit">): string {
  if (unit === "" || unit === "share" || text.endsWith(unit)) return text;
  return unit === "%" ? `${text}%` : `${text} ${unit}`;
}
