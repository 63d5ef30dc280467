import type { Shape } from "../tensor.ts";
import type { Activation, Layer, Part } from "./layer.ts";
import { blockLayers, type Habits, type LayerList, PYTORCH } from "./layer-list.ts";
import { makeDivisible } from "./make-divisible.ts";
import { type BlockVariant, PAPER_BLOCK } from "./variant.ts";

/** Where a block stands in its network: its number, and the row of the paper's table. */
export interface BlockPlace {
  readonly block: number;
  readonly row: number;
}

/** Size of one inverted residual of MobileNetV2 (table 1). */
export interface InvertedResidual {
  /** Expansion t; with 1 there is no expand layer. */
  readonly expansion: number;
  readonly outC: number;
  readonly stride: number;
  /** Add the input where shapes allow it, at stride 1 with equal channels. True unless said otherwise. */
  readonly shortcut?: boolean;
  /** How the block is built; the paper's unless said otherwise. */
  readonly variant?: BlockVariant;
  /** The expanded tensor of the block before, as an index in the list; shortcuts between expansions start there. */
  readonly expandedBefore?: number | undefined;
}

/**
 * Writes one inverted residual. A shortcut between bottlenecks exists only at stride 1 with equal channels, one between
 * expansions only where the expanded tensor of the block before has the same shape (variant.ts says what is joined).
 * Returns the index of this block's expanded tensor, or undefined if it does not expand.
 */
export function addInvertedResidual(
  list: LayerList,
  { expansion, outC, stride, shortcut = true, variant = PAPER_BLOCK, expandedBefore }: InvertedResidual,
  place: BlockPlace,
): number | undefined {
  const name = `features.${place.block}.conv`;
  const input = list.last;
  const inC = list.channels;
  // torchvision numbers the modules of a block; without expansion they start at the depthwise layer.
  let module = 0;
  let expanded: number | undefined;
  if (expansion !== 1) {
    const part = "expand";
    list.pointwise(`${name}.${module}.0`, inC * expansion, { ...place, part, step: "expand" });
    list.batchNorm(`${name}.${module}.1`, { ...place, part, step: "expand-bn" });
    list.activate("relu6", `${name}.${module}.2`, { ...place, part, step: "expand-relu6" });
    module++;
    if (variant.shortcut === "expansions" && expandedBefore !== undefined && list.sameShape(expandedBefore)) {
      list.add(`features.${place.block}.expanded_add`, expandedBefore, {
        ...place,
        part: "shortcut",
        step: "expand-add",
      });
    }
    expanded = list.last;
  }
  const filter = { ...place, part: "depthwise", step: "depthwise" } as const;
  if (variant.filter === "depthwise") list.depthwise(`${name}.${module}.0`, 3, stride, filter);
  else list.conv(`${name}.${module}.0`, list.channels, 3, stride, filter);
  list.batchNorm(`${name}.${module}.1`, { ...place, part: "depthwise", step: "depthwise-bn" });
  if (variant.after !== "none") {
    list.activate(variant.after, `${name}.${module}.2`, { ...place, part: "depthwise", step: "depthwise-relu6" });
  }
  list.pointwise(`${name}.${module + 1}`, outC, { ...place, part: "project", step: "project" });
  list.batchNorm(`${name}.${module + 2}`, { ...place, part: "project", step: "project-bn" });
  if (variant.neck === "relu6")
    list.activate("relu6", `${name}.${module + 3}`, { ...place, part: "project", step: "project-relu6" });
  if (shortcut && variant.shortcut === "bottlenecks" && stride === 1 && inC === outC) {
    list.add(`features.${place.block}.add`, input, { ...place, part: "shortcut", step: "add" });
  }
  list.end("InvertedResidual");
  return expanded;
}

/** Size of one block of MobileNetV3 (its tables 1 and 2: a bneck). */
export interface MobilenetV3Block {
  readonly kernel: number;
  /** Channels inside, after the expansion (the table's exp size); equal to the input's there is no expand layer. */
  readonly hidden: number;
  readonly outC: number;
  readonly stride: number;
  readonly activation: Activation;
  /** Squeeze-and-excitation between the depthwise layer and the projection. */
  readonly squeezeExcite: boolean;
}

/** Squeeze-and-excitation: each channel's mean, two 1×1 layers of a quarter's width, one factor a channel. */
function addSqueezeExcite(list: LayerList, name: string, place: BlockPlace): void {
  const here = { ...place, part: "squeeze-excite" as Part };
  const [of, channels] = [list.last, list.channels];
  list.globalAveragePool(`${name}.avgpool`, here);
  list.pointwise(`${name}.fc1`, makeDivisible(channels / 4), here, { bias: true });
  list.activate("relu", `${name}.activation`, here);
  list.pointwise(`${name}.fc2`, channels, here, { bias: true });
  list.activate("h-sigmoid", `${name}.scale_activation`, here);
  list.scale(`${name}.scale`, of, here);
  list.end("SqueezeExcitation");
}

/** Writes one block of MobileNetV3: an inverted residual with its own kernel, activation and perhaps a gate. */
export function addMobilenetV3Block(
  list: LayerList,
  { kernel, hidden, outC, stride, activation, squeezeExcite }: MobilenetV3Block,
  place: BlockPlace,
): void {
  const name = `features.${place.block}.block`;
  const input = list.last;
  const inC = list.channels;
  let module = 0;
  if (hidden !== inC) {
    const expand = { ...place, part: "expand" as Part };
    list.pointwise(`${name}.0.0`, hidden, expand);
    list.batchNorm(`${name}.0.1`, expand);
    list.activate(activation, `${name}.0.2`, expand);
    module++;
  }
  const depthwise = { ...place, part: "depthwise" as Part };
  list.depthwise(`${name}.${module}.0`, kernel, stride, depthwise);
  list.batchNorm(`${name}.${module}.1`, depthwise);
  list.activate(activation, `${name}.${module}.2`, depthwise);
  module++;
  if (squeezeExcite) addSqueezeExcite(list, `${name}.${module++}`, place);
  const project = { ...place, part: "project" as Part };
  list.pointwise(`${name}.${module}.0`, outC, project);
  list.batchNorm(`${name}.${module}.1`, project);
  if (stride === 1 && inC === outC) list.add(`features.${place.block}.add`, input, { ...place, part: "shortcut" });
  list.end("InvertedResidual");
}

const ALONE: BlockPlace = { block: 1, row: 0 };

/** One inverted residual as a layer list, reading an input of this shape. */
export const invertedResidual = (input: Shape, size: InvertedResidual, habits: Habits = PYTORCH): Layer[] =>
  blockLayers(input, (list) => void addInvertedResidual(list, size, ALONE), habits);

/** One block of MobileNetV3 as a layer list, reading an input of this shape. */
export const mobilenetV3Block = (input: Shape, size: MobilenetV3Block, habits: Habits = PYTORCH): Layer[] =>
  blockLayers(input, (list) => addMobilenetV3Block(list, size, ALONE), habits);
