import type { Layer } from "../models/layer.ts";
import { normScale } from "../ops/batch-norm.ts";
import { slide } from "../ops/window.ts";
import { ShapeError, type Tensor } from "../tensor.ts";
import type { Cell } from "./explain.ts";
import type { LayerWeights } from "./weights.ts";

const { fround } = Math;

/** The gradient of one number with respect to every tensor that it was made of; null where it was made without. */
export interface Influence {
  /** In the input's order, [H, W, C]. */
  readonly input: Float32Array;
  /** By layer index, each in its tensor's order. */
  readonly layers: readonly (Float32Array | null)[];
}

/** A network as it ran: its layers, their weights in kernel order, and every tensor kept. */
export interface KeptRun {
  readonly layers: readonly Layer[];
  readonly prepared: readonly LayerWeights[];
  readonly tensors: readonly Tensor[];
  readonly input: Tensor;
}

/** Hands the gradient of a k×k window back to the values that it read; outputs without gradient are skipped. */
function windowBack(layer: Layer, filter: Float32Array, out: Float32Array, into: Float32Array): void {
  const { kernel, stride, padding, kind } = layer;
  const [h, w, inC] = layer.inShape;
  const [outH, outW, outC] = layer.outShape;
  const rows = slide(h, kernel, stride, padding);
  const columns = slide(w, kernel, stride, padding);
  const isDepthwise = kind === "depthwise";
  for (let at = 0; at < outH * outW * outC; at++) {
    const g = out[at]!;
    if (g === 0) continue;
    const o = at % outC;
    const column = Math.floor(at / outC) % outW;
    const row = Math.floor(at / (outC * outW));
    for (let ky = 0; ky < kernel; ky++) {
      const y = row * stride - rows.before + ky;
      if (y < 0 || y >= h) continue;
      for (let kx = 0; kx < kernel; kx++) {
        const x = column * stride - columns.before + kx;
        if (x < 0 || x >= w) continue;
        const pixel = (y * w + x) * inC;
        const tap = ky * kernel + kx;
        if (isDepthwise) into[pixel + o]! += fround(g * filter[tap * outC + o]!);
        else for (let i = 0; i < inC; i++) into[pixel + i]! += fround(g * filter[(tap * inC + i) * outC + o]!);
      }
    }
  }
}

/** Adds the layer's share of the gradient to each of its inputs' gradients. */
function layerBack(
  layer: Layer,
  own: LayerWeights,
  made: Tensor,
  out: Float32Array,
  into: readonly Float32Array[],
): void {
  const [first, second] = into;
  if (!first) throw new ShapeError(`${layer.name}: a layer without inputs has no gradient to hand back`);
  const channels = layer.outShape[2];
  switch (layer.kind) {
    case "conv2d":
    case "depthwise":
    case "pointwise":
      if (own.kind !== "filter") break;
      windowBack(layer, own.filter, out, first);
      return;
    case "batch-norm": {
      if (own.kind !== "norm") break;
      const { norm } = own;
      const scales = Float32Array.from({ length: channels }, (_, c) => normScale(norm, c));
      for (let i = 0; i < out.length; i++) first[i]! += fround(out[i]! * scales[i % channels]!);
      return;
    }
    case "linear":
      if (own.kind !== "linear") break;
      for (let o = 0; o < channels; o++) {
        for (let i = 0; i < first.length; i++) first[i]! += fround(out[o]! * own.weight[i * channels + o]!);
      }
      return;
    case "relu":
    case "relu6": {
      const cap = layer.kind === "relu6" ? 6 : Infinity;
      for (let i = 0; i < out.length; i++) if (made.data[i]! > 0 && made.data[i]! < cap) first[i]! += out[i]!;
      return;
    }
    case "global-average-pool": {
      const pixels = layer.inShape[0] * layer.inShape[1];
      for (let i = 0; i < first.length; i++) first[i]! += fround(out[i % channels]! / pixels);
      return;
    }
    case "add":
      for (let i = 0; i < out.length; i++) {
        first[i]! += out[i]!;
        if (second) second[i]! += out[i]!;
      }
      return;
    case "dropout":
      for (let i = 0; i < out.length; i++) first[i]! += out[i]!;
      return;
    default:
      throw new RangeError(`influenceOf: ${layer.name} is a ${layer.kind}, whose gradient is not here`);
  }
  throw new ShapeError(`${layer.name}: ${layer.kind} cannot take weights of kind ${own.kind}`);
}

/**
 * How much one value moves when an earlier one moves a little: a reverse pass over the layer list in inference mode
 * (batch norm's statistics are constants), from the values of layer `layerIndex` that `cells` name, added up.
 *
 * Order: layers from the last to the first; within one, every output by y, x, c hands gradient times weight to what it
 * read. Every product and every sum is rounded to float32. At exactly 0 and 6 ReLU6 lets nothing through.
 * Cost: at most the multiply-adds of the layers passed; outputs without gradient cost nothing.
 *
 * @throws {RangeError} if the layer does not exist, or a layer on the way has a kind without a gradient here
 */
export function influenceOf(
  { layers, prepared, tensors, input }: KeptRun,
  layerIndex: number,
  cells: readonly Cell[],
): Influence {
  const top = layers[layerIndex];
  if (!top) throw new RangeError(`influenceOf: there is no layer ${layerIndex}, the network has ${layers.length}`);
  const found: (Float32Array | null)[] = layers.map(() => null);
  const inputGradient = new Float32Array(input.data.length);
  const [, w, channels] = top.outShape;
  const seed = (found[layerIndex] = new Float32Array(top.outShape.reduce((a, b) => a * b, 1)));
  for (const { y, x, c } of cells) seed[(y * w + x) * channels + c] = 1;
  for (let index = layerIndex; index >= 0; index--) {
    const out = found[index];
    if (!out) continue;
    const layer = layers[index]!;
    const into = layer.inputs.map((from) =>
      from < 0 ? inputGradient : (found[from] ??= new Float32Array(tensors[from]!.data.length)),
    );
    layerBack(layer, prepared[index]!, tensors[index]!, out, into);
  }
  return { input: inputGradient, layers: found };
}

/** Σ over channels of |gradient| at every position: [H, W, C] → H · W values. */
export function influenceMap(gradient: Float32Array, channels: number): Float32Array {
  const map = new Float32Array(gradient.length / channels);
  for (let i = 0; i < gradient.length; i++) map[Math.floor(i / channels)]! += Math.abs(gradient[i]!);
  return map;
}

/**
 * The fewest positions that carry each of `shares` of a map's sum, the strongest first. `rank[i]` is the number of
 * shares that are full before position i comes: 0 belongs to the first share. Positions with nothing have rank −1.
 */
export function carriers(
  map: Float32Array,
  shares: readonly number[],
): { readonly counts: readonly number[]; readonly rank: Int8Array } {
  const order = Array.from(map.keys())
    .filter((i) => map[i]! > 0)
    .sort((a, b) => map[b]! - map[a]! || a - b);
  const total = order.reduce((sum, i) => sum + map[i]!, 0);
  const rank = new Int8Array(map.length).fill(-1);
  const counts = shares.map(() => 0);
  let sum = 0;
  for (const i of order) {
    rank[i] = shares.filter((share) => sum >= share * total).length;
    for (let k = rank[i]; k < shares.length; k++) counts[k]!++;
    sum += map[i]!;
  }
  return { counts, rank };
}
