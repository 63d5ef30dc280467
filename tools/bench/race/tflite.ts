import { Builder, type Offset } from "flatbuffers";
import type { Network, Node } from "./network.ts";

/** Numbers of TensorFlow Lite's schema. */
const CODES = { add: 0, averagePool: 1, conv: 3, depthwise: 4, fullyConnected: 9 } as const;
const OPTIONS = { conv: 1, depthwise: 2, averagePool: 5, fullyConnected: 8, add: 11 } as const;
const [SAME, VALID] = [0, 1];
const RELU6 = 3;
type Kind = keyof typeof CODES;

/** A table from its fields: how each is added, by its number. */
function table(builder: Builder, fields: Readonly<Record<number, (field: number) => void>>): Offset {
  const numbers = Object.keys(fields).map(Number);
  builder.startObject(Math.max(-1, ...numbers) + 1);
  for (const field of numbers) fields[field]!(field);
  return builder.endObject();
}

/** Collects buffers, tensors and operators, then writes the file. */
class Writer {
  private readonly builder = new Builder(1 << 24);
  private readonly buffers: Offset[] = [];
  private readonly tensors: Offset[] = [];
  private readonly operators: Offset[] = [];
  private readonly kinds = Object.keys(CODES) as Kind[];

  constructor() {
    // Buffer 0 is the empty one of every tensor that is computed.
    this.buffers.push(table(this.builder, {}));
  }

  private readonly int = (value: number) => (field: number) => this.builder.addFieldInt32(field, value, 0);
  private readonly byte = (value: number) => (field: number) => this.builder.addFieldInt8(field, value, 0);
  private readonly at = (offset: Offset) => (field: number) => this.builder.addFieldOffset(field, offset, 0);

  private ints(values: readonly number[]): Offset {
    this.builder.startVector(4, values.length, 4);
    for (const value of values.toReversed()) this.builder.addInt32(value);
    return this.builder.endVector();
  }

  private offsets(values: readonly Offset[]): Offset {
    this.builder.startVector(4, values.length, 4);
    for (const value of values.toReversed()) this.builder.addOffset(value);
    return this.builder.endVector();
  }

  /** A tensor of float32, with its values if they are known. */
  tensor(name: string, shape: readonly number[], data?: Float32Array): number {
    if (data) {
      const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      this.builder.prep(16, bytes.length);
      this.buffers.push(table(this.builder, { 0: this.at(this.builder.createByteVector(bytes)) }));
    }
    const [sizes, label] = [this.ints(shape), this.builder.createString(name)];
    const buffer = data ? this.buffers.length - 1 : 0;
    return this.tensors.push(table(this.builder, { 0: this.at(sizes), 2: this.int(buffer), 3: this.at(label) })) - 1;
  }

  call(kind: Kind, inputs: readonly number[], output: number, options: readonly ["int" | "byte", number][]): void {
    const fields = Object.fromEntries(options.map(([type, value], i) => [i, this[type](value)]));
    const [own, from, to] = [table(this.builder, fields), this.ints(inputs), this.ints([output])];
    const code = this.kinds.indexOf(kind);
    const all = { 0: this.int(code), 1: this.at(from), 2: this.at(to), 3: this.byte(OPTIONS[kind]), 4: this.at(own) };
    this.operators.push(table(this.builder, all));
  }

  file(input: number, output: number): Uint8Array {
    const codes = this.kinds.map((kind) =>
      table(this.builder, { 0: this.byte(CODES[kind]), 2: this.int(1), 3: this.int(CODES[kind]) }),
    );
    const [tensors, operators] = [this.offsets(this.tensors), this.offsets(this.operators)];
    const [inputs, outputs] = [this.ints([input]), this.ints([output])];
    const parts = { 0: this.at(tensors), 1: this.at(inputs), 2: this.at(outputs), 3: this.at(operators) };
    const graphs = this.offsets([table(this.builder, parts)]);
    const [codeList, buffers] = [this.offsets(codes), this.offsets(this.buffers)];
    const model = { 0: this.int(3), 1: this.at(codeList), 2: this.at(graphs), 4: this.at(buffers) };
    this.builder.finish(table(this.builder, model), "TFL3");
    return this.builder.asUint8Array();
  }
}

/** HWIO (or [in, out]) to TensorFlow Lite's OHWI. */
function outputFirst({ filter, bias }: Node): Float32Array {
  const outC = bias.length;
  const terms = filter.length / outC;
  const data = new Float32Array(filter.length);
  for (let term = 0; term < terms; term++) {
    for (let o = 0; o < outC; o++) data[o * terms + term] = filter[term * outC + o]!;
  }
  return data;
}

/** The network as a TensorFlow Lite model, NHWC, with fused ReLU6. */
export function tfliteModel(network: Network): Uint8Array {
  const writer = new Writer();
  const input = writer.tensor("input", [1, ...network.input.shape]);
  const tensors = new Map([[-1, input]]);
  let last = input;
  for (const node of network.nodes) {
    const { layer, activation, adds, inputs, output } = node.operation;
    const x = tensors.get(inputs[0]!)!;
    const name = `t${output}`;
    const [h, w, inC] = layer.inShape;
    const outC = layer.outShape[2];
    const k = layer.kernel;
    if (layer.kind === "global-average-pool") {
      last = writer.tensor(name, [1, 1, 1, outC]);
      writer.call("averagePool", [x], last, [["byte", VALID], ["int", 1], ["int", 1], ["int", w], ["int", h]]); // prettier-ignore
    } else {
      const linear = layer.kind === "linear";
      const depthwise = layer.kind === "depthwise";
      const shape = linear ? [outC, inC] : depthwise ? [1, k, k, outC] : [outC, k, k, inC];
      const filter = writer.tensor(`${name}-w`, shape, depthwise ? node.filter : outputFirst(node));
      const bias = writer.tensor(`${name}-b`, [outC], node.bias);
      last = writer.tensor(adds === null ? name : `${name}-c`, linear ? [1, outC] : [1, ...layer.outShape]);
      const kind = linear ? "fullyConnected" : depthwise ? "depthwise" : "conv";
      const act = ["byte", activation === "relu6" ? RELU6 : 0] as ["byte", number];
      const window: ["int" | "byte", number][] = [["byte", SAME], ["int", layer.stride], ["int", layer.stride]]; // prettier-ignore
      const dilation: ["int", number][] = [["int", 1], ["int", 1]]; // prettier-ignore
      const multiplier: ["int", number][] = depthwise ? [["int", 1]] : [];
      writer.call(kind, [x, filter, bias], last, linear ? [act] : [...window, ...multiplier, act, ...dilation]);
      if (adds !== null) {
        const sum = writer.tensor(name, [1, ...layer.outShape]);
        writer.call("add", [last, tensors.get(adds)!], sum, [["byte", 0]]);
        last = sum;
      }
    }
    tensors.set(output, last);
  }
  return writer.file(input, last);
}
