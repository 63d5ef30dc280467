import type { Padding } from "../models/layer.ts";
import type { BottleneckRow, NetworkSpec } from "../models/spec.ts";
import { AFTERS, type BlockVariant, FILTERS, NECKS, SHORTCUTS } from "../models/variant.ts";
import { FormatError } from "./format-error.ts";

const isPadding = (value: unknown): value is Padding => value === "symmetric" || value === "same-tf";

/** Bounds that keep a hostile file from asking for a network that no page could hold. */
const LIMITS = { size: 1024, channels: 8192, stride: 8, expansion: 64, repeats: 64, rows: 64 } as const;

function whole(value: unknown, name: string, max: number): number {
  if (!Number.isInteger(value) || (value as number) < 1 || (value as number) > max) {
    throw new FormatError(
      `The file's metadata "network" has ${name} = ${JSON.stringify(value)}; expected a whole number from 1 to ${max}.`,
    );
  }
  return value as number;
}

type Fields = Readonly<Record<string, unknown>>;
const fields = (value: unknown): Fields => (typeof value === "object" && value !== null ? (value as Fields) : {});

function checkRow(row: unknown, index: number): BottleneckRow {
  const { t, c, n, s } = fields(row);
  const at = (field: string): string => `rows[${index}].${field}`;
  return {
    t: whole(t, at("t"), LIMITS.expansion),
    c: whole(c, at("c"), LIMITS.channels),
    n: whole(n, at("n"), LIMITS.repeats),
    s: whole(s, at("s"), LIMITS.stride),
  };
}

function oneOf<T extends string>(value: unknown, name: string, options: readonly T[]): T {
  const found = options.find((option) => option === value);
  if (found === undefined) {
    const expected = options.map((option) => `"${option}"`).join(", ");
    throw new FormatError(
      `The file's metadata "network" has ${name} = ${JSON.stringify(value)}; expected one of ${expected}.`,
    );
  }
  return found;
}

const checkVariant = (variant: Fields): BlockVariant => ({
  neck: oneOf(variant["neck"], "variant.neck", NECKS),
  shortcut: oneOf(variant["shortcut"], "variant.shortcut", SHORTCUTS),
  filter: oneOf(variant["filter"], "variant.filter", FILTERS),
  after: oneOf(variant["after"], "variant.after", AFTERS),
});

function checkSpec(json: unknown): NetworkSpec {
  const found = fields(json);
  const [input, stem] = [fields(found["input"]), fields(found["stem"])];
  const { name, rows, padding, epsilon } = found;
  if (!Array.isArray(rows) || rows.length === 0 || rows.length > LIMITS.rows) {
    throw new FormatError(`The file's metadata "network" has no list of 1 to ${LIMITS.rows} rows.`);
  }
  if (!isPadding(padding)) {
    throw new FormatError(
      `The file's metadata "network" has padding = ${JSON.stringify(padding)}; expected "symmetric" or "same-tf".`,
    );
  }
  if (typeof epsilon !== "number" || !(epsilon > 0 && epsilon < 1)) {
    throw new FormatError(
      `The file's metadata "network" has epsilon = ${JSON.stringify(epsilon)}; expected a number above 0 and below 1.`,
    );
  }
  return {
    name: typeof name === "string" ? name : "",
    input: {
      h: whole(input["h"], "input.h", LIMITS.size),
      w: whole(input["w"], "input.w", LIMITS.size),
      c: whole(input["c"], "input.c", LIMITS.channels),
    },
    stem: { c: whole(stem["c"], "stem.c", LIMITS.channels), s: whole(stem["s"], "stem.s", LIMITS.stride) },
    rows: rows.map(checkRow),
    lastC: whole(found["lastC"], "lastC", LIMITS.channels),
    classes: whole(found["classes"], "classes", LIMITS.channels * 4),
    padding,
    channelDivisor: whole(found["channelDivisor"], "channelDivisor", LIMITS.channels),
    epsilon,
    ...(found["variant"] === undefined ? {} : { variant: checkVariant(fields(found["variant"])) }),
  };
}

/** The network that a file's metadata names, every field checked; or the caller's, with the file's padding. */
export function parseSpec(metadata: Readonly<Record<string, string>>, given?: NetworkSpec): NetworkSpec {
  if (given) {
    const { padding = given.padding } = metadata;
    if (!isPadding(padding)) {
      throw new FormatError(`The file's metadata has padding = "${padding}"; expected "symmetric" or "same-tf".`);
    }
    return { ...given, padding };
  }
  const text = metadata["network"];
  if (text === undefined) {
    throw new FormatError('The file does not say which network it holds: its metadata has no "network".');
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new FormatError('The file\'s metadata is damaged: "network" is not valid JSON.');
  }
  return checkSpec(json);
}
