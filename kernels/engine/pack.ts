/** What happens to a value before it is stored. */
export type Activation = "none" | "relu" | "relu6";

const BOUNDS: Readonly<Record<Activation, readonly [low: number, high: number]>> = {
  none: [-Infinity, Infinity],
  relu: [0, Infinity],
  relu6: [0, 6],
};

/** Channels as they stand in the fast engine's memory: a multiple of 4, the lanes beyond `c` holding 0. */
export const rounded = (c: number): number => Math.ceil(c / 4) * 4;

const HEADER = 4;

/** Floats that `packPanels` writes. */
export const panelFloats = (terms: number, outC: number): number => HEADER + Math.ceil(outC / 8) * (terms + 1) * 8;

/**
 * Packs weights for the tiles of `tile.simd.ts`: the clamp's bounds, then for every 8 output channels their 8 biases and,
 * for every term of the sum in order, 8 weights. Output channels beyond outC get 0.
 *
 * filter [terms, outC] (a part of it, if `from` and `count` say so) · bias [outC] → float32 as `panelFloats` counts
 */
export function packPanels(
  filter: Float32Array,
  bias: Float32Array,
  activation: Activation,
  { from = 0, count = filter.length / bias.length }: { readonly from?: number; readonly count?: number } = {},
): Float32Array {
  const outC = bias.length;
  const out = new Float32Array(panelFloats(count, outC));
  out.set(BOUNDS[activation]);
  let at = HEADER;
  for (let channel = 0; channel < outC; channel += 8) {
    const lanes = Math.min(8, outC - channel);
    out.set(bias.subarray(channel, channel + lanes), at);
    at += 8;
    for (let term = from; term < from + count; term++) {
      const start = term * outC + channel;
      out.set(filter.subarray(start, start + lanes), at);
      at += 8;
    }
  }
  return out;
}

/** Floats that `packDepthwise` writes. */
export const depthwiseFloats = (taps: number, c: number): number => HEADER + rounded(c) * (taps + 1);

/**
 * Packs depthwise weights: the clamp's bounds, the biases, the taps, each row of channels filled up to a multiple of 4.
 *
 * filter [taps, C] · bias [C] → float32 as `depthwiseFloats` counts
 */
export function packDepthwise(filter: Float32Array, bias: Float32Array, activation: Activation): Float32Array {
  const c = bias.length;
  const taps = filter.length / c;
  const out = new Float32Array(depthwiseFloats(taps, c));
  out.set(BOUNDS[activation]);
  out.set(bias, HEADER);
  for (let tap = 0; tap < taps; tap++) {
    out.set(filter.subarray(tap * c, (tap + 1) * c), HEADER + rounded(c) * (tap + 1));
  }
  return out;
}

/** Vectors [C] one after the other, each filled up to a multiple of 4. */
export function packVectors(vectors: readonly Float32Array[]): Float32Array {
  const step = rounded(vectors[0]?.length ?? 0);
  const out = new Float32Array(step * vectors.length);
  vectors.forEach((vector, i) => out.set(vector, i * step));
  return out;
}
