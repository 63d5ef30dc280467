import type { Layer } from "@kernels/models/layer.ts";
import { parameterTensors } from "@kernels/models/parameters.ts";
import { gaussian, type Random } from "@kernels/random.ts";
import type { Shape, Tensor } from "@kernels/tensor.ts";

export type SeededWeights = Map<string, { shape: number[]; data: Float32Array }>;

/** Weights from a seeded source, with batch-norm statistics far from 0 and 1 and variances above 0. */
export function seededWeights(layers: readonly Layer[], random: Random): SeededWeights {
  const weights: SeededWeights = new Map();
  for (const layer of layers) {
    for (const { name, shape } of parameterTensors(layer)) {
      const size = shape.reduce((a, b) => a * b, 1);
      const fanIn = size / (shape[0] ?? 1);
      const draw = name.endsWith("running_var")
        ? () => 0.2 + 2 * random()
        : layer.kind === "batch-norm"
          ? () => (name.endsWith(".weight") ? 1 : 0.2) + 0.5 * gaussian(random)
          : () => gaussian(random) * Math.sqrt(2 / fanIn);
      weights.set(name, { shape: [...shape], data: Float32Array.from({ length: size }, draw) });
    }
  }
  return weights;
}

export function seededTensor(shape: Shape, random: Random): Tensor {
  return { shape, data: Float32Array.from({ length: shape[0] * shape[1] * shape[2] }, () => gaussian(random)) };
}
