/** The ten blocks as layer lists, and each list as stages: a convolution with what follows it before the next one. */
import { liveBytes } from "@kernels/cost/memory.ts";
import { totals } from "@kernels/cost/totals.ts";
import {
  expansionBlock,
  linearBottleneckBlock,
  regularBlock,
  separableBlock,
} from "@kernels/models/figure-2-blocks.ts";
import { invertedResidual, mobilenetV3Block } from "@kernels/models/inverted-residual.ts";
import type { Layer, LayerKind } from "@kernels/models/layer.ts";
import { makeDivisible } from "@kernels/models/make-divisible.ts";
import { mobilenetV1Block } from "@kernels/models/mobilenet-v1.ts";
import { MOBILENET_V3_LARGE } from "@kernels/models/mobilenet-v3.ts";
import { resnetBasicBlock, resnetBottleneck } from "@kernels/models/resnet.ts";
import { shufflenetV2Unit } from "@kernels/models/shufflenet-v2.ts";
import type { Shape } from "@kernels/tensor.ts";

export const BLOCKS = [
  "regular",
  "separable",
  "linear-bottleneck",
  "expansion-layer",
  "mobilenet-v1",
  "mobilenet-v2",
  "mobilenet-v3",
  "resnet-basic",
  "resnet-bottleneck",
  "shufflenet-v2",
] as const;
export type BlockId = (typeof BLOCKS)[number];
/** The blocks on which the expansion has an effect. */
export const EXPANDING: readonly BlockId[] = ["linear-bottleneck", "expansion-layer", "mobilenet-v2", "mobilenet-v3"];

export const SHOWN = ["pair", "all"] as const;
export type Shown = (typeof SHOWN)[number];

export interface BlockSize {
  /** Side of the square input in pixels. */
  readonly size: number;
  /** Input channels; at stride 1 the output has as many, at stride 2 twice as many, as ResNet and ShuffleNetV2 do. */
  readonly channels: number;
  readonly stride: "1" | "2";
  readonly expansion: number;
}

/** MobileNetV3's block is the one of its last row: that row's kernel, gate and activation. */
const V3_ROW = MOBILENET_V3_LARGE.rows.at(-1)!;

export function layersOf(id: BlockId, { size, channels, stride: text, expansion }: BlockSize): Layer[] {
  const stride = Number(text);
  const input: Shape = [size, size, channels];
  const outC = stride === 1 ? channels : 2 * channels;
  switch (id) {
    case "regular":
      return regularBlock(input, { outC, stride });
    case "separable":
      return separableBlock(input, { outC, stride });
    case "linear-bottleneck":
      // The figure's point is the narrow end: as much narrower as the expansion layer of 2d would make it wide again.
      return linearBottleneckBlock(input, { outC: makeDivisible(outC / expansion, 8), stride });
    case "expansion-layer":
      return expansionBlock(input, { expansion, outC, stride });
    case "mobilenet-v1":
      return mobilenetV1Block(input, { outC, stride });
    case "mobilenet-v2":
      return invertedResidual(input, { expansion, outC, stride });
    case "mobilenet-v3":
      return mobilenetV3Block(input, {
        kernel: V3_ROW.k,
        hidden: channels * expansion,
        outC,
        stride,
        activation: V3_ROW.nl === "HS" ? "h-swish" : "relu",
        squeezeExcite: V3_ROW.se,
      });
    case "resnet-basic":
      return resnetBasicBlock(input, { outC, stride });
    case "resnet-bottleneck":
      return resnetBottleneck(input, { outC, stride });
    case "shufflenet-v2":
      return shufflenetV2Unit(input, { outC, stride });
  }
}

/** Names by which words can light a tensor: what made it, and that it is linear. */
export const STAGE_PARTS = ["input", "look", "mix", "shortcut", "linear"] as const;
type StagePart = (typeof STAGE_PARTS)[number];

export function partsOf({ kind, kernel, isLinear }: Stage): readonly StagePart[] {
  const isConvolution = kind === "conv2d" || kind === "depthwise" || kind === "pointwise";
  const maker: StagePart | null =
    kind === "input" ? "input" : kind === "add" ? "shortcut" : !isConvolution ? null : kernel > 1 ? "look" : "mix";
  return [...(maker ? [maker] : []), ...(isLinear ? (["linear"] as const) : [])];
}

export interface Stage {
  readonly kind: LayerKind | "input";
  readonly kernel: number;
  readonly stride: number;
  readonly shape: Shape;
  /** The non-linear function at its end, if there is one. */
  readonly activation: LayerKind | null;
  /** No non-linear function made this tensor: the paper hatches it. */
  readonly isLinear: boolean;
  /** Stages that it reads, by index. */
  readonly inputs: readonly number[];
  readonly madds: number;
  readonly params: number;
  /** The most bytes that must exist while it runs, float32. */
  readonly bytesLive: number;
}

const ACTIVATIONS: ReadonlySet<LayerKind> = new Set(["relu", "relu6", "h-swish", "h-sigmoid"]);
/** Layers that pass values on: linear if all that they read is. */
const PASSES_ON: ReadonlySet<LayerKind> = new Set(["split", "concat", "channel-shuffle", "global-average-pool"]);

/**
 * A block's tensors in order of execution, the input first. Batch norm and activation belong to the stage before them.
 * The input is taken to come from a block of the same kind, so it is linear if the output is.
 */
export function stagesOf(layers: readonly Layer[]): Stage[] {
  const first = layers[0]!;
  const groups: Layer[][] = [];
  const stageAt = new Map<number, number>([[-1, 0]]);
  for (const layer of layers) {
    const follows = layer.kind === "batch-norm" || ACTIVATIONS.has(layer.kind);
    const group = groups.at(-1);
    if (follows && group) group.push(layer);
    else groups.push([layer]);
    stageAt.set(layer.index, groups.length);
  }
  const stages: Stage[] = groups.map((group) => {
    const [head] = group as [Layer];
    const activation = group.find(({ kind }) => ACTIVATIONS.has(kind))?.kind ?? null;
    return {
      kind: head.kind,
      kernel: head.kernel,
      stride: head.stride,
      shape: group.at(-1)!.outShape,
      activation,
      isLinear: activation === null && head.kind !== "scale",
      inputs: head.inputs.map((index) => stageAt.get(index)!),
      ...totals(group),
      bytesLive: Math.max(...group.map(({ index }) => liveBytes(layers, index))),
    };
  });
  const input: Stage = {
    kind: "input",
    kernel: 1,
    stride: 1,
    shape: first.inShape,
    activation: null,
    isLinear: false,
    inputs: [],
    madds: 0,
    params: 0,
    bytesLive: 4 * first.inShape[0] * first.inShape[1] * first.inShape[2],
  };
  const linked = (start: boolean): Stage[] => {
    const all: Stage[] = [{ ...input, isLinear: start }];
    for (const stage of stages) {
      const passes = PASSES_ON.has(stage.kind as LayerKind);
      const isLinear = passes ? stage.inputs.every((index) => all[index]!.isLinear) : stage.isLinear;
      all.push({ ...stage, isLinear: isLinear && stage.activation === null });
    }
    return all;
  };
  return linked(linked(false).at(-1)!.isLinear);
}

/** Whether a tensor must exist while stage `at` runs: it is being made, or something from there on reads it. */
export const isLive = (stages: readonly Stage[], index: number, at: number): boolean =>
  index === at || (index < at && stages.some(({ inputs }, later) => later >= at && inputs.includes(index)));

/** The last stage that two blocks can be at: the longer one's end. */
export const lastStage = (size: BlockSize, ...ids: readonly BlockId[]): number =>
  Math.max(...ids.map((id) => stagesOf(layersOf(id, size)).length)) - 1;
