import type { Shape } from "../tensor.ts";
import type { BlockPlace } from "./inverted-residual.ts";
import type { Layer, Part } from "./layer.ts";
import { blockLayers, type Habits, LayerList, PYTORCH } from "./layer-list.ts";
import type { BuildOptions } from "./options.ts";

/** One row of ResNet table 1, conv2_x to conv5_x: channels of the 3×3 layers, repeats, stride of the first repeat. */
export interface ResnetRow {
  readonly c: number;
  readonly n: number;
  readonly s: number;
}

/** A ResNet as its table's rows. */
export interface ResnetSpec {
  readonly name: string;
  /** basic: two 3×3 layers; bottleneck: 1×1, 3×3, 1×1 to four times the channels. */
  readonly block: "basic" | "bottleneck";
  readonly rows: readonly ResnetRow[];
}

/** ResNet-50, table 1: [1×1 64, 3×3 64, 1×1 256] × 3 and so on. */
export const RESNET_50: ResnetSpec = {
  name: "resnet-50",
  block: "bottleneck",
  rows: [
    { c: 64, n: 3, s: 1 },
    { c: 128, n: 4, s: 2 },
    { c: 256, n: 6, s: 2 },
    { c: 512, n: 3, s: 2 },
  ],
};

/** ResNet-18, table 1: [3×3 64, 3×3 64] × 2 and so on. */
export const RESNET_18: ResnetSpec = {
  name: "resnet-18",
  block: "basic",
  rows: [
    { c: 64, n: 2, s: 1 },
    { c: 128, n: 2, s: 2 },
    { c: 256, n: 2, s: 2 },
    { c: 512, n: 2, s: 2 },
  ],
};

/** How many times a bottleneck's output is wider than its middle. */
export const BOTTLENECK_FACTOR = 4;

/** Size of one ResNet block. */
export interface ResnetBlock {
  readonly outC: number;
  readonly stride: number;
  /** Where a bottleneck's stride is: in the first 1×1 as the paper has it, or in the 3×3 as torchvision has it. */
  readonly strideIn?: "1x1" | "3x3";
}

/** Adds the block's input, through a 1×1 convolution where sizes differ, then ReLU. */
function join(list: LayerList, name: string, input: number, { outC, stride }: ResnetBlock, place: BlockPlace): void {
  const here = { ...place, part: "shortcut" } as const;
  const branch = list.last;
  list.goTo(input);
  let shortcut = input;
  if (stride !== 1 || list.channels !== outC) {
    list.pointwise(`${name}.downsample.0`, outC, here, { stride });
    list.batchNorm(`${name}.downsample.1`, here);
    shortcut = list.last;
  }
  list.goTo(branch);
  list.add(`${name}.add`, shortcut, here);
  list.activate("relu", `${name}.relu.join`, here);
}

function addBasicBlock(list: LayerList, name: string, size: ResnetBlock, place: BlockPlace): void {
  const input = list.last;
  const here = { ...place, part: "filter" as Part };
  list.conv(`${name}.conv1`, size.outC, 3, size.stride, here);
  list.batchNorm(`${name}.bn1`, here);
  list.activate("relu", `${name}.relu.1`, here);
  list.conv(`${name}.conv2`, size.outC, 3, 1, here);
  list.batchNorm(`${name}.bn2`, here);
  join(list, name, input, size, place);
  list.end("BasicBlock");
}

function addBottleneck(list: LayerList, name: string, size: ResnetBlock, place: BlockPlace): void {
  const { outC, stride, strideIn = "3x3" } = size;
  const middle = outC / BOTTLENECK_FACTOR;
  if (!Number.isInteger(middle)) {
    throw new RangeError(`resnetBottleneck: outC must be a multiple of ${BOTTLENECK_FACTOR}, got ${outC}`);
  }
  const input = list.last;
  const reduce = { ...place, part: "reduce" as Part };
  list.pointwise(`${name}.conv1`, middle, reduce, { stride: strideIn === "1x1" ? stride : 1 });
  list.batchNorm(`${name}.bn1`, reduce);
  list.activate("relu", `${name}.relu.1`, reduce);
  const filter = { ...place, part: "filter" as Part };
  list.conv(`${name}.conv2`, middle, 3, strideIn === "3x3" ? stride : 1, filter);
  list.batchNorm(`${name}.bn2`, filter);
  list.activate("relu", `${name}.relu.2`, filter);
  const expand = { ...place, part: "expand" as Part };
  list.pointwise(`${name}.conv3`, outC, expand);
  list.batchNorm(`${name}.bn3`, expand);
  join(list, name, input, size, place);
  list.end("Bottleneck");
}

const ALONE: BlockPlace = { block: 1, row: 0 };

/** One basic block of ResNet as a layer list, reading an input of this shape. */
export const resnetBasicBlock = (
  input: Shape,
  size: Omit<ResnetBlock, "strideIn">,
  habits: Habits = PYTORCH,
): Layer[] => blockLayers(input, (list) => addBasicBlock(list, "block", size, ALONE), habits);

/**
 * One bottleneck of ResNet as a layer list, reading an input of this shape.
 *
 * @throws {RangeError} if outC is not a multiple of 4
 */
export const resnetBottleneck = (input: Shape, size: ResnetBlock, habits: Habits = PYTORCH): Layer[] =>
  blockLayers(input, (list) => addBottleneck(list, "block", size, ALONE), habits);

/**
 * A ResNet as a layer list, in torchvision's names; the shared relu of a block appears once a use. The stride is in the
 * 3×3 layer as in torchvision unless `strideIn` says "1x1" as the paper does: same parameters, fewer multiply-adds.
 */
export function buildResnet(
  spec: ResnetSpec,
  options: Omit<BuildOptions, "width"> & Pick<ResnetBlock, "strideIn"> = {},
): Layer[] {
  const { resolution = 224, inC = 3, classes = 1000, strideIn = "3x3" } = options;
  const list = new LayerList(PYTORCH, [resolution, resolution, inC]);
  const stem = { block: 0, row: 0, part: "filter" } as const;
  list.conv("conv1", 64, 7, 2, stem);
  list.batchNorm("bn1", stem);
  list.activate("relu", "relu", stem);
  list.maxPool("maxpool", 3, 2, { ...stem, row: 1 });

  let block = 1;
  const isBasic = spec.block === "basic";
  spec.rows.forEach(({ c, n, s }, i) => {
    for (let repeat = 0; repeat < n; repeat++) {
      const size = { outC: isBasic ? c : c * BOTTLENECK_FACTOR, stride: repeat === 0 ? s : 1, strideIn };
      const place = { block: block++, row: i + 2 };
      (isBasic ? addBasicBlock : addBottleneck)(list, `layer${i + 1}.${repeat}`, size, place);
    }
  });

  const head = { block, part: "head" } as const;
  list.globalAveragePool("avgpool", { ...head, row: spec.rows.length + 2 });
  list.linear("fc", classes, { ...head, row: spec.rows.length + 3 });
  return list.layers;
}
