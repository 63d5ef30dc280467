/** The kernels that are written to be read, for browsers without SIMD and for those who ask for them. */
import { runLayers } from "@kernels/engine/reference.ts";
import { prepareWeights } from "@kernels/engine/weights.ts";
import type { Network, Runner } from "./engine-runner.ts";

export function referenceRunner({ layers, weights }: Network, kept: number): Runner {
  const prepared = prepareWeights(layers, weights);
  let last = new Float32Array();
  let held = new Float32Array();
  return {
    memoryBytes: 0,
    peakBytes: 0,
    *steps(input) {
      for (const { layer, tensor } of runLayers(layers, prepared, input)) {
        last = new Float32Array(tensor.data);
        if (layer.index === kept) held = last;
        yield (layer.index + 1) / layers.length;
      }
    },
    logits: () => last,
    output: () => held,
    end: () => undefined,
  };
}
