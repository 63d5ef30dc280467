/** Standard, depthwise and pointwise convolution on one small input, with what each has multiplied so far. */
import { convParams } from "@kernels/cost/params.ts";
import { savingOf, type SplitMadds, splitMadds, splitShare } from "@kernels/cost/separable.ts";
import { conv2d } from "@kernels/ops/conv2d.ts";
import { depthwise } from "@kernels/ops/depthwise.ts";
import { pointwise } from "@kernels/ops/pointwise.ts";
import { slide } from "@kernels/ops/window.ts";
import { seededRandom } from "@kernels/random.ts";
import type { Tensor } from "@kernels/tensor.ts";
import { isSmall, type Output, outputOf, type Position, positionOf, type Sizes, stepsOf } from "./sizes.ts";

export interface ThreeState extends Sizes {
  readonly seed: number;
  readonly step: number;
}

/** Weights in the kernels' layouts: [k, k, inC, outC], [k, k, inC], [inC, outC]. */
export interface Filters {
  readonly standard: Float32Array;
  readonly depthwise: Float32Array;
  readonly pointwise: Float32Array;
}

export interface ThreeData extends Output {
  readonly madds: SplitMadds;
  readonly weights: SplitMadds;
  /** 1/outC + 1/k² */
  readonly share: number;
  readonly saving: number;
  readonly steps: number;
  readonly position: Position;
  /** Pixels of padding before the first row and column. */
  readonly before: number;
  /** Real values; null where the tensors are too large to be drawn cell by cell. */
  readonly values: {
    readonly input: Tensor;
    readonly filters: Filters;
    readonly standard: Tensor;
    readonly depthwise: Tensor;
    /** Of what the depthwise convolution made. */
    readonly pointwise: Tensor;
  } | null;
}

function valuesOf(state: ThreeState): ThreeData["values"] {
  if (!isSmall(state)) return null;
  const { h, w, inC, outC, kernel, padding } = state;
  const random = seededRandom(state.seed);
  // Whole numbers and halves: every product and sum is exact, and short enough to read.
  const draw = (length: number, from: number, to: number): Float32Array =>
    Float32Array.from({ length }, () => Math.floor(from + random() * (to - from + 1)) / 2);
  const input: Tensor = { shape: [h, w, inC], data: draw(h * w * inC, 0, 8) };
  const filters: Filters = {
    standard: draw(kernel ** 2 * inC * outC, -4, 4),
    depthwise: draw(kernel ** 2 * inC, -4, 4),
    pointwise: draw(inC * outC, -4, 4),
  };
  const window = { kernel, stride: Number(state.stride), padding };
  const filtered = depthwise(input, filters.depthwise, window);
  return {
    input,
    filters,
    standard: conv2d(input, filters.standard, { ...window, outC }),
    depthwise: filtered,
    pointwise: pointwise(filtered, filters.pointwise, { outC }),
  };
}

export function compute(state: ThreeState): ThreeData {
  const { inC, outC, kernel } = state;
  const output = outputOf(state);
  const madds = splitMadds({ ...output, inC, outC, kernel });
  return {
    ...output,
    madds,
    weights: {
      standard: convParams({ kernel, inC, outC }),
      depthwise: convParams({ kernel, inC: 1, outC: inC }),
      pointwise: convParams({ kernel: 1, inC, outC }),
    },
    share: splitShare({ outC, kernel }),
    saving: savingOf(madds),
    steps: stepsOf(state),
    position: positionOf(state, state.step),
    before: slide(state.h, kernel, Number(state.stride), state.padding).before,
    values: valuesOf(state),
  };
}
