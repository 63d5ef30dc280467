import type { Shape } from "../tensor.ts";
import type { BlockPlace } from "./inverted-residual.ts";
import type { Layer } from "./layer.ts";
import { blockLayers, type Habits, LayerList, PYTORCH } from "./layer-list.ts";
import type { BuildOptions } from "./options.ts";

/** Sizes of ShuffleNetV2 table 5; all else is the same at each. */
export type ShufflenetV2Size = "0.5" | "1.0" | "1.5" | "2.0";

/** Repeats of stages 2, 3 and 4 of table 5: one unit of stride 2, then the rest of stride 1. */
export const SHUFFLENET_V2_REPEATS = [4, 8, 4] as const;

/** Output channels of table 5: Conv1, stages 2 to 4, Conv5. */
export const SHUFFLENET_V2_CHANNELS: Readonly<
  Record<
    ShufflenetV2Size,
    { readonly conv1: number; readonly stages: readonly [number, number, number]; readonly conv5: number }
  >
> = {
  "0.5": { conv1: 24, stages: [48, 96, 192], conv5: 1024 },
  "1.0": { conv1: 24, stages: [116, 232, 464], conv5: 1024 },
  "1.5": { conv1: 24, stages: [176, 352, 704], conv5: 1024 },
  "2.0": { conv1: 24, stages: [244, 488, 976], conv5: 2048 },
};

/**
 * Whose code: at stride 2 torchvision widens both branches to half the output; the authors' short branch keeps the
 * input's channels and the other one makes the rest. The authors' classifier has no bias.
 */
export type ShufflenetV2Variant = "torchvision" | "authors";

/** Size of one unit of ShuffleNetV2 (figure 3 c and d). */
export interface ShufflenetV2Unit {
  /** Output channels; at stride 1 they equal the input's. */
  readonly outC: number;
  readonly stride: number;
  readonly variant?: ShufflenetV2Variant;
}

function addShufflenetV2Unit(
  list: LayerList,
  name: string,
  { outC, stride, variant = "torchvision" }: ShufflenetV2Unit,
  place: BlockPlace,
): void {
  const input = list.last;
  const inC = list.channels;
  const half = outC / 2;
  if (stride === 1 && inC !== outC) {
    throw new RangeError(`shufflenetV2Unit: at stride 1 outC must equal the input's ${inC} channels, got ${outC}`);
  }
  if (outC % 2 !== 0)
    throw new RangeError(`shufflenetV2Unit: outC must be even, since halves are shuffled, got ${outC}`);
  const shortcut = { ...place, part: "shortcut" } as const;
  let mainC = half;
  if (stride === 1) {
    list.split(`${name}.split.0`, [0, half], { ...place, part: "split" });
  } else {
    const shortC = variant === "authors" ? inC : half;
    mainC = outC - shortC;
    list.depthwise(`${name}.branch1.0`, 3, stride, shortcut);
    list.batchNorm(`${name}.branch1.1`, shortcut);
    list.pointwise(`${name}.branch1.2`, shortC, shortcut);
    list.batchNorm(`${name}.branch1.3`, shortcut);
    list.activate("relu", `${name}.branch1.4`, shortcut);
  }
  const kept = list.last;

  list.goTo(input);
  if (stride === 1) list.split(`${name}.split.1`, [half, outC], { ...place, part: "split" });
  const expand = { ...place, part: "expand" } as const;
  list.pointwise(`${name}.branch2.0`, half, expand);
  list.batchNorm(`${name}.branch2.1`, expand);
  list.activate("relu", `${name}.branch2.2`, expand);
  const depthwise = { ...place, part: "depthwise" } as const;
  list.depthwise(`${name}.branch2.3`, 3, stride, depthwise);
  list.batchNorm(`${name}.branch2.4`, depthwise);
  const project = { ...place, part: "project" } as const;
  list.pointwise(`${name}.branch2.5`, mainC, project);
  list.batchNorm(`${name}.branch2.6`, project);
  list.activate("relu", `${name}.branch2.7`, project);

  list.concat(`${name}.concat`, kept, { ...place, part: "join" });
  list.channelShuffle(`${name}.shuffle`, 2, { ...place, part: "join" });
  list.end("InvertedResidual");
}

/**
 * One unit of ShuffleNetV2 as a layer list, reading an input of this shape.
 *
 * @throws {RangeError} if outC is odd, or differs from the input's channels at stride 1
 */
export const shufflenetV2Unit = (input: Shape, size: ShufflenetV2Unit, habits: Habits = PYTORCH): Layer[] =>
  blockLayers(input, (list) => addShufflenetV2Unit(list, "unit", size, { block: 1, row: 0 }), habits);

/** ShuffleNetV2 (table 5) as a layer list, in torchvision's names. Its widths are the table's four sizes. */
export function buildShufflenetV2(
  size: ShufflenetV2Size,
  options: Omit<BuildOptions, "width"> & { readonly variant?: ShufflenetV2Variant } = {},
): Layer[] {
  const { resolution = 224, inC = 3, classes = 1000, variant = "torchvision" } = options;
  const { conv1, stages, conv5 } = SHUFFLENET_V2_CHANNELS[size];
  const list = new LayerList(PYTORCH, [resolution, resolution, inC]);
  const stem = { block: 0, row: 0, part: "filter" } as const;
  list.conv("conv1.0", conv1, 3, 2, stem);
  list.batchNorm("conv1.1", stem);
  list.activate("relu", "conv1.2", stem);
  list.maxPool("maxpool", 3, 2, { ...stem, row: 1 });

  let block = 1;
  stages.forEach((outC, i) => {
    for (let unit = 0; unit < SHUFFLENET_V2_REPEATS[i]!; unit++) {
      const place = { block: block++, row: i + 2 };
      addShufflenetV2Unit(list, `stage${i + 2}.${unit}`, { outC, stride: unit === 0 ? 2 : 1, variant }, place);
    }
  });

  const last = { block, row: stages.length + 2, part: "head" } as const;
  list.pointwise("conv5.0", conv5, last);
  list.batchNorm("conv5.1", last);
  list.activate("relu", "conv5.2", last);
  const head = { block: block + 1, part: "head" } as const;
  list.globalAveragePool("mean", { ...head, row: last.row + 1 }, { functional: true });
  list.linear("fc", classes, { ...head, row: last.row + 2 }, { bias: variant === "torchvision" });
  return list.layers;
}
