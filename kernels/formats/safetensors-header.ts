import { FormatError } from "./format-error.ts";

/** Types that are read; I64 only for counters such as batch norm's num_batches_tracked. */
export type Dtype = "F32" | "F16" | "BF16" | "I64";
export const BYTES: Readonly<Record<Dtype, number>> = { F32: 4, F16: 2, BF16: 2, I64: 8 };

/** Where a tensor's bytes lie behind the header. */
export interface Entry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** The format's own limit on the header. */
const HEADER_LIMIT = 100_000_000;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function parseJson(bytes: Uint8Array): Record<string, unknown> {
  let json: unknown;
  try {
    // UTF-8 by hand: TextDecoder belongs to the platform, and kernels may use the language only.
    let escaped = "";
    for (const byte of bytes)
      escaped += byte < 0x80 && byte !== 0x25 ? String.fromCharCode(byte) : `%${byte.toString(16).padStart(2, "0")}`;
    json = JSON.parse(decodeURIComponent(escaped));
  } catch {
    throw new FormatError("This is not a safetensors file, or its header is damaged: the header is not valid JSON.");
  }
  if (!isRecord(json)) throw new FormatError("This is not a safetensors file: its header is not a JSON object.");
  return json;
}

function readEntry(name: string, value: unknown): Entry {
  const { dtype, shape, data_offsets: offsets } = isRecord(value) ? value : {};
  if (typeof dtype !== "string" || !Array.isArray(shape) || !shape.every(isCount)) {
    throw new FormatError(`Tensor ${name} has no valid type and shape in the header; the file is damaged.`);
  }
  if (!Object.hasOwn(BYTES, dtype)) {
    throw new FormatError(
      `Tensor ${name} is stored as ${dtype}; F32, F16 and BF16 can be read (and I64 for counters).`,
    );
  }
  const [begin, end] = (Array.isArray(offsets) ? offsets : []) as readonly unknown[];
  if (!isCount(begin) || !isCount(end) || end < begin) {
    throw new FormatError(`Tensor ${name} has no valid place in the file: its offsets are ${JSON.stringify(offsets)}.`);
  }
  const expected = shape.reduce((a, b) => a * b, 1) * BYTES[dtype as Dtype];
  if (end - begin !== expected) {
    throw new FormatError(
      `Tensor ${name} takes ${end - begin} bytes in the file; its shape [${shape.join(", ")}] in ${dtype} needs ${expected}.`,
    );
  }
  return { name, dtype: dtype as Dtype, shape, begin, end };
}

/** Tensors must lie one behind the other and fill the data exactly. */
function checkPlaces(entries: readonly Entry[], size: number): void {
  const sorted = entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end);
  let previous: Entry | undefined;
  for (const entry of sorted) {
    if (entry.end > size) {
      throw new FormatError(
        `The file is cut short: tensor ${entry.name} ends at byte ${entry.end} of the data, of which ${size} are there.`,
      );
    }
    const from = previous?.end ?? 0;
    if (entry.begin < from) {
      throw new FormatError(
        `Tensors ${previous?.name} and ${entry.name} overlap: one ends at byte ${from}, the other begins at byte ${entry.begin}.`,
      );
    }
    if (entry.begin > from) {
      throw new FormatError(`Bytes ${from} to ${entry.begin} before tensor ${entry.name} belong to no tensor.`);
    }
    previous = entry;
  }
  const used = previous?.end ?? 0;
  if (used < size) throw new FormatError(`${size - used} bytes at the end of the file belong to no tensor.`);
}

/** Reads and checks the header of a safetensors file, without touching the tensors. */
export function readHeader(buffer: ArrayBuffer): {
  readonly entries: readonly Entry[];
  readonly metadata: Record<string, string>;
  readonly dataStart: number;
} {
  const size = buffer.byteLength;
  if (size < 8) {
    throw new FormatError(
      `This is not a safetensors file: it has ${size} bytes, and the header's length alone takes 8.`,
    );
  }
  const length = Number(new DataView(buffer).getBigUint64(0, true));
  const room = Math.min(size - 8, 1);
  const looksRight = room === 1 && new Uint8Array(buffer, 8, 1)[0] === 0x7b;
  if (!looksRight || length > HEADER_LIMIT) {
    throw new FormatError(
      "This is not a safetensors file: it does not begin with a header's length and a JSON header.",
    );
  }
  if (length > size - 8) {
    throw new FormatError(
      `The file is cut short: its header should take ${length} bytes, and ${size - 8} follow the header's length.`,
    );
  }
  const { __metadata__: found = {}, ...rest } = parseJson(new Uint8Array(buffer, 8, length));
  if (!isRecord(found) || !Object.values(found).every((value) => typeof value === "string")) {
    throw new FormatError("The file's metadata is damaged: every entry must be text.");
  }
  const entries = Object.entries(rest).map(([name, value]) => readEntry(name, value));
  checkPlaces(entries, size - 8 - length);
  return { entries, metadata: found as Record<string, string>, dataStart: 8 + length };
}
