/** Conditions on a figure's state and data, as a lesson's task names them. The same at build, in the page and in tests. */

export const OPERATORS = ["<", "<=", "=", ">=", ">", "!="] as const;
export type Operator = (typeof OPERATORS)[number];
/** What is looked at (a control, or a path in the data), how, and with what it is compared. */
export type Condition = readonly [what: string, operator: Operator, wanted: string | number | boolean | null];
export interface Conditions {
  readonly state?: readonly Condition[];
  readonly data?: readonly Condition[];
}

/** The value at "rows.3.madds"; undefined if the path leads nowhere. Typed arrays count as arrays. */
export function valueAt(data: unknown, path: string): unknown {
  let value = data;
  for (const name of path.split(".")) {
    if (typeof value !== "object" || value === null) return undefined;
    if (!Object.hasOwn(value, name) && name !== "length") return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

function meets(value: unknown, operator: Operator, wanted: Condition[2]): boolean {
  if (operator === "=") return value === wanted;
  if (operator === "!=") return value !== wanted;
  if (typeof value !== "number" || typeof wanted !== "number") return false;
  if (operator === "<") return value < wanted;
  if (operator === "<=") return value <= wanted;
  return operator === ">" ? value > wanted : value >= wanted;
}

/** Whether a figure stands where all conditions hold. */
export const holds = ({ state = [], data = [] }: Conditions, now: { state: unknown; data: unknown }): boolean =>
  state.every(([what, operator, wanted]) => meets(valueAt(now.state, what), operator, wanted)) &&
  data.every(([what, operator, wanted]) => meets(valueAt(now.data, what), operator, wanted));
