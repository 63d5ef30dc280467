import type { Layer } from "../models/layer.ts";
import type { Activation } from "./pack.ts";

/** A layer with what is folded into it: the batch norm after it, its clamp, and a residual add at its store. */
export interface Operation {
  readonly layer: Layer;
  readonly norm: Layer | null;
  readonly activation: Activation;
  /** The tensor that is added, or null. */
  readonly adds: number | null;
  /** Tensors read, by the index of the layer that made them; −1 is the network's input. Dropout is looked through. */
  readonly inputs: readonly number[];
  /** Index of the layer whose output this is, and all layers that are done with it. */
  readonly output: number;
  readonly layers: readonly number[];
}

/** An inverted residual that runs as one: expansion (or the stem), depthwise, projection. */
export interface FusedBlock {
  readonly head: Operation;
  readonly depthwise: Operation;
  readonly project: Operation;
}

/** Dropout does nothing at inference: who reads it reads what it reads. */
function through(layers: readonly Layer[], index: number): number {
  const layer = layers[index];
  return layer?.kind === "dropout" ? through(layers, layer.inputs[0]!) : index;
}

/** How often each layer's output is read; the last layer's counts as read once more, by who runs the network. */
function readers(layers: readonly Layer[]): number[] {
  const counts = layers.map(() => 0);
  for (const layer of layers) {
    if (layer.kind === "dropout") continue;
    for (const input of layer.inputs) {
      const from = through(layers, input);
      if (from >= 0) counts[from]!++;
    }
  }
  counts[through(layers, layers.length - 1)]!++;
  return counts;
}

const CONVOLUTIONS: ReadonlySet<Layer["kind"]> = new Set(["conv2d", "depthwise", "pointwise"]);

/**
 * A layer list as operations: batch norm and ReLU6 fold into the convolution before them, a residual add into its
 * projection. With `apart` every layer stays one operation, so that each tensor exists.
 */
export function operationsOf(layers: readonly Layer[], apart: boolean): Operation[] {
  const counts = readers(layers);
  const operations: Operation[] = [];
  for (let i = 0; i < layers.length;) {
    const layer = layers[i]!;
    const done = [i++];
    let output = layer.index;
    let norm: Layer | null = null;
    let activation: Activation = "none";
    let adds: number | null = null;
    /** The next layer, if it is of this kind and the only one that reads what this operation has made so far. */
    const only = (kind: Layer["kind"]): Layer | undefined => {
      const next = layers[i];
      return next?.kind === kind && next.inputs.includes(output) && counts[output] === 1 ? next : undefined;
    };
    const take = (next: Layer): void => {
      output = next.index;
      done.push(next.index);
      i++;
    };
    if (layer.kind !== "dropout" && CONVOLUTIONS.has(layer.kind) && !apart) {
      const normed = only("batch-norm");
      if (normed) take((norm = normed));
      const clamped = only("relu6");
      if (clamped) {
        activation = "relu6";
        take(clamped);
      }
      const added = layer.kind === "pointwise" ? only("add") : undefined;
      if (added) {
        adds = through(
          layers,
          added.inputs.find((input) => input !== output)!,
        );
        take(added);
      }
    }
    if (layer.kind === "dropout") continue;
    const inputs = layer.inputs.map((input) => through(layers, input));
    operations.push({ layer, norm, activation, adds, inputs, output, layers: done });
  }
  return operations;
}

/** Operations with every inverted residual (and the stem with the first block) put together where the tensors allow. */
export function fuse(operations: readonly Operation[]): (Operation | FusedBlock)[] {
  const counts = new Map<number, number>();
  const count = (tensor: number): void => void counts.set(tensor, (counts.get(tensor) ?? 0) + 1);
  for (const { inputs, adds } of operations) {
    inputs.forEach(count);
    if (adds !== null) count(adds);
  }
  const fused: (Operation | FusedBlock)[] = [];
  for (let i = 0; i < operations.length; i++) {
    const [head, depthwise, project] = operations.slice(i, i + 3);
    if (head && depthwise && project && isBlock(head, depthwise, project, counts)) {
      fused.push({ head, depthwise, project });
      i += 2;
    } else if (head) fused.push(head);
  }
  return fused;
}

function isBlock(
  head: Operation,
  depthwise: Operation,
  project: Operation,
  counts: ReadonlyMap<number, number>,
): boolean {
  const opens = head.layer.kind === "pointwise" || (head.layer.kind === "conv2d" && head.inputs[0] === -1);
  const chained =
    depthwise.layer.kind === "depthwise" &&
    depthwise.inputs[0] === head.output &&
    counts.get(head.output) === 1 &&
    project.layer.kind === "pointwise" &&
    project.inputs[0] === depthwise.output &&
    counts.get(depthwise.output) === 1;
  // The shortcut must be the block's own input, and the split projection can add up only what nothing cuts.
  const closes = project.adds === null || (head.layer.kind === "pointwise" && project.adds === head.inputs[0]);
  return opens && chained && head.adds === null && closes && project.activation === "none";
}
