/** A figure's data as files. */
import type { AnyState, Table } from "./contract.ts";

/** Typed arrays become plain arrays; numbers that JSON cannot hold become null. */
const plain = (_: string, value: unknown): unknown => {
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as Float64Array);
  return value;
};

/** `{ figure, state, data }`, data being what compute returned. */
export const toJson = (figure: string, state: AnyState, data: unknown): string =>
  JSON.stringify({ figure, state, data }, plain);

/** RFC 4180; a text that a spreadsheet would run as a formula gets a quote in front. */
export function toCsv({ columns, rows }: Table): string {
  const cell = (value: string | number | boolean | null): string => {
    if (value === null) return "";
    if (typeof value !== "string") return String(value);
    const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [columns, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}
