import type { Layer } from "../models/layer.ts";
import { addBias } from "../ops/add-bias.ts";
import { add } from "../ops/add.ts";
import { batchNorm } from "../ops/batch-norm.ts";
import { channelShuffle } from "../ops/channel-shuffle.ts";
import { times } from "../ops/check.ts";
import { concat } from "../ops/concat.ts";
import { conv2d } from "../ops/conv2d.ts";
import { depthwise } from "../ops/depthwise.ts";
import { globalAveragePool } from "../ops/global-average-pool.ts";
import { hSigmoid } from "../ops/h-sigmoid.ts";
import { hSwish } from "../ops/h-swish.ts";
import { linear } from "../ops/linear.ts";
import { maxPool } from "../ops/max-pool.ts";
import { pointwise } from "../ops/pointwise.ts";
import { relu } from "../ops/relu.ts";
import { relu6 } from "../ops/relu6.ts";
import { scale } from "../ops/scale.ts";
import { split } from "../ops/split.ts";
import { ShapeError, type Tensor } from "../tensor.ts";
import type { LayerWeights } from "./weights.ts";

/**
 * Runs one layer with its reference kernel. `inputs` are the tensors of `layer.inputs`, in that order.
 *
 * @throws {ShapeError} if the inputs or the weights are not what the layer takes
 */
export function applyLayer(layer: Layer, weights: LayerWeights, inputs: readonly Tensor[]): Tensor {
  const [x, second] = inputs;
  if (!x || inputs.length !== layer.inputs.length) {
    throw new ShapeError(`${layer.name}: got ${inputs.length} inputs, it takes ${layer.inputs.length}`);
  }
  if (times(x.shape) !== times(layer.inShape)) {
    throw new ShapeError(`${layer.name}: input is ${times(x.shape)}, the layer takes ${times(layer.inShape)}`);
  }
  switch (layer.kind) {
    case "conv2d":
    case "depthwise":
    case "pointwise":
      if (weights.kind === "filter") return convolve(layer, weights, x);
      break;
    case "batch-norm":
      if (weights.kind === "norm") return batchNorm(x, weights.norm);
      break;
    case "linear":
      if (weights.kind === "linear") return linear(x, weights.weight, weights.bias);
      break;
    case "add":
      if (second) return add(x, second);
      break;
    case "scale":
      if (second) return scale(x, second);
      break;
    case "concat":
      if (second) return concat(x, second);
      break;
    case "split":
      if (layer.channels) return split(x, layer.channels);
      break;
    case "channel-shuffle":
      if (layer.groups) return channelShuffle(x, { groups: layer.groups });
      break;
    case "relu":
      return relu(x);
    case "relu6":
      return relu6(x);
    case "h-swish":
      return hSwish(x);
    case "h-sigmoid":
      return hSigmoid(x);
    case "max-pool":
      return maxPool(x, layer);
    case "global-average-pool":
      return globalAveragePool(x);
    // Dropout acts in training only; at inference a value passes as it is.
    case "dropout":
      return x;
  }
  throw new ShapeError(`${layer.name}: ${layer.kind} cannot take weights of kind ${weights.kind}`);
}

function convolve(layer: Layer, { filter, bias }: Extract<LayerWeights, { kind: "filter" }>, x: Tensor): Tensor {
  const outC = layer.outShape[2];
  const { kernel, stride, padding } = layer;
  const made =
    layer.kind === "depthwise"
      ? depthwise(x, filter, { kernel, stride, padding })
      : layer.kind === "pointwise"
        ? pointwise(x, filter, { outC })
        : conv2d(x, filter, { kernel, stride, padding, outC });
  return bias ? addBias(made, bias) : made;
}
