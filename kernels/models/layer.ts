import type { Shape } from "../tensor.ts";

/** What a layer does; each kind has one reference kernel in ops/. */
export type LayerKind =
  | "conv2d"
  | "depthwise"
  | "pointwise"
  | "batch-norm"
  | "relu"
  | "relu6"
  | "h-swish"
  | "h-sigmoid"
  | "add"
  | "scale"
  | "split"
  | "concat"
  | "channel-shuffle"
  | "max-pool"
  | "global-average-pool"
  | "dropout"
  | "linear";

/** Non-linear functions that a network may put behind a layer. */
export type Activation = "relu" | "relu6" | "h-swish";

/** The steps of one inverted residual, as the microscope walks them. */
export const STEPS = [
  "input",
  "expand",
  "expand-bn",
  "expand-relu6",
  "depthwise",
  "depthwise-bn",
  "depthwise-relu6",
  "project",
  "project-bn",
  "add",
] as const;
/** As a block that is built otherwise may have them too (variant.ts): a shortcut between expansions, ReLU6 on the neck. */
export type Step = (typeof STEPS)[number] | "expand-add" | "project-relu6";

/** What a layer does in its block, in every family; a batch norm or activation has the part of the convolution before it. */
export type Part =
  "filter" | "expand" | "reduce" | "depthwise" | "squeeze-excite" | "project" | "shortcut" | "split" | "join" | "head";

/** Where the odd pixel of padding goes: PyTorch's both sides, or TensorFlow's bottom and right. */
export type Padding = "symmetric" | "same-tf";

/**
 * One layer of a network, ready to run and to price. Names, order and parameters are torchvision's.
 *
 * `inputs` are the layers whose outputs this one reads: −1 is the network's input, otherwise an index in the list.
 * `inShape` is the first one's; all inputs of an add, split, shuffle or concat have its height and width, and the second
 * of a scale, one factor a channel, is 1 × 1.
 * `params` counts weights, biases and batch norm's learned scale and shift; `madds` one multiply-add as one, padding
 * counted; `bytes` is the output's size in float32.
 */
export interface Layer {
  readonly index: number;
  /** torchvision's module name, e.g. "features.2.conv.0.0"; what is no module there (add, split, …) has a name of its own. */
  readonly name: string;
  readonly kind: LayerKind;
  /** 0 the stem, then the blocks in order, then the last 1×1 if there is one, last the head: pool and classifier. */
  readonly block: number;
  /** The row of the network's table in its paper, from 0 (MobileNetV1: a pair of rows); 0 throughout in a block by itself. */
  readonly row: number;
  readonly part: Part;
  /** The step inside an inverted residual; absent in stem, last 1×1 and head. */
  readonly step?: Step;
  readonly inputs: readonly number[];
  readonly inShape: Shape;
  readonly outShape: Shape;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: Padding;
  /** Batch norm's ε; absent elsewhere. */
  readonly epsilon?: number;
  /** Whether there is a bias where it is not as usual: a convolution with one, a linear layer without. */
  readonly bias?: boolean;
  /** The channels that a split passes on: from the first to before the last. */
  readonly channels?: readonly [from: number, to: number];
  /** Groups of a channel shuffle. */
  readonly groups?: number;
  /** PyTorch code calls a function here, so no module bears the name. */
  readonly functional?: true;
  /** Types of the PyTorch modules that end with this layer, inner ones first, e.g. "InvertedResidual". */
  readonly ends?: readonly string[];
  readonly params: number;
  readonly madds: number;
  readonly bytes: number;
}
