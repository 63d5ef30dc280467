/** Where a value can be picked: a network, a block, a step, and the layer that makes its tensor. */
import { build } from "@kernels/models/build.ts";
import type { Layer } from "@kernels/models/layer.ts";
import { buildMobilenetV1 } from "@kernels/models/mobilenet-v1.ts";
import { MOBILENET_V2 } from "@kernels/models/mobilenet-v2.ts";
import { TRAINED } from "@kernels/models/trained.ts";
import type { Shape } from "@kernels/tensor.ts";

/** Our own run here; the others are shapes alone, at 224 px. */
export const FIELD_NETWORKS = ["digits", "fashion", "cifar", "mobilenet-v1", "mobilenet-v2"] as const;
export type FieldNetwork = (typeof FIELD_NETWORKS)[number];

/** The microscope's names; a block has some of them. `project-relu6` is MobileNetV1's last ReLU. */
export const FIELD_STEPS = [
  "input",
  "expand",
  "expand-bn",
  "expand-relu6",
  "depthwise",
  "depthwise-bn",
  "depthwise-relu6",
  "project",
  "project-bn",
  "project-relu6",
  "add",
] as const;
export type FieldStep = (typeof FIELD_STEPS)[number];

export interface Place {
  readonly block: number;
  readonly step: FieldStep;
}
/** A tensor's place and the layer that makes it; −1 is the picture. */
export interface LayerPlace extends Place {
  readonly layer: number;
}

const BUILDERS: Readonly<Record<FieldNetwork, () => Layer[]>> = {
  digits: () => build(TRAINED.digits),
  fashion: () => build(TRAINED.fashion),
  cifar: () => build(TRAINED.cifar),
  "mobilenet-v1": () => buildMobilenetV1(),
  "mobilenet-v2": () => build(MOBILENET_V2),
};
const known = new Map<FieldNetwork, readonly Layer[]>();

export function layersOf(network: FieldNetwork): readonly Layer[] {
  let layers = known.get(network);
  if (!layers) known.set(network, (layers = BUILDERS[network]()));
  return layers;
}

/** The last block before pool and classifier. */
export const lastBlock = (network: FieldNetwork): number => (layersOf(network).at(-1)?.block ?? 1) - 1;

/** Stem and last 1×1 widen as an expansion does, so their layers carry its names. */
function stepOf({ step, part, kind }: Layer): FieldStep {
  // None of these networks joins expansions.
  if (step && step !== "expand-add") return step;
  const name = part === "depthwise" || part === "project" ? part : "expand";
  return kind === "batch-norm" ? `${name}-bn` : kind === "relu" || kind === "relu6" ? `${name}-relu6` : name;
}

/** The tensors of a block in order, its input first. */
export function placesIn(network: FieldNetwork, block: number): readonly LayerPlace[] {
  const own = layersOf(network).filter((layer) => layer.block === block);
  return [
    { block, step: "input", layer: own[0]?.inputs[0] ?? -1 },
    ...own.map((layer) => ({ block, step: stepOf(layer), layer: layer.index })),
  ];
}

/** The tensor that a state picks: the step itself if the block has it, else the nearest before it. */
export function placeAt(network: FieldNetwork, block: number, step: FieldStep): LayerPlace {
  const rank = FIELD_STEPS.indexOf(step);
  const places = placesIn(network, Math.min(Math.max(block, 0), lastBlock(network)));
  return places.findLast((place) => FIELD_STEPS.indexOf(place.step) <= rank) ?? places[0]!;
}

export const shapeOf = (network: FieldNetwork, layer: number): Shape => {
  const layers = layersOf(network);
  return layer < 0 ? layers[0]!.inShape : layers[layer]!.outShape;
};

/** Where a row or column of one tensor lies in another of the same picture: its middle stays where it was. */
export const carry = (at: number, size: number, next: number): number =>
  size === next ? at : Math.min(next - 1, Math.floor(((at + 0.5) * next) / size));
