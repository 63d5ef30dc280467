/** How much a depthwise separable convolution saves, over the output channels, and where real layers stand. */
import { savingOf, separablePairs, type SplitMadds, splitMadds, splitShare } from "@kernels/cost/separable.ts";
import { build } from "@kernels/models/build.ts";
import { buildMobilenetV1 } from "@kernels/models/mobilenet-v1.ts";
import { MOBILENET_V2 } from "@kernels/models/mobilenet-v2.ts";
import { MOST_CHANNELS } from "./bounds.ts";

export interface SavingState {
  readonly kernel: "3" | "5" | "7";
  readonly outC: number;
  readonly shows: "saving" | "share";
  /** Whose layers are shown. */
  readonly network: "mobilenet-v1" | "mobilenet-v2";
}

/** Layers of one network that have equal kernel and equal outC, and so save equally, whatever their size. */
export interface LayerGroup {
  readonly kernel: number;
  readonly outC: number;
  readonly blocks: readonly number[];
  /** Summed over the group's layers. */
  readonly madds: SplitMadds;
  readonly saving: number;
}

export interface SavingCurve {
  readonly kernel: number;
  /** k²: no number of channels saves more. */
  readonly limit: number;
  /** At outC = 8k² the saving is 8/9 of the limit. */
  readonly settled: number;
  /** Savings at the values of `channels`. */
  readonly savings: readonly number[];
}

export interface SavingData {
  readonly kernel: number;
  readonly outC: number;
  /** Multiply-adds of one output pixel and one input channel. */
  readonly madds: SplitMadds;
  readonly saving: number;
  /** 1/outC + 1/k² */
  readonly share: number;
  readonly channels: readonly number[];
  readonly curves: readonly SavingCurve[];
  readonly layers: readonly LayerGroup[];
}

export const KERNELS = [3, 5, 7] as const;

/** Whole numbers of channels, evenly spread over powers of two. */
const channels = [
  ...new Set(Array.from({ length: 66 }, (_, i) => Math.min(MOST_CHANNELS, Math.round(2 ** (i / 6.29))))),
];

const pixel = { outH: 1, outW: 1, inC: 1 } as const;

const sum = (all: readonly SplitMadds[], part: keyof SplitMadds): number =>
  all.reduce((total, one) => total + one[part], 0);

function layerGroups(network: SavingState["network"]): LayerGroup[] {
  const pairs = separablePairs(network === "mobilenet-v1" ? buildMobilenetV1() : build(MOBILENET_V2));
  const keys = new Map(pairs.map(({ kernel, outC }) => [`${String(kernel)}/${String(outC)}`, { kernel, outC }]));
  return [...keys.values()].map(({ kernel, outC }) => {
    const group = pairs.filter((pair) => pair.kernel === kernel && pair.outC === outC);
    const madds: SplitMadds = {
      standard: sum(group, "standard"),
      depthwise: sum(group, "depthwise"),
      pointwise: sum(group, "pointwise"),
    };
    return { kernel, outC, blocks: group.map(({ block }) => block), madds, saving: savingOf(madds) };
  });
}

export function compute(state: SavingState): SavingData {
  const kernel = Number(state.kernel);
  const { outC } = state;
  const madds = splitMadds({ ...pixel, outC, kernel });
  return {
    kernel,
    outC,
    madds,
    saving: savingOf(madds),
    share: splitShare({ outC, kernel }),
    channels,
    curves: KERNELS.map((k) => ({
      kernel: k,
      limit: k ** 2,
      settled: 8 * k ** 2,
      savings: channels.map((n) => savingOf(splitMadds({ ...pixel, outC: n, kernel: k }))),
    })),
    layers: layerGroups(state.network),
  };
}
