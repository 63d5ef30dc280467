import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import type { LayerWeights } from "@kernels/engine/weights.ts";
import type { Layer } from "@kernels/models/layer.ts";
import type { Norm } from "@kernels/ops/batch-norm.ts";
import type { WindowPadding } from "@kernels/ops/window.ts";
import type { Tensor } from "@kernels/tensor.ts";

/**
 * The operators as TensorFlow.js computes them on its plain CPU backend: the engine that we did not write. It gets
 * padding in its own words ("same", or a number of pixels on each side).
 */
// Without this it prints an advertisement for another backend.
tf.env().set("IS_TEST", true);
await tf.setBackend("cpu");

interface Window {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: WindowPadding;
}

const pad = ({ kernel, padding }: Window): "same" | "valid" | number =>
  padding === "symmetric" ? (kernel - 1) / 2 : padding === "valid" ? "valid" : "same";
const tensor4 = ({ shape, data }: Tensor): tf.Tensor4D => tf.tensor4d(data, [1, ...shape]);

/** Runs on TensorFlow.js and reads the result back as [H, W, C]. */
function read(compute: () => tf.Tensor): Tensor {
  const result = tf.tidy(compute);
  const data = Float32Array.from(result.dataSync());
  const [h = 1, w = 1, c = 1] = result.shape.length === 4 ? result.shape.slice(1) : [1, 1, result.size];
  result.dispose();
  return { shape: [h, w, c], data };
}

export const oracle = {
  conv2d: (x: Tensor, filter: Float32Array, window: Window & { readonly outC: number }): Tensor =>
    read(() => {
      const shape: [number, number, number, number] = [window.kernel, window.kernel, x.shape[2], window.outC];
      return tf.conv2d(tensor4(x), tf.tensor4d(filter, shape), window.stride, pad(window));
    }),
  depthwise: (x: Tensor, filter: Float32Array, window: Window): Tensor =>
    read(() => {
      const shape: [number, number, number, number] = [window.kernel, window.kernel, x.shape[2], 1];
      return tf.depthwiseConv2d(tensor4(x), tf.tensor4d(filter, shape), window.stride, pad(window));
    }),
  pointwise: (x: Tensor, filter: Float32Array, outC: number): Tensor =>
    oracle.conv2d(x, filter, { kernel: 1, stride: 1, padding: "same-tf", outC }),
  batchNorm: (x: Tensor, { gamma, beta, mean, variance, epsilon }: Norm): Tensor =>
    read(() => {
      const [m, v, b, g] = [mean, variance, beta, gamma].map((values) => tf.tensor1d(values)) as [
        tf.Tensor1D,
        tf.Tensor1D,
        tf.Tensor1D,
        tf.Tensor1D,
      ];
      return tf.batchNorm4d(tensor4(x), m, v, b, g, epsilon);
    }),
  addBias: (x: Tensor, bias: Float32Array): Tensor => read(() => tf.add(tensor4(x), tf.tensor1d(bias))),
  relu: (x: Tensor): Tensor => read(() => tf.relu(tensor4(x))),
  hSigmoid: (x: Tensor): Tensor => read(() => tf.div(tf.relu6(tf.add(tensor4(x), 3)), 6)),
  hSwish: (x: Tensor): Tensor => read(() => tf.mul(tensor4(x), tf.div(tf.relu6(tf.add(tensor4(x), 3)), 6))),
  scale: (x: Tensor, gate: Tensor): Tensor => read(() => tf.mul(tensor4(x), tensor4(gate))),
  split: (x: Tensor, from: number, width: number): Tensor =>
    read(() => tf.slice4d(tensor4(x), [0, 0, 0, from], [1, x.shape[0], x.shape[1], width])),
  concat: (a: Tensor, b: Tensor): Tensor => read(() => tf.concat4d([tensor4(a), tensor4(b)], 3)),
  channelShuffle: ({ shape: [h, w, c], data }: Tensor, groups: number): Tensor =>
    read(() => tf.reshape(tf.transpose(tf.tensor4d(data, [h, w, groups, c / groups]), [0, 1, 3, 2]), [1, h, w, c])),
  maxPool: (x: Tensor, window: Window): Tensor =>
    read(() => tf.maxPool(tensor4(x), window.kernel, window.stride, pad(window))),
  relu6: (x: Tensor): Tensor => read(() => tf.relu6(tensor4(x))),
  add: (a: Tensor, b: Tensor): Tensor => read(() => tf.add(tensor4(a), tensor4(b))),
  globalAveragePool: (x: Tensor): Tensor => read(() => tf.mean(tensor4(x), [1, 2])),
  linear: (x: Tensor, weight: Float32Array, bias: Float32Array): Tensor =>
    read(() => {
      const shape: [number, number] = [x.shape[2], bias.length];
      return tf.add(tf.matMul(tf.tensor2d(x.data, [1, x.shape[2]]), tf.tensor2d(weight, shape)), tf.tensor1d(bias));
    }),
  softmax: (x: Tensor): Tensor => read(() => tf.softmax(tensor4(x))),
};

/** One layer on the oracle. */
export function oracleLayer(layer: Layer, weights: LayerWeights, inputs: readonly Tensor[]): Tensor {
  const [x, second] = inputs as [Tensor, Tensor];
  const outC = layer.outShape[2];
  if (weights.kind === "filter") {
    const made =
      layer.kind === "conv2d"
        ? oracle.conv2d(x, weights.filter, { ...layer, outC })
        : layer.kind === "depthwise"
          ? oracle.depthwise(x, weights.filter, layer)
          : oracle.pointwise(x, weights.filter, outC);
    return weights.bias ? oracle.addBias(made, weights.bias) : made;
  }
  if (weights.kind === "norm") return oracle.batchNorm(x, weights.norm);
  if (weights.kind === "linear") return oracle.linear(x, weights.weight, weights.bias);
  if (layer.kind === "relu") return oracle.relu(x);
  if (layer.kind === "relu6") return oracle.relu6(x);
  if (layer.kind === "h-swish") return oracle.hSwish(x);
  if (layer.kind === "h-sigmoid") return oracle.hSigmoid(x);
  if (layer.kind === "scale") return oracle.scale(x, second);
  if (layer.kind === "split") return oracle.split(x, layer.channels![0], outC);
  if (layer.kind === "concat") return oracle.concat(x, second);
  if (layer.kind === "channel-shuffle") return oracle.channelShuffle(x, layer.groups!);
  if (layer.kind === "max-pool") return oracle.maxPool(x, layer);
  if (layer.kind === "add") return oracle.add(x, second);
  if (layer.kind === "global-average-pool") return oracle.globalAveragePool(x);
  if (layer.kind === "dropout") return x;
  throw new Error(`no oracle for ${layer.kind}`);
}
