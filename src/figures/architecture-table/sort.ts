/** Sorting by a column: each heading goes from most to least (names from A), to the reverse, to the network's order. */
export const COLUMNS = ["layer", "shape", "params", "madds"] as const;
export type Column = (typeof COLUMNS)[number];

export const SORTS = [
  "order",
  "layer-up",
  "layer-down",
  "shape-down",
  "shape-up",
  "params-down",
  "params-up",
  "madds-down",
  "madds-up",
] as const;
export type Sort = (typeof SORTS)[number];

export const isSorted = (sort: Sort): boolean => sort !== "order";

export function sortOf(sort: Sort): { readonly by: Column | null; readonly down: boolean } {
  const [by, way] = sort.split("-");
  return { by: way === undefined ? null : (by as Column), down: way === "down" };
}

/** What a press on a column's heading asks for. */
export function nextSort(sort: Sort, column: Column): Sort {
  const first = column === "layer" ? "layer-up" : (`${column}-down` as const);
  const second = column === "layer" ? "layer-down" : (`${column}-up` as const);
  return sort === first ? second : sort === second ? "order" : first;
}

export interface Sortable {
  readonly name?: string;
  readonly operator?: string;
  readonly kind?: string;
  readonly shape: readonly number[];
  readonly params: number;
  readonly madds: number;
}

/** What a column compares: a layer's kind and then its name, values of its output, parameters, multiply-adds. */
const text = (item: Sortable): string => item.operator ?? `${item.kind ?? ""} ${item.name ?? ""}`;
const values = (item: Sortable): number => item.shape.reduce((a, b) => a * b, 1);

/** The items in a sort's order; equal ones keep the network's. */
export function sorted<T extends Sortable>(items: readonly T[], sort: Sort, order: readonly T[]): readonly T[] {
  const { by, down } = sortOf(sort);
  if (by === null) return items;
  const place = new Map(order.map((item, i) => [item, i]));
  const sign = down ? -1 : 1;
  const compare = (a: T, b: T): number => {
    switch (by) {
      case "layer":
        return text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0;
      case "shape":
        return values(a) - values(b);
      default:
        return a[by] - b[by];
    }
  };
  return [...items].sort((a, b) => sign * compare(a, b) || (place.get(a) ?? 0) - (place.get(b) ?? 0));
}
