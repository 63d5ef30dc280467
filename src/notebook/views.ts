/**
 * What a cell may show. A cell's worker sends views to the page as plain data; the page believes none of it: `readView`
 * takes what has the form of a view, within bounds, and nothing else. Nothing of it is ever read as HTML.
 */

export type Entry = string | number | boolean | null;
/** A list of points that a plot draws: one mark, its rows, and which column goes where. */
export interface PlotMark {
  readonly mark: (typeof MARKS)[number];
  readonly data: readonly Readonly<Record<string, Entry>>[];
  readonly channels: Readonly<Record<string, Entry>>;
}
export interface PlotSpec {
  readonly marks: readonly PlotMark[];
  readonly x?: Readonly<Record<string, Entry>>;
  readonly y?: Readonly<Record<string, Entry>>;
}

export type Content =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "table";
      readonly columns: readonly string[];
      readonly rows: readonly (readonly Entry[])[];
      /** Rows that there were; the view holds the first of them. */
      readonly total: number;
    }
  | { readonly kind: "matrix"; readonly rows: readonly (readonly number[])[] }
  | { readonly kind: "picture"; readonly width: number; readonly height: number; readonly rgba: Uint8ClampedArray }
  | {
      readonly kind: "tensor";
      readonly shape: readonly [h: number, w: number, c: number];
      readonly data: Float32Array;
    }
  | { readonly kind: "plot"; readonly spec: PlotSpec };
export type View = Content & { readonly label?: string };

export const MARKS = ["dot", "line", "lineY", "areaY", "barY", "barX", "ruleX", "ruleY", "cell"] as const;
/** What of a mark may be set: columns by name, or constants. No titles with links, no styles. */
export const CHANNELS = ["x", "y", "x1", "x2", "y1", "y2", "z", "r", "fill", "stroke"] as const;
export const AXIS = ["label", "type", "grid", "zero"] as const;

export const BOUNDS = {
  text: 20_000,
  label: 200,
  rows: 200,
  columns: 24,
  values: 1 << 20,
  pixels: 1 << 20,
  points: 20_000,
  views: 200,
} as const;

type Bag = Record<string, unknown>;
const isBag = (value: unknown): value is Bag => typeof value === "object" && value !== null && !Array.isArray(value);
const isList = (value: unknown, most: number): value is unknown[] => Array.isArray(value) && value.length <= most;
const isSize = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 1;
const isEntry = (value: unknown): value is Entry =>
  value === null ||
  typeof value === "number" ||
  typeof value === "boolean" ||
  (typeof value === "string" && value.length <= BOUNDS.label);

/** The named entries of a bag, and no others. */
function entries(value: unknown, names?: readonly string[]): Record<string, Entry> | undefined {
  if (!isBag(value)) return undefined;
  const found = Object.entries(value).filter(([name]) => !names || names.includes(name));
  if (found.length > BOUNDS.columns || !found.every(([, entry]) => isEntry(entry))) return undefined;
  return Object.fromEntries(found) as Record<string, Entry>;
}

function readPlot(spec: unknown): PlotSpec | undefined {
  if (!isBag(spec) || !isList(spec["marks"], 20)) return undefined;
  const marks: PlotMark[] = [];
  let points = 0;
  for (const one of spec["marks"]) {
    if (!isBag(one) || !isList(one["data"], BOUNDS.points)) return undefined;
    const mark = MARKS.find((name) => name === one["mark"]);
    const data = one["data"].map((row) => entries(row));
    const channels = entries(one["channels"], CHANNELS);
    points += data.length;
    if (!mark || !channels || points > BOUNDS.points || data.includes(undefined)) return undefined;
    marks.push({ mark, channels, data: data as Record<string, Entry>[] });
  }
  const [x, y] = [entries(spec["x"], AXIS), entries(spec["y"], AXIS)];
  return { marks, ...(x && { x }), ...(y && { y }) };
}

function readContent(value: Bag): Content | undefined {
  switch (value["kind"]) {
    case "text":
      return typeof value["text"] === "string"
        ? { kind: "text", text: value["text"].slice(0, BOUNDS.text) }
        : undefined;
    case "table": {
      const { columns, rows, total } = value;
      if (!isList(columns, BOUNDS.columns) || !columns.every((name) => typeof name === "string")) return undefined;
      if (!isList(rows, BOUNDS.rows) || typeof total !== "number") return undefined;
      const isRow = (row: unknown): row is Entry[] => isList(row, columns.length) && row.every(isEntry);
      return rows.every(isRow) ? { kind: "table", columns, rows, total } : undefined;
    }
    case "matrix": {
      const { rows } = value;
      const isRow = (row: unknown): row is number[] =>
        isList(row, BOUNDS.rows) && row.every((one) => typeof one === "number");
      return isList(rows, BOUNDS.rows) && rows.every(isRow) ? { kind: "matrix", rows } : undefined;
    }
    case "picture": {
      const { width, height, rgba } = value;
      if (!isSize(width) || !isSize(height) || width * height > BOUNDS.pixels) return undefined;
      if (!(rgba instanceof Uint8ClampedArray) || rgba.length !== 4 * width * height) return undefined;
      return { kind: "picture", width, height, rgba };
    }
    case "tensor": {
      const { shape, data } = value;
      if (!isList(shape, 3) || shape.length !== 3 || !shape.every(isSize)) return undefined;
      const [h, w, c] = shape as [number, number, number];
      if (h * w * c > BOUNDS.values || !(data instanceof Float32Array) || data.length !== h * w * c) return undefined;
      return { kind: "tensor", shape: [h, w, c], data };
    }
    case "plot": {
      const spec = readPlot(value["spec"]);
      return spec && { kind: "plot", spec };
    }
    default:
      return undefined;
  }
}

/** A view, or undefined for whatever else a cell sent. */
export function readView(value: unknown): View | undefined {
  const content = isBag(value) ? readContent(value) : undefined;
  const label = isBag(value) && typeof value["label"] === "string" ? value["label"].slice(0, BOUNDS.label) : undefined;
  return content && { ...content, ...(label !== undefined && { label }) };
}
