import { parentPort, workerData } from "node:worker_threads";
import { recipeOf } from "../../kernels/experiments/figure-6/config.ts";
import { writeNetwork } from "../../kernels/formats/network-file.ts";
import { build } from "../../kernels/models/build.ts";
import { type VariantName, variantSpec } from "../../kernels/models/figure-6.ts";
import { layoutOf, toFileOrder } from "../../kernels/training/layout.ts";
import type { ImageSet } from "../../kernels/training/shard.ts";
import { trainInLab } from "./lab-training.ts";

export interface Figure6Data {
  /** Training images, then the test set. */
  readonly images: ImageSet;
  readonly test: number;
  readonly labels: readonly string[];
  /** Where the data came from, for the file. */
  readonly origin: string;
  readonly code: string;
  /** The training kernels, compiled. */
  readonly wasm: Uint8Array<ArrayBuffer>;
}
export interface Job {
  readonly variant: VariantName;
  readonly seed: number;
}
/** Mean loss and test accuracy of every epoch; the last epoch's weights. */
export interface Made extends Job {
  readonly loss: readonly number[];
  readonly accuracy: readonly number[];
  readonly seconds: number;
  readonly file: ArrayBuffer;
}

const { images, test, labels, origin, code, wasm } = workerData as Figure6Data;
const module = new WebAssembly.Module(wasm);

function train({ variant, seed }: Job): Made {
  const start = performance.now();
  const spec = variantSpec(variant);
  const recipe = recipeOf(seed, test);
  const { loss, accuracy, network } = trainInLab(module, spec, images, recipe);
  const slots = layoutOf(build(spec)).slots.map(
    (slot) =>
      [
        slot.name,
        { shape: slot.shape, data: toFileOrder(slot, slot.learned ? network.learned : network.statistics) },
      ] as const,
  );
  const file = writeNetwork(spec, new Map(slots), {
    dtype: "F16",
    labels,
    scaling: { mean: [0], std: [1] },
    rest: {
      padding: spec.padding,
      data: origin,
      seed: String(seed),
      recipe: JSON.stringify(recipe),
      trained: `${recipe.epochs} epochs; the last step's weights; code ${code}`,
    },
  });
  return { variant, seed, loss, accuracy, seconds: Math.round((performance.now() - start) / 100) / 10, file };
}

parentPort?.on("message", (job: Job) => parentPort?.postMessage(train(job)));
