import type { Layer, LayerKind } from "../models/layer.ts";
import { parameterTensors } from "../models/parameters.ts";
import type { Shape } from "../tensor.ts";
import { fuse, type FusedBlock, type Operation, operationsOf } from "./operations.ts";

/** Three ways to run a network: layer by layer, with everything folded that can be, and with each block in one. */
export const WAYS = ["reference", "simd", "fused"] as const;
export type Way = (typeof WAYS)[number];

export type Kernel = Exclude<LayerKind, "dropout"> | "inverted-residual";

/** One call of a kernel, and what it costs before anybody has run it. */
export interface KernelCall {
  readonly kernel: Kernel;
  /** Layers that are done after it, in order. */
  readonly layers: readonly number[];
  readonly shape: Shape;
  readonly madds: number;
  /** Bytes that must be read and written at least once: the tensors that it takes and gives, and its weights. */
  readonly bytes: number;
}

const FLOAT = 4;
const size = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Tensors that the outside gives to a call, each once, by the layer that made them. */
function taken(layers: readonly Layer[], operations: readonly Operation[]): number {
  const made = new Set(operations.map(({ output }) => output));
  const read = new Set(operations.flatMap(({ inputs, adds }) => (adds === null ? inputs : [...inputs, adds])));
  return [...read]
    .filter((tensor) => !made.has(tensor))
    .reduce((sum, tensor) => sum + size(tensor < 0 ? layers[0]!.inShape : layers[tensor]!.outShape), 0);
}

/** Values of a convolution's weights as the engine holds them: batch norm has become a bias a channel. */
const foldedValues = ({ layer, norm }: Operation): number =>
  parameterTensors(layer).reduce((sum, { shape }) => sum + size(shape), 0) + (norm ? layer.outShape[2] : 0);

const isBlock = (part: Operation | FusedBlock): part is FusedBlock => "head" in part;

function engineCall(layers: readonly Layer[], part: Operation | FusedBlock): KernelCall {
  const operations = isBlock(part) ? [part.head, part.depthwise, part.project] : [part];
  const { layer } = operations.at(-1)!;
  const weights = operations.reduce((sum, operation) => sum + foldedValues(operation), 0);
  return {
    kernel: isBlock(part) ? "inverted-residual" : (layer.kind as Kernel),
    layers: operations.flatMap((operation) => operation.layers),
    shape: layer.outShape,
    madds: operations.reduce((sum, operation) => sum + operation.layer.madds, 0),
    bytes: FLOAT * (taken(layers, operations) + size(layer.outShape) + weights),
  };
}

/** A reference kernel reads whole tensors and writes a new one, whatever comes next. */
function referenceCall(layers: readonly Layer[], layer: Layer): KernelCall {
  const inputs = [...new Set(layer.inputs)].map((from) => size(from < 0 ? layers[0]!.inShape : layers[from]!.outShape));
  const weights = parameterTensors(layer).map(({ shape }) => size(shape));
  return {
    kernel: layer.kind as Kernel,
    layers: [layer.index],
    shape: layer.outShape,
    madds: layer.madds,
    bytes: FLOAT * [...inputs, size(layer.outShape), ...weights].reduce((a, b) => a + b, 0),
  };
}

/**
 * The calls of a run in order, each way; those of `simd` and `fused` are the steps of the plans of `compile` with and
 * without `fuse: false`. Dropout does nothing and is no call. Bytes are of float32 without the lanes that fill channels
 * up; they are what ShuffleNetV2 calls memory access cost, times four.
 *
 * @see ShuffleNetV2 §2 (G1); MobileNetV2 §5.1
 */
export function callsOf(layers: readonly Layer[], way: Way): KernelCall[] {
  if (way === "reference") {
    return layers.filter(({ kind }) => kind !== "dropout").map((layer) => referenceCall(layers, layer));
  }
  const operations = operationsOf(layers, false);
  return (way === "fused" ? fuse(operations) : operations).map((part) => engineCall(layers, part));
}
