import type { Layer } from "../models/layer.ts";
import { parameterTensors } from "../models/parameters.ts";
import type { Norm } from "../ops/batch-norm.ts";
import { ShapeError } from "../tensor.ts";

/** Weights as a file holds them: torchvision's names, PyTorch's order of axes (OIHW, linear [out, in]). */
export type Weights = ReadonlyMap<string, { readonly shape: readonly number[]; readonly data: Float32Array }>;

/** A layer's weights as its kernel takes them: filters HWIO or [k, k, C], linear [in, out]; bias [C]. */
export type LayerWeights =
  | { readonly kind: "none" }
  | { readonly kind: "filter"; readonly filter: Float32Array; readonly bias?: Float32Array }
  | { readonly kind: "norm"; readonly norm: Norm }
  | { readonly kind: "linear"; readonly weight: Float32Array; readonly bias: Float32Array };

/**
 * [outer, inner, taps] → [taps, inner, outer]: PyTorch's OIHW to HWIO, with k × k as one axis of taps. A linear weight
 * [out, in] becomes [in, out] (one tap), a depthwise filter [C, 1, k, k] becomes [k, k, C].
 */
export function toKernelOrder(data: Float32Array, outer: number, inner: number, taps: number): Float32Array {
  const out = new Float32Array(data.length);
  let i = 0;
  for (let tap = 0; tap < taps; tap++) {
    for (let b = 0; b < inner; b++) {
      for (let a = 0; a < outer; a++) out[i++] = data[(a * inner + b) * taps + tap]!;
    }
  }
  return out;
}

/**
 * One layer's weights in its kernel's order.
 *
 * @throws {ShapeError} if a tensor is missing or has another size, naming it
 */
export function layerWeights(layer: Layer, weights: Weights): LayerWeights {
  const tensors = parameterTensors(layer).map(({ name, shape }) => {
    const tensor = weights.get(name);
    if (!tensor) throw new ShapeError(`${layer.name}: weights have no tensor ${name}`);
    const size = shape.reduce((a, b) => a * b, 1);
    if (tensor.data.length !== size) {
      throw new ShapeError(`${layer.name}: ${name} holds ${tensor.data.length} values, the layer needs ${size}`);
    }
    return { data: tensor.data, shape };
  });
  const [first, second, third, fourth] = tensors;
  if (!first) return { kind: "none" };
  if (fourth && third && second) {
    const norm = { gamma: first.data, beta: second.data, mean: third.data, variance: fourth.data };
    return { kind: "norm", norm: { ...norm, epsilon: layer.epsilon ?? 1e-5 } };
  }
  const [outer = 1, inner = 1, k = 1] = first.shape;
  const data = toKernelOrder(first.data, outer, inner, k * k);
  if (layer.kind === "linear") {
    return { kind: "linear", weight: data, bias: second?.data ?? new Float32Array(outer) };
  }
  return { kind: "filter", filter: data, ...(second ? { bias: second.data } : {}) };
}

/** All layers' weights in kernel order, by layer index. Prepare once, run often. */
export function prepareWeights(layers: readonly Layer[], weights: Weights): LayerWeights[] {
  return layers.map((layer) => layerWeights(layer, weights));
}
