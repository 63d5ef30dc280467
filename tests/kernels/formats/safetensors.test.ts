import { FormatError } from "@kernels/formats/format-error.ts";
import { readSafetensors, type TensorToWrite, writeSafetensors } from "@kernels/formats/safetensors.ts";
import { describe, expect, it } from "vitest";

/** A file from a header given as text and some bytes of data. */
function file(header: string, data: number[] | number = 0): ArrayBuffer {
  const json = new TextEncoder().encode(header);
  const bytes = typeof data === "number" ? new Uint8Array(data) : Uint8Array.from(data);
  const buffer = new ArrayBuffer(8 + json.length + bytes.length);
  new DataView(buffer).setBigUint64(0, BigInt(json.length), true);
  new Uint8Array(buffer).set(json, 8);
  new Uint8Array(buffer).set(bytes, 8 + json.length);
  return buffer;
}
const entry = (begin: number, end: number, shape = [1], dtype = "F32"): object => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

describe("writing and reading", () => {
  it("keeps F32 bit for bit, rounds F16, keeps shapes, order and metadata with any characters", () => {
    const tensors = new Map<string, TensorToWrite>([
      ["a.weight", { shape: [2, 2], data: Float32Array.of(1, -2, Math.fround(Math.PI), 1e-30) }],
      ["half", { dtype: "F16", shape: [3], data: Float32Array.of(1, Math.fround(0.1), -70000) }],
      ["scalar", { shape: [], data: Float32Array.of(7) }],
      ["empty", { shape: [0, 4], data: new Float32Array(0) }],
    ]);
    const metadata = { licence: "CC0", 名前: "数字 % é \ud800 😀" };
    const buffer = writeSafetensors(tensors, metadata);
    const read = readSafetensors(buffer);
    expect([...read.tensors.keys()]).toEqual(["a.weight", "half", "scalar", "empty"]);
    expect(read.metadata).toEqual(metadata);
    expect(read.tensors.get("a.weight")).toEqual({ dtype: "F32", ...tensors.get("a.weight") });
    expect([...read.tensors.get("half")!.data]).toEqual([1, 0.0999755859375, -Infinity]);
    expect(read.tensors.get("scalar")!.shape).toEqual([]);
    expect((8 + Number(new DataView(buffer).getBigUint64(0, true))) % 8).toBe(0);
  });

  it("reads BF16 and I64, unaligned data, and files without metadata", () => {
    const header = { b: entry(0, 4, [2], "BF16"), n: entry(4, 12, [], "I64") };
    const { tensors, metadata } = readSafetensors(
      file(`${JSON.stringify(header)} `, [0x80, 0x3f, 0x49, 0xc0, 44, 1, 0, 0, 0, 0, 0, 0]),
    );
    expect([...tensors.get("b")!.data]).toEqual([1, -3.140625]);
    expect(tensors.get("n")).toEqual({ dtype: "I64", shape: [], data: Float32Array.of(300) });
    expect(metadata).toEqual({});
  });

  it("refuses to write a tensor whose shape and length disagree", () => {
    expect(() => writeSafetensors(new Map([["w", { shape: [3], data: new Float32Array(2) }]]))).toThrow(
      "Tensor w holds 2 values; its shape [3] needs 3.",
    );
  });
});

describe("damaged files get one sentence", () => {
  const cases: [string, ArrayBuffer, string][] = [
    ["empty", new ArrayBuffer(0), "This is not a safetensors file: it has 0 bytes, and the header's length alone takes 8."],
    ["a PNG", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0).buffer, "This is not a safetensors file: it does not begin with a header's length and a JSON header."],
    ["eight bytes", new ArrayBuffer(8), "This is not a safetensors file: it does not begin with a header's length and a JSON header."],
    ["cut inside the header", file('{"a":1}').slice(0, 12), "The file is cut short: its header should take 7 bytes, and 4 follow the header's length."],
    ["broken JSON", file('{"a":'), "This is not a safetensors file, or its header is damaged: the header is not valid JSON."],
    ["no entry", file('{"a":null}'), "Tensor a has no valid type and shape in the header; the file is damaged."],
    ["negative shape", file(JSON.stringify({ a: entry(0, 4, [-1]) }), 4), "Tensor a has no valid type and shape in the header; the file is damaged."],
    ["unknown type", file(JSON.stringify({ a: entry(0, 8, [1], "F64") }), 8), "Tensor a is stored as F64; F32, F16 and BF16 can be read (and I64 for counters)."],
    ["a type that every object has", file(JSON.stringify({ a: entry(0, 8, [1], "toString") }), 8), "Tensor a is stored as toString; F32, F16 and BF16 can be read (and I64 for counters)."],
    ["backward offsets", file(JSON.stringify({ a: entry(4, 0) }), 4), "Tensor a has no valid place in the file: its offsets are [4,0]."],
    ["wrong size", file(JSON.stringify({ a: entry(0, 4, [2]) }), 4), "Tensor a takes 4 bytes in the file; its shape [2] in F32 needs 8."],
    ["cut inside a tensor", file(JSON.stringify({ a: entry(0, 4), b: entry(4, 8) }), 6), "The file is cut short: tensor b ends at byte 8 of the data, of which 6 are there."],
    ["overlap", file(JSON.stringify({ a: entry(0, 8, [2]), b: entry(4, 8) }), 8), "Tensors a and b overlap: one ends at byte 8, the other begins at byte 4."],
    ["gap", file(JSON.stringify({ a: entry(4, 8) }), 8), "Bytes 0 to 4 before tensor a belong to no tensor."],
    ["tail", file(JSON.stringify({ a: entry(0, 4) }), 9), "5 bytes at the end of the file belong to no tensor."],
    ["odd metadata", file('{"__metadata__":{"a":1}}'), "The file's metadata is damaged: every entry must be text."],
  ]; // prettier-ignore
  it.each(cases)("%s", (_name, buffer, sentence) => {
    let caught: unknown;
    try {
      readSafetensors(buffer);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(FormatError);
    expect((caught as FormatError).message).toBe(sentence);
  });

  it("invalid UTF-8 in the header", () => {
    const buffer = file('{"a":1}');
    new Uint8Array(buffer)[10] = 0xff;
    expect(() => readSafetensors(buffer)).toThrow("the header is not valid JSON");
  });

  it("cut at every byte: always a FormatError, never anything else", () => {
    const buffer = writeSafetensors(new Map([["a", { shape: [3], data: Float32Array.of(1, 2, 3) }]]), { k: "v" });
    for (let size = 0; size < buffer.byteLength; size++) {
      expect(() => readSafetensors(buffer.slice(0, size))).toThrow(FormatError);
    }
  });
});
