import * as ort from "onnxruntime-web/wasm";
import { onnxModel } from "./onnx.ts";
import { asFile, type MakeRunner } from "./runner.ts";

const LEVELS = ["basic", "extended", "layout"] as const;

/** onnxruntime-web on MLAS, all graph optimisations on; its image is NCHW from the start. */
export const ortRunner: MakeRunner = async (network, threads, setting) => {
  ort.env.wasm.wasmPaths = "/ort/";
  ort.env.wasm.numThreads = threads;
  const level: "all" | (typeof LEVELS)[number] = LEVELS.find((one) => one === setting) ?? "all";
  const options = { graphOptimizationLevel: level, enableMemPattern: setting !== "no memory pattern" } as const;
  const model = asFile(() => onnxModel(network));
  const session = await ort.InferenceSession.create(model, options);
  const [h, w, c] = network.input.shape;
  const image = new Float32Array(h * w * c);
  network.input.data.forEach((value, i) => (image[(i % c) * h * w + Math.floor(i / c)] = value));
  const [output = ""] = session.outputNames;
  return {
    name: "onnxruntime-web",
    async run() {
      const results = await session.run({ input: new ort.Tensor("float32", image, [1, c, h, w]) });
      return results[output]!.data as Float32Array;
    },
  };
};
