import type { Shape } from "../tensor.ts";
import type { BlockPlace } from "./inverted-residual.ts";
import type { Layer } from "./layer.ts";
import { blockLayers, type Habits, LayerList, PYTORCH } from "./layer-list.ts";
import { makeDivisible } from "./make-divisible.ts";
import type { BuildOptions } from "./options.ts";

/** Two rows of MobileNetV1 table 1: "Conv dw / s", then "Conv / s1" with filters 1×1 to c channels, the pair n times. */
export interface SeparableRow {
  readonly s: number;
  readonly c: number;
  readonly n: number;
}

/**
 * The 13 depthwise and pointwise layers of MobileNetV1 table 1, as printed but for the last stride: the table has 2
 * there, against its own sizes (7 × 7 in, 7 × 7 out) and the official code, which have 1.
 */
export const MOBILENET_V1_ROWS: readonly SeparableRow[] = [
  { s: 1, c: 64, n: 1 },
  { s: 2, c: 128, n: 1 },
  { s: 1, c: 128, n: 1 },
  { s: 2, c: 256, n: 1 },
  { s: 1, c: 256, n: 1 },
  { s: 2, c: 512, n: 1 },
  { s: 1, c: 512, n: 5 },
  { s: 2, c: 1024, n: 1 },
  { s: 1, c: 1024, n: 1 },
];

/** The first convolution of table 1: 3 × 3 × 3 × 32, stride 2. */
const STEM = { c: 32, s: 2 } as const;

/** Size of one block of MobileNetV1 (figure 3): depthwise, then pointwise. */
export interface MobilenetV1Block {
  readonly outC: number;
  readonly stride: number;
}

/** Writes one depthwise separable block, batch norm and ReLU behind both layers. Names are Keras's. */
function addMobilenetV1Block(list: LayerList, { outC, stride }: MobilenetV1Block, { block, row }: BlockPlace): void {
  const depthwise = { block, row, part: "depthwise" } as const;
  list.depthwise(`conv_dw_${block}`, 3, stride, depthwise);
  list.batchNorm(`conv_dw_${block}_bn`, depthwise);
  list.activate("relu", `conv_dw_${block}_relu`, depthwise);
  const pointwise = { block, row, part: "project" } as const;
  list.pointwise(`conv_pw_${block}`, outC, pointwise);
  list.batchNorm(`conv_pw_${block}_bn`, pointwise);
  list.activate("relu", `conv_pw_${block}_relu`, pointwise);
}

/** One block of MobileNetV1 as a layer list, reading an input of this shape. */
export const mobilenetV1Block = (input: Shape, size: MobilenetV1Block, habits: Habits = PYTORCH): Layer[] =>
  blockLayers(input, (list) => addMobilenetV1Block(list, size, { block: 1, row: 0 }), habits);

/**
 * MobileNetV1 (table 1) as a layer list. torchvision has no MobileNetV1, so names are Keras's. ReLU as the paper says;
 * the official code has ReLU6, which costs the same. The width multiplier reaches every layer; channels between the
 * paper's widths are rounded as MobileNetV2's, where the official code cuts them to whole numbers.
 */
export function buildMobilenetV1(options: BuildOptions = {}): Layer[] {
  const { width = 1, resolution = 224, inC = 3, classes = 1000, channelDivisor } = options;
  const widen = (c: number): number => makeDivisible(c * width, channelDivisor);
  const list = new LayerList({ padding: "symmetric", epsilon: 1e-3 }, [resolution, resolution, inC]);
  const stem = { block: 0, row: 0, part: "filter" } as const;
  list.conv("conv1", widen(STEM.c), 3, STEM.s, stem);
  list.batchNorm("conv1_bn", stem);
  list.activate("relu", "conv1_relu", stem);
  let block = 1;
  MOBILENET_V1_ROWS.forEach(({ s, c, n }, i) => {
    for (let repeat = 0; repeat < n; repeat++) {
      const size = { outC: widen(c), stride: s };
      addMobilenetV1Block(list, size, { block: block++, row: i + 1 });
    }
  });
  const row = MOBILENET_V1_ROWS.length + 1;
  list.globalAveragePool("global_average_pooling2d", { block, row, part: "head" });
  list.dropout("dropout", { block, row: row + 1, part: "head" });
  list.linear("conv_preds", classes, { block, row: row + 1, part: "head" });
  return list.layers;
}
