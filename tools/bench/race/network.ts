import { foldedWeights } from "../../../kernels/engine/fold.ts";
import { type Operation, operationsOf } from "../../../kernels/engine/operations.ts";
import { prepareWeights, type Weights } from "../../../kernels/engine/weights.ts";
import { build } from "../../../kernels/models/build.ts";
import { DIGITS } from "../../../kernels/models/digits.ts";
import type { Layer } from "../../../kernels/models/layer.ts";
import { MOBILENET_V2 } from "../../../kernels/models/mobilenet-v2.ts";
import { seededNetwork } from "../../../kernels/models/seeded-weights.ts";
import type { Tensor } from "../../../kernels/tensor.ts";

/** One operation of a network as every runner gets it: batch norm folded, filters HWIO. */
export interface Node {
  readonly operation: Operation;
  readonly filter: Float32Array;
  readonly bias: Float32Array;
}

export interface Network {
  readonly name: string;
  readonly layers: readonly Layer[];
  readonly weights: Weights;
  readonly nodes: readonly Node[];
  readonly input: Tensor;
  readonly madds: number;
}

const SEED = 20261125;

/** Padding is TensorFlow's in all of them, since that is what every runner here can do without a layer of its own. */
const LISTS: Readonly<Record<string, () => Layer[]>> = {
  "1.0/224": () => build({ ...MOBILENET_V2, padding: "same-tf" }),
  "0.35/96": () => build({ ...MOBILENET_V2, padding: "same-tf" }, { width: 0.35, resolution: 96 }),
  digits: () => build({ ...DIGITS, padding: "same-tf" }),
};

export const NETWORKS = Object.keys(LISTS);

/** A network by name with seeded weights and input: the time of a run does not depend on what they are. */
export function networkOf(name: string): Network {
  const layers = LISTS[name]?.();
  if (!layers) throw new Error(`There is no network "${name}"; there are ${NETWORKS.join(", ")}.`);
  const { weights, input } = seededNetwork(layers, SEED);
  const prepared = prepareWeights(layers, weights);
  const nodes = operationsOf(layers, false).map((operation) => {
    const isPool = operation.layer.kind === "global-average-pool";
    const none = { filter: new Float32Array(0), bias: new Float32Array(0) };
    return { operation, ...(isPool ? none : foldedWeights(operation, prepared)) };
  });
  const madds = layers.reduce((sum, layer) => sum + layer.madds, 0);
  return { name, layers, weights, nodes, input, madds };
}
