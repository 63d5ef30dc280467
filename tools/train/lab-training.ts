import { build } from "../../kernels/models/build.ts";
import type { Layer } from "../../kernels/models/layer.ts";
import type { NetworkSpec } from "../../kernels/models/spec.ts";
import { Arena } from "../../kernels/training/arena.ts";
import { labRun } from "../../kernels/training/lab.ts";
import { arenaBytes, TrainingNetwork } from "../../kernels/training/network.ts";
import type { Recipe } from "../../kernels/training/recipe.ts";
import type { ImageSet } from "../../kernels/training/shard.ts";
import { type SimdExports, simdOps } from "../../kernels/training/simd-ops.ts";

const PAGE = 65536;

/** A network to train, on memory of its own; `wasm` is kernels/training/training.simd.ts, compiled. */
export function trainingNetwork(wasm: WebAssembly.Module, layers: readonly Layer[], batch: number): TrainingNetwork {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(arenaBytes(layers, batch) / PAGE) + 1 });
  const { exports } = new WebAssembly.Instance(wasm, { env: { memory } });
  // The first page stays free: compiled modules keep address 0 unused.
  return new TrainingNetwork(layers, batch, simdOps(exports as unknown as SimdExports), new Arena(memory.buffer, PAGE));
}

/** One whole run as the laboratory does it. */
export interface LabTraining {
  /** Mean loss, and the share of the test images that is right, of every epoch. */
  readonly loss: readonly number[];
  readonly accuracy: readonly number[];
  /** Holds the last step's weights. */
  readonly network: TrainingNetwork;
}

/** @throws {Error} if a step's numbers are none: with the step, and where they broke */
export function trainInLab(wasm: WebAssembly.Module, spec: NetworkSpec, images: ImageSet, recipe: Recipe): LabTraining {
  const layers = build(spec);
  const network = trainingNetwork(wasm, layers, recipe.shard);
  const [loss, accuracy]: [number[], number[]] = [[], []];
  let [sum, count] = [0, 0];
  for (const { broken, step, ...told } of labRun(layers, network, images, recipe)) {
    if (broken) throw new Error(`Step ${step}: the ${broken.where} of ${broken.layer} are no numbers.`);
    sum += told.loss;
    count++;
    if (told.accuracy === undefined) continue;
    loss.push(Number((sum / count).toFixed(4)));
    accuracy.push(told.accuracy);
    [sum, count] = [0, 0];
  }
  return { loss, accuracy, network };
}
