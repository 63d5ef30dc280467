import { foldedWeights } from "../../../kernels/engine/fold.ts";
import { type Operation, operationsOf } from "../../../kernels/engine/operations.ts";
import { prepareWeights, type Weights } from "../../../kernels/engine/weights.ts";
import { build } from "../../../kernels/models/build.ts";
import { DIGITS } from "../../../kernels/models/digits.ts";
import type { Layer } from "../../../kernels/models/layer.ts";
import { MOBILENET_V2 } from "../../../kernels/models/mobilenet-v2.ts";
import { parameterTensors } from "../../../kernels/models/parameters.ts";
import { gaussian, type Random, seededRandom } from "../../../kernels/random.ts";
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

function seededWeights(layers: readonly Layer[], random: Random): Weights {
  const weights = new Map<string, { shape: readonly number[]; data: Float32Array }>();
  for (const layer of layers) {
    for (const { name, shape } of parameterTensors(layer)) {
      const length = shape.reduce((a, b) => a * b, 1);
      const deviation = Math.sqrt(2 / (length / (shape[0] ?? 1)));
      const draw = name.endsWith("running_var")
        ? () => 0.5 + random()
        : layer.kind === "batch-norm"
          ? () => (name.endsWith(".weight") ? 1 : 0.1) + 0.2 * gaussian(random)
          : () => deviation * gaussian(random);
      weights.set(name, { shape, data: Float32Array.from({ length }, draw) });
    }
  }
  return weights;
}

/** A network by name with seeded weights and input: the time of a run does not depend on what they are. */
export function networkOf(name: string): Network {
  const layers = LISTS[name]?.();
  if (!layers) throw new Error(`There is no network "${name}"; there are ${NETWORKS.join(", ")}.`);
  const random = seededRandom(SEED);
  const weights = seededWeights(layers, random);
  const prepared = prepareWeights(layers, weights);
  const nodes = operationsOf(layers, false).map((operation) => {
    const isPool = operation.layer.kind === "global-average-pool";
    const none = { filter: new Float32Array(0), bias: new Float32Array(0) };
    return { operation, ...(isPool ? none : foldedWeights(operation, prepared)) };
  });
  const shape = layers[0]!.inShape;
  const data = Float32Array.from({ length: shape[0] * shape[1] * shape[2] }, () => gaussian(random));
  const madds = layers.reduce((sum, layer) => sum + layer.madds, 0);
  return { name, layers, weights, nodes, input: { shape, data }, madds };
}
