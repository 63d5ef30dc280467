import type { Shape } from "../tensor.ts";
import { addInvertedResidual, type InvertedResidual } from "./inverted-residual.ts";
import type { Layer, Part } from "./layer.ts";
import { blockLayers, type LayerList } from "./layer-list.ts";

/** Size of one of the first three blocks of MobileNetV2's figure 2. */
export interface PlainBlock {
  readonly outC: number;
  readonly stride: number;
}

const place = (part: Part): { readonly block: number; readonly row: number; readonly part: Part } => ({
  block: 1,
  row: 0,
  part,
});

function addDepthwise(list: LayerList, stride: number): void {
  list.depthwise("depthwise", 3, stride, place("depthwise"));
  list.batchNorm("depthwise.bn", place("depthwise"));
  list.activate("relu6", "depthwise.relu6", place("depthwise"));
}

/** MobileNetV2 figure 2a: a regular 3×3 convolution with batch norm and ReLU6. */
export const regularBlock = (input: Shape, { outC, stride }: PlainBlock): Layer[] =>
  blockLayers(input, (list) => {
    list.conv("conv", outC, 3, stride, place("filter"));
    list.batchNorm("conv.bn", place("filter"));
    list.activate("relu6", "conv.relu6", place("filter"));
  });

/** MobileNetV2 figure 2b: a separable convolution block, ReLU6 behind both layers. */
export const separableBlock = (input: Shape, { outC, stride }: PlainBlock): Layer[] =>
  blockLayers(input, (list) => {
    addDepthwise(list, stride);
    list.pointwise("pointwise", outC, place("project"));
    list.batchNorm("pointwise.bn", place("project"));
    list.activate("relu6", "pointwise.relu6", place("project"));
  });

/** MobileNetV2 figure 2c: a separable block whose narrow output stays linear. */
export const linearBottleneckBlock = (input: Shape, { outC, stride }: PlainBlock): Layer[] =>
  blockLayers(input, (list) => {
    addDepthwise(list, stride);
    list.pointwise("pointwise", outC, place("project"));
    list.batchNorm("pointwise.bn", place("project"));
  });

/** MobileNetV2 figure 2d: a bottleneck with its expansion layer in front; the figure shows no shortcut. */
export const expansionBlock = (input: Shape, size: Omit<InvertedResidual, "shortcut">): Layer[] =>
  blockLayers(input, (list) => addInvertedResidual(list, { ...size, shortcut: false }, { block: 1, row: 0 }));
