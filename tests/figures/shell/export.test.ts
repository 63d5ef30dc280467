import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toCsv, toJson } from "@/figures/shell/export.ts";

/** Reads RFC 4180 back, by hand, so that the writer is not judged by itself. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const sign = text[i] ?? "";
    if (quoted && sign === '"' && text[i + 1] === '"') {
      cell += '"';
      i++;
    } else if (sign === '"') quoted = !quoted;
    else if (!quoted && (sign === "," || (sign === "\r" && text[i + 1] === "\n"))) {
      row.push(cell);
      cell = "";
      if (sign === ",") continue;
      rows.push(row);
      row = [];
      i++;
    } else cell += sign;
  }
  return rows;
}

describe("CSV", () => {
  test("reads back as written, whatever the texts", () => {
    const cell = fc.oneof(
      fc.string(),
      fc.constantFrom('"', ",", "\r\n", "a\nb", 'say "x", y'),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
        const read = parseCsv(toCsv({ columns: ["one", "two"], rows }));
        expect(read).toHaveLength(rows.length + 1);
        rows.forEach((row, i) => {
          row.forEach((value, k) => {
            const plain = value === null ? "" : String(value);
            expect([plain, `'${plain}`]).toContain(read[i + 1]?.[k]);
          });
        });
      }),
    );
  });
  test("no text starts as a formula; numbers keep their sign", () => {
    const starts = fc.constantFrom("=", "+", "-", "@", "\t", "\r");
    fc.assert(
      fc.property(starts, fc.string(), (sign, rest) => {
        const [, [cell] = []] = parseCsv(toCsv({ columns: ["a"], rows: [[sign + rest]] }));
        expect(cell?.startsWith("'")).toBe(true);
      }),
    );
    expect(toCsv({ columns: ["=cmd()"], rows: [[-1.5], [1e-7], [null], [true]] })).toBe(
      "'=cmd()\r\n-1.5\r\n1e-7\r\n\r\ntrue\r\n",
    );
  });
});

describe("JSON", () => {
  test("is { figure, state, data } with typed arrays as plain ones, at any depth", () => {
    const data = { rows: [new Float32Array([1, 0.5])], bytes: new Uint8ClampedArray([300]), none: null };
    expect(JSON.parse(toJson("id", { n: 2 }, data))).toEqual({
      figure: "id",
      state: { n: 2 },
      data: { rows: [[1, 0.5]], bytes: [255], none: null },
    });
  });
  test("writes what JSON has no number for as null", () => {
    expect(JSON.parse(toJson("id", {}, [NaN, Infinity, new Float64Array([NaN])]))).toMatchObject({
      data: [null, null, [null]],
    });
  });
});
