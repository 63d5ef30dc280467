/** The price of one convolution: multiply-adds, parameters, bytes; how each splits, and how each grows with a factor. */
import { conv2dMadds } from "@kernels/cost/madds.ts";
import { convParams, normParams } from "@kernels/cost/params.ts";
import { slide } from "@kernels/ops/window.ts";
import { type Factor, FACTORS, MOST } from "./bounds.ts";

export interface CostState {
  /** Height and width of the input in pixels. */
  readonly size: number;
  readonly inC: number;
  readonly outC: number;
  readonly kernel: number;
  readonly stride: "1" | "2";
  /** The factor along which the curves run. */
  readonly factor: Factor;
}

export interface Price {
  readonly madds: number;
  /** Weights, and batch norm's scale and shift. */
  readonly params: number;
  /** Input, weights and output in float32. */
  readonly bytes: number;
}

export interface CostData {
  /** Height and width of the output in pixels. */
  readonly out: number;
  readonly price: Price;
  readonly madds: { readonly pixels: number; readonly padding: number };
  readonly params: { readonly weights: number; readonly norm: number };
  readonly bytes: { readonly input: number; readonly weights: number; readonly output: number };
  /** How many times as much it takes when one factor of the formula doubles and the others stay. */
  readonly doubled: Readonly<Record<Factor, Price>>;
  readonly curve: readonly (Price & { readonly at: number })[];
}

/** float32 */
const BYTES = 4;

type Sizes = Readonly<Record<Factor, number>> & { readonly out: number };

function price({ size, out, inC, outC, kernel }: Sizes): Price {
  const weights = convParams({ kernel, inC, outC });
  return {
    madds: conv2dMadds({ outH: out, outW: out, inC, outC, kernel }),
    params: weights + normParams(outC),
    bytes: BYTES * (size ** 2 * inC + weights + out ** 2 * outC),
  };
}

/** Taps that meet a pixel, over all positions along one axis; the others meet padding. */
function tapsOnPixels(size: number, kernel: number, stride: number): number {
  const { out, before } = slide(size, kernel, stride, "symmetric");
  let taps = 0;
  for (let at = 0; at < out; at++) {
    const first = at * stride - before;
    taps += Math.min(size, first + kernel) - Math.max(0, first);
  }
  return taps;
}

/** Whole values of a factor, evenly spread over powers of two; odd ones for the kernel. */
function valuesOf(factor: Factor, now: number): readonly number[] {
  const most = MOST[factor];
  if (factor === "kernel") return [1, 3, 5, 7];
  const spread = Array.from({ length: 41 }, (_, i) => Math.round(most ** (i / 40)));
  return [...new Set([...spread, now])].sort((a, b) => a - b);
}

export function compute(state: CostState): CostData {
  const { size, inC, outC, kernel, factor } = state;
  const stride = Number(state.stride);
  const outOf = (side: number, k: number): number => slide(side, k, stride, "symmetric").out;
  const sizes: Sizes = { size, inC, outC, kernel, out: outOf(size, kernel) };
  const now = price(sizes);
  const doubled = FACTORS.map((one): [Factor, Price] => {
    // A doubled kernel is even: the formula is asked, with the output left as it is.
    const twice = { ...sizes, [one]: 2 * sizes[one] };
    const then = price(one === "size" ? { ...twice, out: outOf(twice.size, kernel) } : twice);
    return [one, { madds: then.madds / now.madds, params: then.params / now.params, bytes: then.bytes / now.bytes }];
  });
  const { out } = sizes;
  const pixels = tapsOnPixels(size, kernel, stride) ** 2 * inC * outC;
  return {
    out,
    price: now,
    madds: { pixels, padding: now.madds - pixels },
    params: { weights: convParams({ kernel, inC, outC }), norm: normParams(outC) },
    bytes: {
      input: BYTES * size ** 2 * inC,
      weights: BYTES * convParams({ kernel, inC, outC }),
      output: BYTES * out ** 2 * outC,
    },
    doubled: Object.fromEntries(doubled) as Record<Factor, Price>,
    curve: valuesOf(factor, sizes[factor]).map((at) => {
      const there = { ...sizes, [factor]: at };
      return { at, ...price({ ...there, out: outOf(there.size, there.kernel) }) };
    }),
  };
}
