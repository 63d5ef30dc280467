import { checkTensor } from "../ops/check.ts";
import type { Layer } from "../models/layer.ts";
import { ShapeError, type Tensor } from "../tensor.ts";
import { applyLayer } from "./apply.ts";
import { type LayerWeights, prepareWeights, type Weights } from "./weights.ts";

export interface RunOptions {
  /** Keep every layer's output, for the microscope; otherwise each is dropped after its last reader. */
  readonly keep?: boolean;
}

export interface RunResult {
  readonly logits: Float32Array;
  /** One tensor per layer if `keep`, else empty. */
  readonly tensors: Tensor[];
}

/** Index of the last layer that reads each tensor. */
function lastReaders(layers: readonly Layer[]): number[] {
  const last = layers.map((layer) => layer.index);
  for (const layer of layers) for (const input of layer.inputs) if (input >= 0) last[input] = layer.index;
  return last;
}

/**
 * Runs a layer list on the reference kernels, one layer a turn, so that a worker can tell its progress or stop between
 * layers. Yields each layer with its output; `weights` come from `prepareWeights`. `apply` runs one layer: another one
 * may put a kernel under trial in the reference's place.
 *
 * @throws {ShapeError} if the input, a weight or a tensor does not fit, naming the layer
 */
export function* runLayers(
  layers: readonly Layer[],
  weights: readonly LayerWeights[],
  input: Tensor,
  apply: typeof applyLayer = applyLayer,
): Generator<{ readonly layer: Layer; readonly tensor: Tensor }, void, void> {
  checkTensor("network", "input", input);
  const lastReader = lastReaders(layers);
  const live = new Map<number, Tensor>([[-1, input]]);
  for (const layer of layers) {
    const inputs = layer.inputs.map((index) => {
      const tensor = live.get(index);
      if (!tensor) throw new ShapeError(`${layer.name}: reads layer ${index}, which has not run`);
      return tensor;
    });
    const own = weights[layer.index];
    if (!own) throw new ShapeError(`${layer.name}: no weights were prepared for layer ${layer.index}`);
    const tensor = apply(layer, own, inputs);
    live.set(layer.index, tensor);
    for (const index of layer.inputs) if (index >= 0 && lastReader[index] === layer.index) live.delete(index);
    yield { layer, tensor };
  }
}

/** Runs a whole network on the reference kernels; every printed value of the site is one of these. */
export function run(layers: readonly Layer[], weights: Weights, input: Tensor, options: RunOptions = {}): RunResult {
  const tensors: Tensor[] = [];
  let logits: Float32Array = input.data;
  for (const { tensor } of runLayers(layers, prepareWeights(layers, weights), input)) {
    if (options.keep) tensors.push(tensor);
    logits = tensor.data;
  }
  return { logits, tensors };
}
