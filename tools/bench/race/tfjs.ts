import * as tf from "@tensorflow/tfjs-core";
import { setThreadsCount, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import type { MakeRunner } from "./runner.ts";

/** TensorFlow.js on XNNPACK, with fused bias and ReLU6. */
export const tfjsRunner: MakeRunner = async (network, threads, setting) => {
  if (setting === "no SIMD") tf.env().set("WASM_HAS_SIMD_SUPPORT", false);
  // Where memory can be shared it takes the module for threads even for one.
  if (setting === "unthreaded module") {
    if (threads > 1) throw new Error("that module has one thread");
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  }
  setWasmPaths("/tfjs/");
  setThreadsCount(threads);
  await tf.setBackend("wasm");
  const kept = network.nodes.map(({ operation: { layer }, filter, bias }) => {
    const [k, inC, outC] = [layer.kernel, layer.inShape[2], layer.outShape[2]];
    if (layer.kind === "global-average-pool") return null;
    if (layer.kind === "linear") return { filter: tf.tensor2d(filter, [inC, outC]), bias: tf.tensor1d(bias) };
    const shape: [number, number, number, number] = layer.kind === "depthwise" ? [k, k, outC, 1] : [k, k, inC, outC];
    return { filter: tf.tensor4d(filter, shape), bias: tf.tensor1d(bias) };
  });
  const infer = (): tf.Tensor => {
    const tensors = new Map<number, tf.Tensor>();
    const [h, w, c] = network.input.shape;
    tensors.set(-1, tf.tensor4d(network.input.data, [1, h, w, c]));
    let last: tf.Tensor = tensors.get(-1)!;
    network.nodes.forEach(({ operation }, i) => {
      const { layer, activation, adds, inputs, output } = operation;
      const x = tensors.get(inputs[0]!)!;
      const own = kept[i];
      if (!own) last = tf.mean(x, [1, 2]);
      else if (own.filter.rank === 2) {
        last = tf.fused.matMul({ a: x, b: own.filter, bias: own.bias });
      } else {
        const convolve = layer.kind === "depthwise" ? tf.fused.depthwiseConv2d : tf.fused.conv2d;
        last = convolve({
          ...{ x: x as tf.Tensor4D, filter: own.filter as tf.Tensor4D, bias: own.bias },
          ...{ strides: layer.stride, pad: "same", activation: activation === "none" ? "linear" : activation },
        });
      }
      if (adds !== null) last = tf.add(last, tensors.get(adds)!);
      tensors.set(output, last);
    });
    return last;
  };
  return {
    name: "tfjs-wasm",
    run() {
      const logits = tf.tidy(infer);
      const data = logits.dataSync() as Float32Array;
      logits.dispose();
      return data;
    },
  };
};
