/** The arithmetic of one picked value, with addresses that the microscope can go to. */
import { explainCell, type NormParts, type WeightAddress } from "@kernels/engine/explain.ts";
import type { Tensor } from "@kernels/tensor.ts";
import type { MicroStep, PickedCell, Place } from "./steps.ts";
import type { VariantRun } from "./variant.ts";

export interface Origin extends Place, PickedCell {}

export interface ShownTerm {
  readonly a: number;
  readonly b: number;
  readonly product: number;
  /** The sum after this term, in float32. */
  readonly runningSum: number;
  /** null for padding, and for a pixel of the picture, which came from nowhere. */
  readonly from: Origin | null;
  readonly weight: WeightAddress | null;
}

export interface Arithmetic {
  readonly terms: readonly ShownTerm[];
  readonly bias: number;
  readonly sum: number;
  readonly value: number;
  readonly norm: NormParts | null;
  /** The same in double precision, rounded nowhere on the way: what float32's rounding is measured against. */
  readonly exact: number;
}

const { fround } = Math;

/** A value that is only handed on: one term, itself. */
function handedOn(value: number, from: Origin | null): Arithmetic {
  const term = { a: value, b: 1, product: value, runningSum: value, from, weight: null };
  return { terms: [term], bias: 0, sum: value, value, norm: null, exact: value };
}

/** The place of a layer's output; the network's input is the input of block 0. */
export const placeAt = (run: VariantRun, index: number): Place =>
  index < 0 ? { block: 0, step: "input" } : run.variant.places[index]!;

/** The arithmetic of a block's input: made by the block before. `layer` is the layer that made it, −1 the picture. */
export function explainInput(run: VariantRun, layer: number, tensor: Tensor, cell: PickedCell): Arithmetic {
  const value = tensor.data[(cell.y * tensor.shape[1] + cell.x) * tensor.shape[2] + cell.c]!;
  return handedOn(value, layer < 0 ? null : { ...placeAt(run, layer), ...cell });
}

export function explainStep(run: VariantRun, input: Tensor, layer: number, cell: PickedCell): Arithmetic {
  const { variant, tensors } = run;
  const made = explainCell(variant.layers, variant.weights, tensors, input, layer, cell);
  const folded = variant.biases.get(layer)?.[cell.c];
  const terms = made.terms.map(({ a, b, product, runningSum, from, weight }): ShownTerm => ({
    a,
    b,
    product,
    runningSum,
    from: from && { ...placeAt(run, from.layer), c: from.c, y: from.y, x: from.x },
    weight,
  }));
  const bias = folded ?? made.bias;
  const sum = folded === undefined ? made.sum : fround(made.sum + folded);
  const value = folded === undefined ? made.value : sum;
  const { norm } = made;
  const exactSum = norm
    ? ((norm.x - norm.mean) * norm.gamma) / Math.sqrt(norm.variance + norm.epsilon) + norm.beta
    : terms.reduce((total, { a, b }) => total + a * b, 0) + bias;
  const clips = variant.layers[layer]!.kind === "relu6";
  return { terms, bias, sum, value, norm, exact: clips ? Math.min(Math.max(exactSum, 0), 6) : exactSum };
}

export interface Later {
  readonly step: MicroStep;
  readonly value: number;
}

/** What becomes of the cell in the steps behind it, up to the next convolution. */
export function laterValues(run: VariantRun, layer: number, { c, y, x }: PickedCell): Later[] {
  const { layers, places } = run.variant;
  const later: Later[] = [];
  for (let i = layer + 1; i < layers.length; i++) {
    const next = layers[i]!;
    if (next.block !== layers[layer]!.block || !["batch-norm", "relu6", "add"].includes(next.kind)) break;
    const { shape, data } = run.tensors[i]!;
    later.push({ step: places[i]!.step, value: data[(y * shape[1] + x) * shape[2] + c]! });
  }
  return later;
}
