import { FormatError } from "@kernels/formats/format-error.ts";
import { openWeights } from "@kernels/formats/open-weights.ts";
import { toFloat16 } from "@kernels/formats/float16.ts";
import { build } from "@kernels/models/build.ts";
import { MOBILENET_V2 } from "@kernels/models/mobilenet-v2.ts";
import { seededRandom } from "@kernels/random.ts";
import { seededWeights } from "../seeded-network.ts";

/** A tensor of a file to be, its values given as float32 and stored as `dtype`. */
export interface FileTensor {
  readonly dtype?: "F32" | "F16" | "BF16" | "I64";
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

const SIZES = { F32: 4, F16: 2, BF16: 2, I64: 8 } as const;

/** A safetensors file written here, by the format's own words, so that the reader is not judged by our writer. */
export function fileOf(tensors: ReadonlyMap<string, FileTensor>, metadata: Record<string, string> = {}): ArrayBuffer {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let at = 0;
  for (const [name, { dtype = "F32", shape, data }] of tensors) {
    header[name] = { dtype, shape, data_offsets: [at, (at += data.length * SIZES[dtype])] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const buffer = new ArrayBuffer(8 + json.length + at);
  const view = new DataView(buffer);
  view.setBigUint64(0, BigInt(json.length), true);
  new Uint8Array(buffer, 8).set(json);
  let byte = 8 + json.length;
  for (const { dtype = "F32", data } of tensors.values()) {
    for (let i = 0; i < data.length; i++, byte += SIZES[dtype]) {
      const value = data[i]!;
      if (dtype === "F32") view.setFloat32(byte, value, true);
      else if (dtype === "F16") view.setUint16(byte, toFloat16(value), true);
      else if (dtype === "I64") view.setBigInt64(byte, BigInt(value), true);
      else {
        view.setFloat32(0, value, true);
        view.setUint16(byte, view.getUint16(2, true), true);
        view.setBigUint64(0, BigInt(json.length), true);
      }
    }
  }
  return buffer;
}

/** A seeded MobileNetV2 with torchvision's names, batch-norm statistics far from 0 and 1, as a file's tensors. */
export function seededFile(width: number, options: { classes?: number; seed?: number; divisor?: number } = {}) {
  const { classes = 10, seed = 8, divisor = 8 } = options;
  const layers = build(MOBILENET_V2, { width, resolution: 96, classes, channelDivisor: divisor });
  return { layers, tensors: new Map<string, FileTensor>(seededWeights(layers, seededRandom(seed))) };
}

const STAGES = [1, 2, 3, 4, 3, 3, 1];

/** torchvision's name as timm writes it. */
export function timmName(name: string): string {
  const [, block = "", rest = ""] = /^features\.(\d+)\.(.+)$/.exec(name) ?? [];
  if (block === "") return name.replace("classifier.1", "classifier");
  if (block === "0") return rest.replace(/^0\./, "conv_stem.").replace(/^1\./, "bn1.");
  if (block === "18") return rest.replace(/^0\./, "conv_head.").replace(/^1\./, "bn2.");
  let stage = 0;
  let at = Number(block) - 1;
  while (at >= STAGES[stage]!) at -= STAGES[stage++]!;
  const plain = { "0.0": "conv_dw", "0.1": "bn1", "1": "conv_pw", "2": "bn2" };
  const expanding = { "0.0": "conv_pw", "0.1": "bn1", "1.0": "conv_dw", "1.1": "bn2", "2": "conv_pwl", "3": "bn3" };
  const names: Record<string, string> = stage === 0 ? plain : expanding;
  const [, place = "", part = ""] = /^conv\.(\d(?:\.\d)?)\.(\w+)$/.exec(rest) ?? [];
  return `blocks.${stage}.${at}.${names[place]!}.${part}`;
}

/** What reading a file ends with. */
export function refusal(buffer: ArrayBuffer): string {
  try {
    openWeights(buffer);
  } catch (error) {
    if (error instanceof FormatError) return error.message;
    throw error;
  }
  return "it was read";
}
