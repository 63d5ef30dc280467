/** The network as the reader's switches leave it, and its run with every tensor kept. */
import { applyLayer } from "@kernels/engine/apply.ts";
import { foldBatchNorm } from "@kernels/engine/fold-batch-norm.ts";
import { type LayerWeights, toKernelOrder, type Weights } from "@kernels/engine/weights.ts";
import type { Layer } from "@kernels/models/layer.ts";
import type { Tensor } from "@kernels/tensor.ts";
import type { MicroscopeState } from "./compute.ts";
import { type Place, stepOfLayer } from "./steps.ts";

export interface Switches {
  /** Batch norm folded into the convolution before it, in the whole network. */
  readonly folded: boolean;
  /** A ReLU6 after the neck's batch norm, in these blocks. */
  readonly neckRelu6: (block: number) => boolean;
  readonly shortcut: (block: number) => boolean;
}

type SwitchState = Pick<MicroscopeState, "folded" | "neckRelu6" | "shortcut" | "scope" | "block">;

export const AS_TRAINED: Switches = { folded: false, neckRelu6: () => false, shortcut: () => true };

export function switchesOf({ folded, neckRelu6, shortcut, scope, block }: SwitchState): Switches {
  const acts = (at: number): boolean => scope === "network" || at === block;
  return { folded, neckRelu6: (at) => neckRelu6 && acts(at), shortcut: (at) => shortcut || !acts(at) };
}

/** One text a variant: the key of its kept run. */
export function switchKey({ folded, neckRelu6, shortcut, scope, block }: SwitchState): string {
  const changed = neckRelu6 || !shortcut;
  return [folded, changed && neckRelu6, changed && !shortcut, changed && (scope === "network" || block)].join();
}

/** What a variant is made of. */
export interface Trained {
  readonly layers: readonly Layer[];
  readonly weights: Weights;
  readonly prepared: readonly LayerWeights[];
}

export interface Variant {
  readonly layers: readonly Layer[];
  /** By layer index. */
  readonly places: readonly Place[];
  /** In the file's order, folded where asked: what `explainCell` reads. */
  readonly weights: Weights;
  readonly prepared: readonly LayerWeights[];
  /** Biases of folded convolutions, by layer index. */
  readonly biases: ReadonlyMap<number, Float32Array>;
}

export function makeVariant(network: Trained, switches: Switches): Variant {
  const layers: Layer[] = [];
  const places: Place[] = [];
  const prepared: LayerWeights[] = [];
  const weights = new Map(network.weights);
  const biases = new Map<number, Float32Array>();
  /** Where each layer of the file's network went. */
  const moved = new Map<number, number>([[-1, -1]]);
  const at = (index: number): number => moved.get(index)!;

  const push = (layer: Layer, own: LayerWeights, place: Place): number => {
    const index = layers.length;
    layers.push({ ...layer, index });
    prepared.push(own);
    places.push(place);
    return index;
  };

  for (const layer of network.layers) {
    const own = network.prepared[layer.index]!;
    const inputs = layer.inputs.map(at);
    const place = { block: layer.block, step: stepOfLayer(layer) };
    const before = inputs[0]!;
    const filter = prepared[before];
    if (switches.folded && own.kind === "norm" && filter?.kind === "filter") {
      const made = foldBatchNorm(filter.filter, own.norm);
      const conv = layers[before]!;
      prepared[before] = { kind: "filter", filter: made.filter };
      biases.set(before, made.bias);
      layers[before] = { ...conv, params: conv.params + made.bias.length };
      const name = `${conv.name}.weight`;
      const shape = weights.get(name)!.shape;
      const [outer = 1, inner = 1, k = 1] = shape;
      // toKernelOrder turns the axes round; done with the axes named backwards it turns them back.
      weights.set(name, { shape, data: toKernelOrder(made.filter, k * k, inner, outer) });
      moved.set(layer.index, before);
    } else if (layer.kind === "add" && !switches.shortcut(layer.block)) moved.set(layer.index, inputs[1]!);
    else moved.set(layer.index, push({ ...layer, inputs }, own, place));

    const hasNeck = network.layers.some(({ block, step }) => block === layer.block && step === "project-relu6");
    if (layer.step === "project-bn" && switches.neckRelu6(layer.block) && !hasNeck) {
      const neck: Layer = {
        ...layer,
        name: `${layer.name}.relu6`,
        kind: "relu6",
        inputs: [at(layer.index)],
        params: 0,
      };
      moved.set(layer.index, push(neck, { kind: "none" }, { block: layer.block, step: "project-relu6" }));
    }
  }
  return { layers, places, weights, prepared, biases };
}

export interface VariantRun {
  readonly variant: Variant;
  readonly tensors: readonly Tensor[];
  readonly logits: Float32Array;
}

/** Adds a bias a channel, each sum rounded to float32. */
function addBias({ shape, data }: Tensor, bias: Float32Array): Tensor {
  return { shape, data: data.map((value, i) => value + bias[i % bias.length]!) };
}

/** Runs the whole network on the reference kernels and keeps every tensor; tells after each layer how far it is. */
export function* variantSteps(variant: Variant, input: Tensor): Generator<number, VariantRun> {
  const tensors: Tensor[] = [];
  for (const layer of variant.layers) {
    const inputs = layer.inputs.map((index) => (index < 0 ? input : tensors[index]!));
    const made = applyLayer(layer, variant.prepared[layer.index]!, inputs);
    const bias = variant.biases.get(layer.index);
    tensors.push(bias ? addBias(made, bias) : made);
    yield tensors.length / variant.layers.length;
  }
  return { variant, tensors, logits: tensors.at(-1)!.data };
}

export function runVariant(variant: Variant, input: Tensor): VariantRun {
  const steps = variantSteps(variant, input);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
