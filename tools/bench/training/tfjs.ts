import "@tensorflow/tfjs-backend-cpu";
import { setThreadsCount, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import type { Layer } from "../../../kernels/models/layer.ts";
import { parameterTensors } from "../../../kernels/models/parameters.ts";
import { toKernelOrder } from "../../../kernels/engine/weights.ts";
import { toFileOrder, type Layout } from "../../../kernels/training/layout.ts";

/** Where the wasm backend finds its modules, and how many threads it takes. */
export function prepareWasm(folder: string): void {
  setWasmPaths(folder);
  setThreadsCount(1);
}
export const { setBackend } = tf;
export const kernelsOf = (backend: string): ReadonlySet<string> =>
  new Set(tf.getKernelsForBackend(backend).map(({ kernelName }) => kernelName));

export interface TfjsTraining {
  /** One optimiser step on a batch; the mean loss before it. */
  step(pixels: Float32Array, labels: Uint8Array): number;
  /** The kernels that a step calls. */
  kernels(pixels: Float32Array, labels: Uint8Array): Promise<readonly string[]>;
}

/**
 * A network of ours as TensorFlow.js trains it, from the same weights: batch norm with the batch's own moments,
 * label smoothing, momentum after Nesterov. It keeps no running statistics, moving average or weight decay, which are
 * work that we do and it is spared.
 */
export function tfjsTraining(
  layers: readonly Layer[],
  layout: Layout,
  learned: Float32Array,
  { rate, momentum, smoothing }: { readonly rate: number; readonly momentum: number; readonly smoothing: number },
): TfjsTraining {
  const slots = new Map(layout.slots.map((slot) => [slot.name, slot]));
  const variables = new Map<string, tf.Variable>();
  for (const layer of layers) {
    for (const { name, shape } of parameterTensors(layer)) {
      const slot = slots.get(name)!;
      if (!slot.learned) continue;
      const inFile = toFileOrder(slot, learned);
      const [outer = 1, inner = 1, k = 1] = shape;
      const own = shape.length === 1 ? inFile : toKernelOrder(inFile, outer, inner, k * k);
      const dims = shape.length === 1 ? [outer] : shape.length === 2 ? [inner, outer] : layer.kind === "depthwise" ? [k, k, outer, 1] : [k, k, inner, outer]; // prettier-ignore
      variables.set(name, tf.variable(tf.tensor(own, dims)));
    }
  }
  const optimiser = tf.train.momentum(rate, momentum, true);
  const classes = layers.at(-1)!.outShape[2];
  const { h, w, c } = { h: layers[0]!.inShape[0], w: layers[0]!.inShape[1], c: layers[0]!.inShape[2] };

  function apply(layer: Layer, [x, other]: readonly tf.Tensor[]): tf.Tensor {
    const [first, second] = parameterTensors(layer).map(({ name }) => variables.get(name)!);
    const input = x as tf.Tensor4D;
    const pad = (layer.kernel - 1) / 2;
    switch (layer.kind) {
      case "conv2d":
      case "pointwise":
        return tf.conv2d(input, first as unknown as tf.Tensor4D, layer.stride, pad);
      case "depthwise":
        return tf.depthwiseConv2d(input, first as unknown as tf.Tensor4D, layer.stride, pad);
      case "batch-norm": {
        const { mean, variance } = tf.moments(input, [0, 1, 2]);
        const scale = tf.mul(tf.rsqrt(tf.add(variance, layer.epsilon ?? 1e-5)), first!);
        return tf.add(tf.mul(tf.sub(input, mean), scale), second!);
      }
      case "relu6":
        return tf.relu6(input);
      case "add":
        return tf.add(input, other!);
      case "global-average-pool":
        return tf.mean(input, [1, 2]);
      case "dropout":
        return input;
      case "linear":
        return tf.add(tf.matMul(input as unknown as tf.Tensor2D, first as unknown as tf.Tensor2D), second!);
      default:
        throw new Error(`${layer.name}: no ${layer.kind} in this comparison`);
    }
  }

  function loss(pixels: Float32Array, labels: Uint8Array): tf.Scalar {
    const tensors = new Map<number, tf.Tensor>([[-1, tf.tensor4d(pixels, [labels.length, h, w, c])]]);
    let last = tensors.get(-1)!;
    for (const layer of layers) {
      last = apply(layer, layer.inputs.map((index) => tensors.get(index)!)); // prettier-ignore
      tensors.set(layer.index, last);
    }
    const hot = tf.oneHot(tf.tensor1d(Array.from(labels), "int32"), classes);
    const target = tf.add(tf.mul(hot, 1 - smoothing), smoothing / classes);
    const logits = last as tf.Tensor2D;
    return tf.neg(tf.mean(tf.sum(tf.mul(target, tf.logSoftmax(logits)), 1)));
  }

  const list = [...variables.values()];
  const step = (pixels: Float32Array, labels: Uint8Array): tf.Scalar | null =>
    optimiser.minimize(() => loss(pixels, labels), true, list);
  return {
    step: (pixels, labels) =>
      tf.tidy(() => {
        const [value] = step(pixels, labels)!.dataSync();
        return value!;
      }),
    async kernels(pixels, labels) {
      const { kernelNames } = await tf.profile(() => tf.tidy(() => step(pixels, labels)!.dataSync()[0]!));
      // Names of operators that are made of kernels are among them.
      return [...new Set(kernelNames)].filter((name) => !name.endsWith("__op"));
    },
  };
}
