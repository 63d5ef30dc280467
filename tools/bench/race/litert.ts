import { loadAndCompile, loadLiteRt, Tensor } from "@litertjs/core";
import { asFile, type MakeRunner } from "./runner.ts";
import { tfliteModel } from "./tflite.ts";

/** LiteRT.js on XNNPACK with relaxed SIMD. */
export const litertRunner: MakeRunner = async (network, threads, setting) => {
  const isJspi = setting === "jspi";
  // The module with JSPI comes on one thread only.
  if (isJspi && threads > 1) throw new Error("it has no module with JSPI and threads");
  await loadLiteRt("/litert/", {
    threads: threads > 1 || setting === "threaded module",
    ...(isJspi ? { jspi: true } : {}),
  });
  const file = asFile(() => new Blob([tfliteModel(network).slice()]));
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
