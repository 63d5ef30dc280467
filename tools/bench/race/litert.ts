import { loadAndCompile, loadLiteRt, Tensor } from "@litertjs/core";
import type { MakeRunner } from "./runner.ts";
import { tfliteModel } from "./tflite.ts";

/** LiteRT.js on XNNPACK with relaxed SIMD. */
export const litertRunner: MakeRunner = async (network, threads) => {
  await loadLiteRt("/litert/", { threads: threads > 1 });
  const file = new Blob([tfliteModel(network).slice()]);
  const address = URL.createObjectURL(file);
  const model = await loadAndCompile(address, { accelerator: "wasm", cpuOptions: { numThreads: threads } });
  const shape = [1, ...network.input.shape];
  return {
    name: "litert",
    async run() {
      const image = new Tensor(network.input.data, shape);
      const [output] = await model.run(image);
      const logits = output!.toTypedArray() as Float32Array;
      output!.delete();
      image.delete();
      return logits;
    },
  };
};
