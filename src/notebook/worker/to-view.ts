/** Any value of a cell as a view: what looks like a table, a tensor or a picture becomes one, all else becomes text. */
import { AXIS, BOUNDS, CHANNELS, type Content, type Entry, MARKS, type PlotMark, type View } from "../views.ts";

type Bag = Record<string, unknown>;
const isBag = (value: unknown): value is Bag => typeof value === "object" && value !== null && !Array.isArray(value);
const isPlain = (value: unknown): value is Bag =>
  isBag(value) && !ArrayBuffer.isView(value) && !(value instanceof Map) && !(value instanceof Set);
const isNumbers = (value: unknown): value is ArrayLike<number> =>
  (ArrayBuffer.isView(value) && !(value instanceof DataView) && !(value instanceof BigInt64Array)) ||
  (Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "number"));

/** A number as a cell prints it: nine digits tell every float32 apart. */
const number = (value: number): string =>
  Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(9)));

/** Text of any value, at most a few levels deep; never throws, whatever the value's own methods do. */
export function textOf(value: unknown, depth = 3, seen: readonly unknown[] = []): string {
  try {
    if (typeof value === "string") return depth === 3 ? value : JSON.stringify(value);
    if (typeof value === "number") return number(value);
    if (typeof value === "function") return `ƒ ${value.name}`;
    if (typeof value !== "object" || value === null) return typeof value === "bigint" ? `${value}n` : String(value);
    if (value instanceof Error) return `${value.name}: ${value.message}`;
    if (seen.includes(value)) return "…";
    const inner = (one: unknown): string => textOf(one, depth - 1, [...seen, value]);
    const most = 100;
    if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
      const list = Array.from(value as Float32Array<ArrayBuffer>).slice(0, most);
      return `${value.constructor.name}(${(value as Float32Array).length}) [${list.map(number).join(", ")}${(value as Float32Array).length > most ? ", …" : ""}]`;
    }
    if (Array.isArray(value)) {
      if (depth === 0) return `[…${value.length}]`;
      return `[${value.slice(0, most).map(inner).join(", ")}${value.length > most ? ", …" : ""}]`;
    }
    if (depth === 0) return "{…}";
    if (value instanceof Map) return `Map {${[...value].slice(0, most).map((pair) => pair.map(inner).join(" → ")).join(", ")}}`; // prettier-ignore
    if (value instanceof Set) return `Set {${[...value].slice(0, most).map(inner).join(", ")}}`;
    const pairs = Object.entries(value).slice(0, most);
    return `{ ${pairs.map(([key, one]) => `${key}: ${inner(one)}`).join(", ")} }`;
  } catch {
    return "⁇";
  }
}

const entry = (value: unknown): Entry =>
  value === null || typeof value === "number" || typeof value === "boolean"
    ? value
    : (typeof value === "string" ? value : textOf(value, 2)).slice(0, BOUNDS.label);

function table(rows: readonly Bag[]): Content {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].slice(0, BOUNDS.columns);
  const shown = rows.slice(0, BOUNDS.rows).map((row) => columns.map((name) => entry(row[name])));
  return { kind: "table", columns, rows: shown, total: rows.length };
}

function tensor({ shape, data }: Bag): Content | undefined {
  if (!Array.isArray(shape) || shape.length !== 3 || !isNumbers(data)) return undefined;
  const [h, w, c] = shape as [number, number, number];
  if (data.length !== h * w * c || data.length === 0 || data.length > BOUNDS.values) return undefined;
  return { kind: "tensor", shape: [h, w, c], data: Float32Array.from(data) };
}

function picture({ width, height, grey, rgba }: Bag): Content | undefined {
  const source = isNumbers(rgba) ? rgba : isNumbers(grey) ? grey : undefined;
  if (typeof width !== "number" || typeof height !== "number" || !source) return undefined;
  const pixels = width * height;
  const each = source === rgba ? 4 : 1;
  if (source.length !== each * pixels || pixels > BOUNDS.pixels || pixels < 1) return undefined;
  const out = new Uint8ClampedArray(4 * pixels);
  for (let i = 0; i < out.length; i++) out[i] = each === 4 ? source[i]! : i % 4 === 3 ? 255 : source[i >> 2]!;
  return { kind: "picture", width, height, rgba: out };
}

const plainEntries = (bag: unknown, names?: readonly string[]): Record<string, Entry> =>
  Object.fromEntries(
    Object.entries(isBag(bag) ? bag : {})
      .filter(([name, value]) => (!names || names.includes(name)) && value !== undefined)
      .map(([name, value]) => [name, entry(value)]),
  );

/** `show({ plot: [{ mark: "lineY", data: rows, x: "n", y: "share" }], x: { label: "n" } })` */
function plot(bag: Bag): Content | undefined {
  if (!Array.isArray(bag["plot"])) return undefined;
  const marks = bag["plot"].flatMap((one: unknown): PlotMark[] => {
    if (!isBag(one)) return [];
    const mark = MARKS.find((name) => name === one["mark"]);
    if (!mark || !Array.isArray(one["data"])) return [];
    const data = one["data"].map((row: unknown) => (isBag(row) ? plainEntries(row) : { value: entry(row) }));
    return [{ mark, data, channels: plainEntries(one, CHANNELS) }];
  });
  if (marks.length === 0) return undefined;
  return { kind: "plot", spec: { marks, x: plainEntries(bag["x"], AXIS), y: plainEntries(bag["y"], AXIS) } };
}

function contentOf(value: unknown): Content {
  if (isPlain(value)) {
    const found = tensor(value) ?? picture(value) ?? plot(value);
    if (found) return found;
  }
  if (Array.isArray(value) && value.length > 0) {
    const [first] = value as unknown[];
    const isMatrix = value.every((row) => isNumbers(row) && row.length === (first as number[]).length);
    const fits = isMatrix && value.length <= BOUNDS.rows && (first as number[]).length <= BOUNDS.rows;
    if (fits) return { kind: "matrix", rows: value.map((row: ArrayLike<number>) => Array.from(row)) };
    if (value.every(isPlain)) return table(value);
  }
  return { kind: "text", text: textOf(value).slice(0, BOUNDS.text) };
}

export function toView(value: unknown, label?: string): View {
  let content: Content;
  try {
    content = contentOf(value);
  } catch {
    content = { kind: "text", text: textOf(value) };
  }
  return { ...content, ...(label !== undefined && { label: textOf(label).slice(0, BOUNDS.label) }) };
}
