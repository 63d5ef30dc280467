import type { Weights } from "../engine/weights.ts";
import { gaussian, type Random, seededRandom } from "../random.ts";
import type { Tensor } from "../tensor.ts";
import type { Layer } from "./layer.ts";
import { parameterTensors } from "./parameters.ts";

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

/**
 * Weights and an input from a seed, for measuring: the time of a run does not depend on what they are. Filters keep the
 * size of what goes through them, so that no value overflows or fades away.
 */
export function seededNetwork(layers: readonly Layer[], seed: number): { weights: Weights; input: Tensor } {
  const random = seededRandom(seed);
  const weights = seededWeights(layers, random);
  const shape = layers[0]!.inShape;
  const data = Float32Array.from({ length: shape[0] * shape[1] * shape[2] }, () => gaussian(random));
  return { weights, input: { shape, data } };
}
