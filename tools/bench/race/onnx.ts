import type { Network, Node } from "./network.ts";

/** Protocol buffers, as little of them as an ONNX file needs: fields are varints, bytes or messages. */
type Field = readonly [number: number, value: number | string | Uint8Array];

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 128);
  }
}

function message(fields: readonly Field[]): Uint8Array {
  const chunks = fields.flatMap(([number, value]) => {
    if (typeof value === "number") return [Uint8Array.from([...varint(number * 8), ...varint(value)])];
    const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
    return [Uint8Array.from([...varint(number * 8 + 2), ...varint(bytes.length)]), bytes];
  });
  const all = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

const FLOAT = 1;
const bytesOf = (data: Float32Array): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** TensorProto: dims 1, data_type 2, name 8, raw_data 9. */
const tensor = (name: string, shape: readonly number[], data: Float32Array): Field => [
  5,
  message([...shape.map((size): Field => [1, size]), [2, FLOAT], [8, name], [9, bytesOf(data)]]),
];

/** AttributeProto: name 1, i 3, s 4, ints 8, type 20 (2 int, 3 string, 7 ints). */
function attribute(name: string, value: number | string | readonly number[]): Field {
  if (typeof value === "number") return [5, message([[1, name], [3, value], [20, 2]])]; // prettier-ignore
  if (typeof value === "string") return [5, message([[1, name], [4, value], [20, 3]])]; // prettier-ignore
  return [5, message([[1, name], ...value.map((one): Field => [8, one]), [20, 7]])];
}

/** NodeProto: input 1, output 2, op_type 4, attribute 5; a graph's field 1. */
const call = (kind: string, inputs: readonly string[], output: string, attributes: readonly Field[] = []): Field => [
  1,
  message([...inputs.map((name): Field => [1, name]), [2, output], [4, kind], ...attributes]),
];

/** ValueInfoProto: name 1, type 2 { tensor_type 1 { elem_type 1, shape 2 { dim 1 { dim_value 1 } } } }. */
function value(field: number, name: string, shape: readonly number[]): Field {
  const dims = message(shape.map((size): Field => [1, message([[1, size]])]));
  return [field, message([[1, name], [2, message([[1, message([[1, FLOAT], [2, dims]])]])]])]; // prettier-ignore
}

/** HWIO, or [k, k, C] of a depthwise filter, to ONNX's OIHW. */
function oihw({ operation: { layer }, filter }: Node): { shape: readonly number[]; data: Float32Array } {
  const k = layer.kernel;
  const outC = layer.outShape[2];
  const inC = layer.kind === "depthwise" ? 1 : layer.inShape[2];
  const data = new Float32Array(filter.length);
  for (let tap = 0; tap < k * k; tap++) {
    for (let i = 0; i < inC; i++) {
      for (let o = 0; o < outC; o++) data[(o * inC + i) * k * k + tap] = filter[(tap * inC + i) * outC + o]!;
    }
  }
  return { shape: [outC, inC, k, k], data };
}

/** The network as an ONNX model, NCHW, opset 13, with SAME padding as TensorFlow's. */
export function onnxModel(network: Network): Uint8Array {
  const nameOf = (index: number): string => (index < 0 ? "input" : `t${index}`);
  const fields: Field[] = [[2, network.name]];
  fields.push(tensor("zero", [], new Float32Array([0])), tensor("six", [], new Float32Array([6])));
  let last = "input";
  for (const node of network.nodes) {
    const { layer, activation, adds, inputs, output } = node.operation;
    const name = nameOf(output);
    const x = nameOf(inputs[0]!);
    last = name;
    if (layer.kind === "global-average-pool") {
      fields.push(call("GlobalAveragePool", [x], `${name}-pool`), call("Flatten", [`${name}-pool`], name));
      continue;
    }
    const bias = tensor(`${name}-b`, [node.bias.length], node.bias);
    if (layer.kind === "linear") {
      fields.push(tensor(`${name}-w`, [layer.inShape[2], layer.outShape[2]], node.filter), bias);
      fields.push(call("Gemm", [x, `${name}-w`, `${name}-b`], name));
      continue;
    }
    const { shape, data } = oihw(node);
    fields.push(tensor(`${name}-w`, shape, data), bias);
    const convolved = activation === "none" && adds === null ? name : `${name}-c`;
    fields.push(
      call("Conv", [x, `${name}-w`, `${name}-b`], convolved, [
        attribute("kernel_shape", [layer.kernel, layer.kernel]),
        attribute("strides", [layer.stride, layer.stride]),
        attribute("group", layer.kind === "depthwise" ? layer.inShape[2] : 1),
        attribute("auto_pad", "SAME_UPPER"),
      ]),
    );
    if (activation !== "none") fields.push(call("Clip", [convolved, "zero", "six"], name));
    if (adds !== null) fields.push(call("Add", [convolved, nameOf(adds)], name));
  }
  const [h, w, c] = network.input.shape;
  fields.push(value(11, "input", [1, c, h, w]), value(12, last, [1, network.layers.at(-1)!.outShape[2]]));
  // ModelProto: ir_version 1, graph 7, opset_import 8 { version 2 }.
  return message([[1, 8], [7, message(fields)], [8, message([[2, 13]])]]); // prettier-ignore
}
