/** Where the microscope can stand: blocks 0 to 18 and their steps, for the page (bounds) and for the worker. */
import { type Build, buildOf } from "@/figures/shell/network-builds.ts";
import { build } from "@kernels/models/build.ts";
import type { Layer } from "@kernels/models/layer.ts";
import { variantSpec } from "@kernels/models/figure-6.ts";
import { TRAINED, type TrainedName } from "@kernels/models/trained.ts";
import type { NetworkSpec } from "@kernels/models/spec.ts";
import type { Shape } from "@kernels/tensor.ts";
import type { PickedCell } from "@/figures/shell/cell-moves.ts";

export type { PickedCell };

/** The public steps in order, with those that only a block built otherwise has: a sum of expansions, ReLU6 on the neck. */
export const MICRO_STEPS = [
  "input",
  "expand",
  "expand-bn",
  "expand-relu6",
  "expand-add",
  "depthwise",
  "depthwise-bn",
  "depthwise-relu6",
  "project",
  "project-bn",
  "project-relu6",
  "add",
] as const;
export type MicroStep = (typeof MICRO_STEPS)[number];

/** Where the switches of a block act. */
export const SCOPES = ["block", "network"] as const;
export type Scope = (typeof SCOPES)[number];

/** Block 0 is the stem, 18 the last 1×1. */
export const LAST_BLOCK = 18;

export interface Place {
  readonly block: number;
  readonly step: MicroStep;
}

/** The step that a layer is. Stem and last 1×1 widen as an expansion does, so their layers carry its names. */
export function stepOfLayer(layer: Layer): MicroStep {
  if (layer.step) return layer.step;
  if (layer.kind === "batch-norm") return "expand-bn";
  return layer.kind === "relu6" ? "expand-relu6" : "expand";
}

/** The step itself if the block has it, else the nearest one before it that it has: its tensor is the same. */
export function nearestStep(steps: readonly MicroStep[], wanted: MicroStep): MicroStep {
  const rank = MICRO_STEPS.indexOf(wanted);
  return steps.findLast((step) => MICRO_STEPS.indexOf(step) <= rank) ?? "input";
}

const known = new Map<string, readonly Layer[]>();

/** The layer list of a network that we ship, without its weights. */
export function layersOf(network: string, wanted: Build = "best"): readonly Layer[] {
  const built = buildOf(network, wanted);
  const key = `${network}/${built}`;
  let layers = known.get(key);
  if (!layers) {
    layers = build(built === "best" ? TRAINED[network as TrainedName] : variantSpec(built));
    known.set(key, layers);
  }
  return layers;
}

let opened: { readonly key: string; readonly layers: readonly Layer[] } | undefined;

/** The layer list of the network that the reader opened, built once; the page has one at a time. */
export function openedLayers(spec: NetworkSpec): readonly Layer[] {
  const key = JSON.stringify(spec);
  if (opened?.key !== key) opened = { key, layers: build(spec) };
  return opened.layers;
}

interface Pictured {
  readonly network: string;
  readonly built: Build;
  readonly weights?: unknown;
}

/** The layers that a state is about; of an opened network once it has been drawn. */
export const layersIn = ({ network, built, weights }: Pictured) =>
  weights && opened ? opened.layers : layersOf(network, built);

export const blockLayers = (layers: readonly Layer[], block: number): readonly Layer[] =>
  layers.filter((layer) => layer.block === block);

/** The shape of the tensor after a step. Switches add and take steps but change no shape. */
export function shapeAt(network: string | readonly Layer[], block: number, step: MicroStep): Shape {
  const own = blockLayers(typeof network === "string" ? layersOf(network) : network, block);
  const first = own[0];
  if (!first) return [1, 1, 1];
  const shown = nearestStep(["input", ...own.map(stepOfLayer)], step);
  return own.find((layer) => stepOfLayer(layer) === shown)?.outShape ?? first.inShape;
}

/** Where a row or column of one tensor lies in another of the same picture: its middle stays where it was. */
export const carry = (at: number, size: number, next: number): number =>
  size === next ? at : Math.min(next - 1, Math.floor(((at + 0.5) * next) / size));

/** A block at a glance. */
export interface BlockOutline {
  readonly block: number;
  readonly inShape: Shape;
  readonly hidden: number;
  readonly outShape: Shape;
  readonly expansion: number;
  readonly stride: number;
}

export function outlineOf(layers: readonly Layer[], block: number): BlockOutline {
  const own = blockLayers(layers, block);
  const [first, last] = [own[0]!, own.at(-1)!];
  const hidden = Math.max(...own.map(({ outShape }) => outShape[2]));
  return {
    block,
    inShape: first.inShape,
    hidden,
    outShape: last.outShape,
    expansion: hidden / first.inShape[2],
    stride: own.reduce((product, { stride }) => product * stride, 1),
  };
}
