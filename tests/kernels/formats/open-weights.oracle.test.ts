import { Engine } from "@kernels/engine/engine.ts";
import { compile } from "@kernels/engine/plan.ts";
import { run } from "@kernels/engine/reference.ts";
import { prepareWeights } from "@kernels/engine/weights.ts";
import { openWeights } from "@kernels/formats/open-weights.ts";
import { build } from "@kernels/models/build.ts";
import { seededRandom } from "@kernels/random.ts";
import type { Tensor } from "@kernels/tensor.ts";
import { expect, it } from "vitest";
import { engineModule } from "../engine/module.ts";
import { oracleLayer } from "../oracle.ts";
import { seededTensor } from "../seeded-network.ts";
import { fileOf, seededFile } from "./weight-files.ts";

const TOLERANCE = 1e-3;

it.each(["symmetric", "same-tf"])(
  `a 0.35/96 file with batch-norm statistics of its own, padding %s: TensorFlow.js's logits within ${TOLERANCE} of the largest`,
  async (padding) => {
    const dtypes = ["F32", "F16", "BF16"] as const;
    const { tensors } = seededFile(0.35, { classes: 1000, seed: 35 });
    const mixed = new Map([...tensors].map(([name, one], i) => [name, { ...one, dtype: dtypes[i % 3]! }] as const));
    const opened = openWeights(fileOf(mixed, { padding, resolution: "96" }));
    const layers = build(opened.spec);
    const input = seededTensor([96, 96, 3], seededRandom(96));
    const prepared = prepareWeights(layers, opened.weights);
    const theirs: Tensor[] = [];
    for (const layer of layers) {
      const inputs = layer.inputs.map((index) => (index < 0 ? input : theirs[index]!));
      theirs.push(oracleLayer(layer, prepared[layer.index]!, inputs));
    }
    const truth = theirs.at(-1)!.data;
    const largest = truth.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const module = await engineModule("relaxed");
    for (const logits of [
      run(layers, opened.weights, input).logits,
      new Engine(compile(layers, opened.weights), module).run(input),
    ]) {
      const error = truth.reduce((most, value, i) => Math.max(most, Math.abs(value - logits[i]!)), 0);
      expect(error).toBeLessThanOrEqual(TOLERANCE * largest);
    }
    expect(largest).toBeGreaterThan(0.01);
  },
  120_000,
);
