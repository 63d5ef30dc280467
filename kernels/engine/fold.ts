import { ShapeError } from "../tensor.ts";
import { foldBatchNorm } from "./fold-batch-norm.ts";
import type { Operation } from "./operations.ts";
import { packDepthwise, packPanels, rounded } from "./pack.ts";
import type { LayerWeights } from "./weights.ts";

/** A convolution's weights after folding: filter [terms, outC] and bias [outC], both float32. */
export interface Folded {
  readonly filter: Float32Array;
  readonly bias: Float32Array;
}

/**
 * The weights of a convolution with the batch norm after it folded in, in float32 (`foldBatchNorm`): what the fast engine
 * multiplies with. A value then differs from convolution and batch norm, one after the other, in its last digits.
 */
export function foldedWeights({ layer, norm }: Operation, weights: readonly LayerWeights[]): Folded {
  const own = weights[layer.index];
  if (own?.kind === "linear") return { filter: own.weight, bias: own.bias };
  if (own?.kind !== "filter") throw new ShapeError(`${layer.name}: ${layer.kind} needs a filter`);
  if (!norm) return { filter: own.filter, bias: new Float32Array(layer.outShape[2]) };
  const normed = weights[norm.index];
  if (normed?.kind !== "norm") throw new ShapeError(`${norm.name}: batch norm needs its four vectors`);
  return foldBatchNorm(own.filter, normed.norm);
}

/** Channels `from` to `from + count` of a filter [terms, C] and its bias; those beyond C are 0. */
export function channels({ filter, bias }: Folded, from: number, count: number): Folded {
  const c = bias.length;
  const terms = filter.length / c;
  const some = Math.max(0, Math.min(count, c - from));
  const part = new Float32Array(terms * count);
  for (let term = 0; term < terms; term++) {
    part.set(filter.subarray(term * c + from, term * c + from + some), term * count);
  }
  const ownBias = new Float32Array(count);
  ownBias.set(bias.subarray(from, from + some));
  return { filter: part, bias: ownBias };
}

/** A filter [k · k · inC, outC] whose input channels are filled up with 0 to `wide`. */
export function widenInput(filter: Float32Array, inC: number, wide: number, outC: number): Float32Array {
  const taps = filter.length / (inC * outC);
  const out = new Float32Array(taps * wide * outC);
  for (let tap = 0; tap < taps; tap++) {
    out.set(filter.subarray(tap * inC * outC, (tap + 1) * inC * outC), tap * wide * outC);
  }
  return out;
}

/** The three layers of a fused block, packed part by part: what `inverted-residual.simd.ts` steps through. */
export function packBlock(
  [head, depthwise, project]: readonly [Folded, Folded, Folded],
  operations: readonly [Operation, Operation, Operation],
  { part, parts }: { readonly part: number; readonly parts: number },
): { readonly head: Float32Array[]; readonly filter: Float32Array[]; readonly project: Float32Array[] } {
  const each = Array.from({ length: parts }, (_, i) => i * part);
  const outC = project.bias.length;
  // The projection reads the expanded channels as they stand in memory: rounded up.
  const wide = widenInput(project.filter, depthwise.bias.length, rounded(depthwise.bias.length), outC);
  return {
    head: each.map((from) => {
      const own = channels(head, from, part);
      return packPanels(own.filter, own.bias, operations[0].activation);
    }),
    filter: each.map((from) => {
      const own = channels(depthwise, from, part);
      return packDepthwise(own.filter, own.bias, operations[1].activation);
    }),
    project: each.map((from) =>
      packPanels(wide, from === 0 ? project.bias : new Float32Array(outC), "none", { from, count: part }),
    ),
  };
}
