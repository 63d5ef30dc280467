import type { Layer } from "../models/layer.ts";
import { parameterTensors } from "../models/parameters.ts";
import { normScale } from "../ops/batch-norm.ts";
import { shuffledFrom } from "../ops/channel-shuffle.ts";
import { hardSigmoid } from "../ops/h-sigmoid.ts";
import { hardSwish } from "../ops/h-swish.ts";
import { slide } from "../ops/window.ts";
import type { Tensor } from "../tensor.ts";
import { type LayerWeights, layerWeights, type Weights } from "./weights.ts";

const { fround, sqrt } = Math;

export interface Cell {
  readonly y: number;
  readonly x: number;
  readonly c: number;
}

/** Where a value came from; layer −1 is the network's input. */
export interface Source extends Cell {
  readonly layer: number;
}

/** A weight's address in the file: tensor name, and index in PyTorch's order of axes. */
export interface WeightAddress {
  readonly tensor: string;
  readonly index: readonly number[];
}

/** One product of a sum: a · b, where a is an input value and b a weight, a gate's factor, or 1 where nothing multiplies. */
export interface Term {
  readonly a: number;
  readonly b: number;
  readonly product: number;
  /** The sum after this term. */
  readonly runningSum: number;
  /** null for padding, which counts as 0. */
  readonly from: Source | null;
  readonly weight: WeightAddress | null;
}

/** The named numbers of one batch-normalised value, in the order they are computed. */
export interface NormParts {
  readonly x: number;
  readonly mean: number;
  /** x − mean: `a` of the one term. */
  readonly centred: number;
  readonly variance: number;
  readonly epsilon: number;
  /** √(variance + ε) */
  readonly deviation: number;
  readonly gamma: number;
  /** γ / deviation: `b` of the one term. */
  readonly scale: number;
  readonly beta: number;
}

/** The whole arithmetic of one value: its terms in order, their sum with the bias, and the value made of the sum. */
export interface Explanation {
  readonly terms: readonly Term[];
  /** Added after the terms: the classifier's bias, batch norm's β, else 0. */
  readonly bias: number;
  readonly sum: number;
  /**
   * What the sum becomes: cut or bent by an activation, divided by the number of pixels in the pool, the largest of a
   * max pool's terms (whose sum means nothing), else the sum itself.
   */
  readonly value: number;
  readonly norm: NormParts | null;
}

interface Context {
  readonly layer: Layer;
  readonly own: LayerWeights;
  readonly cell: Cell;
  /** The value of the layer's input number `input`, with its address. */
  read(cell: Cell, input?: number): { readonly a: number; readonly from: Source };
}

type Part = Pick<Term, "a" | "b" | "from" | "weight">;

/** Products of a k×k window in the kernels' order: by ky, then kx, then the channels that the filter spans. */
function windowParts({ layer, own, cell, read }: Context): Part[] {
  if (own.kind !== "filter") return [];
  const { kernel, stride, padding, kind } = layer;
  const [h, w, inC] = layer.inShape;
  const outC = layer.outShape[2];
  const before = [slide(h, kernel, stride, padding).before, slide(w, kernel, stride, padding).before] as const;
  const tensor = `${layer.name}.weight`;
  const isDepthwise = kind === "depthwise";
  const parts: Part[] = [];
  for (let ky = 0; ky < kernel; ky++) {
    for (let kx = 0; kx < kernel; kx++) {
      const [y, x] = [cell.y * stride - before[0] + ky, cell.x * stride - before[1] + kx];
      const inside = y >= 0 && y < h && x >= 0 && x < w;
      for (let i = 0; i < (isDepthwise ? 1 : inC); i++) {
        const tap = ky * kernel + kx;
        const b = own.filter[isDepthwise ? tap * outC + cell.c : (tap * inC + i) * outC + cell.c]!;
        const source = inside ? read({ y, x, c: isDepthwise ? cell.c : i }) : { a: 0, from: null };
        parts.push({ ...source, b, weight: { tensor, index: [cell.c, i, ky, kx] } });
      }
    }
  }
  return parts;
}

/** The values of a max pool's window, by ky, then kx; padding is left out. */
function maxPoolParts({ layer, cell, read }: Context): Part[] {
  const { kernel, stride, padding } = layer;
  const [h, w] = layer.inShape;
  const [top, left] = [
    cell.y * stride - slide(h, kernel, stride, padding).before,
    cell.x * stride - slide(w, kernel, stride, padding).before,
  ];
  return Array.from({ length: kernel ** 2 }, (_, tap) => ({
    y: top + Math.floor(tap / kernel),
    x: left + (tap % kernel),
  }))
    .filter(({ y, x }) => y >= 0 && y < h && x >= 0 && x < w)
    .map(({ y, x }) => ({ ...read({ y, x, c: cell.c }), b: 1, weight: null }));
}

function linearParts({ layer, own, cell, read }: Context): Part[] {
  if (own.kind !== "linear") return [];
  const tensor = `${layer.name}.weight`;
  return Array.from({ length: layer.inShape[2] }, (_, i) => ({
    ...read({ y: 0, x: 0, c: i }),
    b: own.weight[i * own.bias.length + cell.c]!,
    weight: { tensor, index: [cell.c, i] },
  }));
}

function poolParts({ layer, cell, read }: Context): Part[] {
  const [h, w] = layer.inShape;
  return Array.from({ length: h * w }, (_, pixel) => ({
    ...read({ y: Math.floor(pixel / w), x: pixel % w, c: cell.c }),
    b: 1,
    weight: null,
  }));
}

function normParts({ layer, own, cell, read }: Context): { part: Part; norm: NormParts } | null {
  if (own.kind !== "norm") return null;
  const { c } = cell;
  const { a: x, from } = read(cell);
  const { epsilon } = own.norm;
  const [mean, variance] = [own.norm.mean[c]!, own.norm.variance[c]!];
  const centred = fround(x - mean);
  const deviation = fround(sqrt(fround(variance + epsilon)));
  const scale = normScale(own.norm, c);
  return {
    part: { a: centred, b: scale, from, weight: { tensor: parameterTensors(layer)[0]!.name, index: [c] } },
    norm: { x, mean, centred, variance, epsilon, deviation, gamma: own.norm.gamma[c]!, scale, beta: own.norm.beta[c]! },
  };
}

/** Multiplies and adds in order, each step rounded to float32, exactly as the kernels do. */
function addUp(parts: readonly Part[]): { terms: Term[]; total: number } {
  let total = 0;
  const terms = parts.map((part) => {
    const product = part.from ? fround(part.a * part.b) : 0;
    total = fround(total + product);
    return { ...part, product, runningSum: total };
  });
  return { terms, total };
}

/**
 * Recomputes one value of layer `layerIndex` from its kept inputs, term by term, with the kernel's own order of
 * operations: `value` is bit-equal to the value in `tensors` (what `run` with `keep` returned for `input`).
 *
 * @throws {RangeError} if the layer or the cell does not exist
 */
export function explainCell(
  layers: readonly Layer[],
  weights: Weights,
  tensors: readonly Tensor[],
  input: Tensor,
  layerIndex: number,
  cell: Cell,
): Explanation {
  const layer = layers[layerIndex];
  if (!layer) throw new RangeError(`explainCell: there is no layer ${layerIndex}, the network has ${layers.length}`);
  const [h, w, channels] = layer.outShape;
  for (const [axis, size] of [
    ["y", h],
    ["x", w],
    ["c", channels],
  ] as const) {
    if (!Number.isInteger(cell[axis]) || cell[axis] < 0 || cell[axis] >= size) {
      throw new RangeError(`explainCell: ${axis} must be from 0 to ${size - 1} in ${layer.name}, got ${cell[axis]}`);
    }
  }
  const own = layerWeights(layer, weights);
  const read: Context["read"] = ({ y, x, c }, which = 0) => {
    const index = layer.inputs[which]!;
    const tensor = index < 0 ? input : tensors[index];
    if (!tensor) throw new RangeError(`explainCell: the output of layer ${index} was not kept`);
    return { a: tensor.data[(y * tensor.shape[1] + x) * tensor.shape[2] + c]!, from: { layer: index, y, x, c } };
  };
  const context: Context = { layer, own, cell, read };
  const plain = (which: number): Part => ({ ...read(cell, which), b: 1, weight: null });
  const bias = own.kind === "linear" || own.kind === "filter" ? (own.bias?.[cell.c] ?? 0) : 0;

  switch (layer.kind) {
    case "conv2d":
    case "depthwise":
    case "pointwise":
      return finish(windowParts(context), bias);
    case "linear":
      return finish(linearParts(context), bias);
    case "global-average-pool":
      return finish(poolParts(context), 0, (sum) => fround(sum / (layer.inShape[0] * layer.inShape[1])));
    case "relu":
      return finish([plain(0)], 0, (sum) => Math.max(sum, 0));
    case "relu6":
      return finish([plain(0)], 0, (sum) => Math.min(Math.max(sum, 0), 6));
    case "h-swish":
      return finish([plain(0)], 0, hardSwish);
    case "h-sigmoid":
      return finish([plain(0)], 0, hardSigmoid);
    // The value times its channel's factor, which another layer made.
    case "scale":
      return finish([{ ...plain(0), b: read({ y: 0, x: 0, c: cell.c }, 1).a }]);
    case "split":
      return finish([{ ...plain(0), ...read({ ...cell, c: cell.c + (layer.channels?.[0] ?? 0) }) }]);
    case "concat": {
      const first = layer.inShape[2];
      return finish([cell.c < first ? plain(0) : { ...plain(1), ...read({ ...cell, c: cell.c - first }, 1) }]);
    }
    case "channel-shuffle":
      return finish([{ ...plain(0), ...read({ ...cell, c: shuffledFrom(cell.c, channels, layer.groups ?? 1) }) }]);
    case "max-pool": {
      const parts = maxPoolParts(context);
      return finish(parts, 0, () => Math.max(...parts.map(({ a }) => a)));
    }
    case "add":
      return finish([plain(0), plain(1)]);
    case "dropout":
      return finish([plain(0)]);
    case "batch-norm": {
      const made = normParts(context);
      return made ? { ...finish([made.part], made.norm.beta), norm: made.norm } : finish([]);
    }
  }
}

function finish(parts: readonly Part[], bias = 0, after = (sum: number): number => sum): Explanation {
  const { terms, total } = addUp(parts);
  const sum = fround(total + bias);
  return { terms, bias, sum, value: after(sum), norm: null };
}
