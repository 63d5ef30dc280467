import { parentPort, workerData } from "node:worker_threads";
import { run } from "../../kernels/engine/reference.ts";
import { roundToInt8 } from "../../kernels/formats/int8.ts";
import { readNetwork } from "../../kernels/formats/network-file.ts";
import { scaled } from "../../kernels/images/scaled.ts";
import type { Tensor } from "../../kernels/tensor.ts";
import { nodeEngine } from "./node-engine.ts";

/** A stretch of images for one worker; `logits` is shared and has room for all. */
export interface EvaluateData {
  readonly file: ArrayBuffer;
  /** The engine, compiled. */
  readonly wasm: Uint8Array<ArrayBuffer>;
  /** Whether the weights are rounded to int8 first. */
  readonly int8: boolean;
  readonly pixels: Uint8Array;
  readonly logits: Float32Array;
  readonly from: number;
  readonly to: number;
}
/** One image of so many is computed by the reference as well. */
const CHECKED = 100;
/** Logits may differ by this share of the largest. */
const TOLERANCE = 1e-3;

const { file, wasm, int8, pixels, logits, from, to } = workerData as EvaluateData;
const { spec, layers, weights: stored, metadata } = readNetwork(file);
const weights = int8 ? roundToInt8(layers, stored).weights : stored;
const { h, w, c } = spec.input;
const size = h * w * c;
const { scaling } = metadata;
const engine = nodeEngine(wasm, layers, weights);

for (let image = from; image < to; image++) {
  const input: Tensor = {
    shape: [h, w, c],
    data: scaled(pixels.subarray(image * size, (image + 1) * size), c, scaling),
  };
  const found = engine.run(input);
  if (image % CHECKED === 0) {
    const { logits: expected } = run(layers, weights, input);
    const size = Math.max(...expected.map(Math.abs));
    if (!expected.every((value, i) => Math.abs(value - found[i]!) <= TOLERANCE * size))
      throw new Error(
        `Image ${image}: the engine's logits are not the reference's: ${found.join()}, ${expected.join()}`,
      );
  }
  logits.set(found, image * spec.classes);
  if (image % 250 === 249) parentPort?.postMessage(250);
}
