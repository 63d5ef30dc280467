import { FormatError } from "./format-error.ts";
import { fromFloat16, toFloat16 } from "./float16.ts";
import { BYTES, type Dtype, type Entry, readHeader } from "./safetensors-header.ts";

/** A stored tensor, its values widened to float32. */
export interface StoredTensor {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface Safetensors {
  readonly tensors: Map<string, StoredTensor>;
  readonly metadata: Record<string, string>;
}

/** Widens one tensor to float32. One loop a type: this runs over every value of a network before it can be used. */
function decode(bytes: DataView, { dtype, begin, end }: Entry): Float32Array {
  const out = new Float32Array((end - begin) / BYTES[dtype]);
  switch (dtype) {
    case "F32":
      for (let i = 0; i < out.length; i++) out[i] = bytes.getFloat32(begin + 4 * i, true);
      return out;
    case "F16":
      for (let i = 0; i < out.length; i++) out[i] = fromFloat16(bytes.getUint16(begin + 2 * i, true));
      return out;
    case "BF16": {
      // bfloat16 is float32's upper half.
      const bits = new Uint32Array(out.buffer);
      for (let i = 0; i < bits.length; i++) bits[i] = bytes.getUint16(begin + 2 * i, true) << 16;
      return out;
    }
    case "I64":
      for (let i = 0; i < out.length; i++) out[i] = Number(bytes.getBigInt64(begin + 8 * i, true));
      return out;
  }
}

/**
 * Reads a safetensors file: 8 bytes header length, a JSON header, then the tensors' bytes without gaps, little-endian.
 *
 * @throws {FormatError} in one sentence if the file is something else, cut short or inconsistent
 * @see https://github.com/huggingface/safetensors (format)
 */
export function readSafetensors(buffer: ArrayBuffer): Safetensors {
  const { entries, metadata, dataStart } = readHeader(buffer);
  const bytes = new DataView(buffer, dataStart);
  const tensors = new Map<string, StoredTensor>();
  for (const entry of entries) {
    tensors.set(entry.name, { dtype: entry.dtype, shape: entry.shape, data: decode(bytes, entry) });
  }
  return { tensors, metadata };
}

/** A tensor to write; F32 unless told otherwise. */
export interface TensorToWrite {
  readonly dtype?: "F32" | "F16";
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/**
 * Writes a safetensors file, tensors in the map's order. F16 rounds to nearest, ties to even.
 *
 * @throws {FormatError} if a tensor's shape and length disagree
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, TensorToWrite>,
  metadata: Readonly<Record<string, string>> = {},
): ArrayBuffer {
  const header: Record<string, unknown> = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  let size = 0;
  for (const [name, { dtype = "F32", shape, data }] of tensors) {
    const count = shape.reduce((a, b) => a * b, 1);
    if (count !== data.length) {
      throw new FormatError(
        `Tensor ${name} holds ${data.length} values; its shape [${shape.join(", ")}] needs ${count}.`,
      );
    }
    const end = size + count * BYTES[dtype];
    header[name] = { dtype, shape, data_offsets: [size, end] };
    size = end;
  }
  // Spaces after the JSON put the first tensor on a multiple of 8 bytes.
  const json = utf8(JSON.stringify(header));
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const buffer = new ArrayBuffer(8 + headerBytes + size);
  new Uint8Array(buffer, 8, headerBytes).fill(0x20).set(json);
  const view = new DataView(buffer);
  view.setBigUint64(0, BigInt(headerBytes), true);
  let at = 8 + headerBytes;
  for (const { dtype = "F32", data } of tensors.values()) {
    for (const value of data) {
      if (dtype === "F16") view.setUint16(at, toFloat16(value), true);
      else view.setFloat32(at, value, true);
      at += BYTES[dtype];
    }
  }
  return buffer;
}

/** UTF-8 by hand: TextEncoder belongs to the platform, and kernels may use the language only. */
function utf8(text: string): Uint8Array {
  const escaped = encodeURIComponent(text);
  const bytes: number[] = [];
  for (let i = 0; i < escaped.length; i++) {
    if (escaped[i] === "%") {
      bytes.push(parseInt(escaped.slice(i + 1, i + 3), 16));
      i += 2;
    } else bytes.push(escaped.charCodeAt(i));
  }
  return Uint8Array.from(bytes);
}
