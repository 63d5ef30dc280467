import type { Layer } from "./layer.ts";

/** A tensor of a weights file: torchvision's name, and its shape in PyTorch's order. */
export interface ParameterTensor {
  readonly name: string;
  readonly shape: readonly number[];
}

/**
 * The tensors that a layer reads from a weights file, in torchvision's names and layouts: convolutions OIHW, linear
 * [out, in], batch norm four vectors. The running statistics are not parameters, so `layer.params` leaves them out.
 */
export function parameterTensors(layer: Layer): readonly ParameterTensor[] {
  const { name, kernel } = layer;
  const inC = layer.inShape[2];
  const outC = layer.outShape[2];
  switch (layer.kind) {
    case "conv2d":
    case "pointwise":
    case "depthwise": {
      const filter = { name: `${name}.weight`, shape: [outC, layer.kind === "depthwise" ? 1 : inC, kernel, kernel] };
      return layer.bias ? [filter, { name: `${name}.bias`, shape: [outC] }] : [filter];
    }
    case "batch-norm":
      return ["weight", "bias", "running_mean", "running_var"].map((part) => ({
        name: `${name}.${part}`,
        shape: [outC],
      }));
    case "linear": {
      const weight = { name: `${name}.weight`, shape: [outC, inC] };
      return layer.bias === false ? [weight] : [weight, { name: `${name}.bias`, shape: [outC] }];
    }
    default:
      return [];
  }
}
