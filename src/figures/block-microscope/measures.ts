/** What is counted about one tensor, and what other blocks would cost on the same input. */
import { bottleneckMadds, conv2dMadds, depthwiseMadds, pointwiseMadds } from "@kernels/cost/madds.ts";
import type { BlockOutline } from "./steps.ts";

export interface Histogram {
  /** Edges of the first and the last bin. */
  readonly from: number;
  readonly to: number;
  /** Values in each bin; exact zeros and exact sixes are counted apart. */
  readonly counts: readonly number[];
}

export interface Measures {
  readonly histogram: Histogram;
  readonly zeros: number;
  readonly sixes: number;
  readonly nans: number;
  readonly min: number;
  readonly max: number;
}

/** What a colour scale needs to know of a tensor. */
export interface Extent {
  readonly low: number;
  readonly high: number;
  /** 99 of 100 values that are not zero lie no farther from zero: a few outliers would make all else pale. */
  readonly reach: number;
}

const COVERED = 0.99;

export function extentOf(data: Float32Array): Extent {
  const sizes = data
    .filter((value) => value !== 0 && Number.isFinite(value))
    .map(Math.abs)
    .sort();
  let [low, high] = [Infinity, -Infinity];
  for (const value of data) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) [low, high] = [0, 0];
  const reach = sizes[Math.min(sizes.length - 1, Math.floor(COVERED * sizes.length))] ?? 0;
  return { low, high, reach };
}

const BINS = 24;

export function measure(data: Float32Array): Measures {
  let [zeros, sixes, nans, min, max] = [0, 0, 0, Infinity, -Infinity];
  for (const value of data) {
    if (Number.isNaN(value)) {
      nans++;
      continue;
    }
    if (value === 0) zeros++;
    else if (value === 6) sixes++;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (min > max) [min, max] = [0, 0];
  // The axis always holds 0, where the spike of zeros stands.
  const [from, to] = [Math.min(min, 0), Math.max(max, min < 0 ? 0 : 1e-6)];
  const counts = Array<number>(BINS).fill(0);
  for (const value of data) {
    if (!Number.isFinite(value) || value === 0 || value === 6) continue;
    counts[Math.min(BINS - 1, Math.floor(((value - from) / (to - from)) * BINS))]!++;
  }
  return { histogram: { from, to, counts }, zeros, sixes, nans, min, max };
}

export interface Rival {
  readonly kind: "inverted" | "separable" | "resnet";
  readonly madds: number;
  /** Weights alone: no batch norm, no bias. */
  readonly weights: number;
}

/**
 * Multiply-adds and weights of this block and of others with the same input and output (facts: MobileNetV1 eq. 2 and
 * 5, MobileNetV2 §3.3, He et al. table 1). The ResNet bottleneck narrows to a quarter of its input's channels; its
 * stride, if any, is in the 3×3, and a projection on its shortcut is left out.
 */
export function rivals({
  inShape: [h, w, inC],
  outShape: [outH, outW, outC],
  expansion,
  stride,
}: BlockOutline): Rival[] {
  const kernel = 3;
  const hidden = inC * expansion;
  const inner = inC / 4;
  return [
    {
      kind: "inverted",
      madds: bottleneckMadds({ h, w, inC, outC, expansion, stride }).reduce((sum, part) => sum + part.madds, 0),
      weights: (expansion === 1 ? 0 : inC * hidden) + hidden * kernel ** 2 + hidden * outC,
    },
    {
      kind: "separable",
      madds: depthwiseMadds({ outH, outW, c: inC, kernel }) + pointwiseMadds({ h: outH, w: outW, inC, outC }),
      weights: inC * (kernel ** 2 + outC),
    },
    {
      kind: "resnet",
      madds:
        pointwiseMadds({ h, w, inC, outC: inner }) +
        conv2dMadds({ outH, outW, inC: inner, outC: inner, kernel }) +
        pointwiseMadds({ h: outH, w: outW, inC: inner, outC }),
      weights: inC * inner + kernel ** 2 * inner ** 2 + inner * outC,
    },
  ];
}
