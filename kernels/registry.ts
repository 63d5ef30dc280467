import { addBias } from "./ops/add-bias.ts";
import { add } from "./ops/add.ts";
import { batchNorm } from "./ops/batch-norm.ts";
import { channelShuffle } from "./ops/channel-shuffle.ts";
import { concat } from "./ops/concat.ts";
import { conv2d } from "./ops/conv2d.ts";
import { depthwise } from "./ops/depthwise.ts";
import { globalAveragePool } from "./ops/global-average-pool.ts";
import { hSigmoid } from "./ops/h-sigmoid.ts";
import { hSwish } from "./ops/h-swish.ts";
import { linear } from "./ops/linear.ts";
import { maxPool } from "./ops/max-pool.ts";
import { pointwise } from "./ops/pointwise.ts";
import { relu } from "./ops/relu.ts";
import { relu6 } from "./ops/relu6.ts";
import { scale } from "./ops/scale.ts";
import { softmax } from "./ops/softmax.ts";
import { split } from "./ops/split.ts";

/** One operator: its reference, the file that a lesson shows, and how far from an oracle it may be. */
export interface OperatorRow {
  readonly id: string;
  readonly reference: (...operands: never[]) => unknown;
  /** Path below kernels/. */
  readonly file: string;
  /** Sizes from which the oracle tests draw their cases. */
  readonly cases: {
    readonly side: readonly [from: number, to: number];
    readonly channels: readonly [from: number, to: number];
    readonly kernels?: readonly number[];
    readonly strides?: readonly number[];
  };
  /**
   * Largest distance from the oracle, in float32 steps (2⁻²³) of the sum of the terms' magnitudes; 0 means bit-equal.
   * The oracle adds in another order, partly in float64: over seven seeds of 240 cases we saw up to 2.3 steps.
   */
  readonly toleranceSteps: number;
  /**
   * The AssemblyScript twin, and how far from the reference it may be in the same steps; its header says why.
   */
  readonly twin?: { readonly file: string; readonly toleranceSteps: number };
}

const SIDE = [1, 11] as const;
const CHANNELS = [1, 19] as const;
const windows = { side: SIDE, channels: CHANNELS, kernels: [1, 3, 5], strides: [1, 2] } as const;
const plain = { side: SIDE, channels: CHANNELS } as const;
const twin = (name: string, toleranceSteps: number): OperatorRow["twin"] => ({
  file: `ops/${name}.simd.ts`,
  toleranceSteps,
});

/** Every operator that a network may use; tests and tables on the site run over these rows. */
export const OPERATORS: readonly OperatorRow[] = [
  {
    id: "conv2d",
    reference: conv2d,
    file: "ops/conv2d.ts",
    cases: windows,
    toleranceSteps: 4,
    twin: twin("conv2d", 4),
  },
  {
    id: "depthwise",
    reference: depthwise,
    file: "ops/depthwise.ts",
    cases: windows,
    toleranceSteps: 4,
    twin: twin("depthwise", 4),
  },
  {
    id: "pointwise",
    reference: pointwise,
    file: "ops/pointwise.ts",
    cases: plain,
    toleranceSteps: 4,
    twin: twin("pointwise", 4),
  },
  {
    id: "batch-norm",
    reference: batchNorm,
    file: "ops/batch-norm.ts",
    cases: plain,
    toleranceSteps: 4,
    twin: twin("batch-norm", 0),
  },
  { id: "add-bias", reference: addBias, file: "ops/add-bias.ts", cases: plain, toleranceSteps: 0 },
  { id: "relu", reference: relu, file: "ops/relu.ts", cases: plain, toleranceSteps: 0 },
  { id: "relu6", reference: relu6, file: "ops/relu6.ts", cases: plain, toleranceSteps: 0, twin: twin("relu6", 0) },
  { id: "add", reference: add, file: "ops/add.ts", cases: plain, toleranceSteps: 0, twin: twin("add", 0) },
  { id: "h-sigmoid", reference: hSigmoid, file: "ops/h-sigmoid.ts", cases: plain, toleranceSteps: 1 },
  { id: "h-swish", reference: hSwish, file: "ops/h-swish.ts", cases: plain, toleranceSteps: 2 },
  { id: "scale", reference: scale, file: "ops/scale.ts", cases: plain, toleranceSteps: 0 },
  { id: "split", reference: split, file: "ops/split.ts", cases: plain, toleranceSteps: 0 },
  { id: "concat", reference: concat, file: "ops/concat.ts", cases: plain, toleranceSteps: 0 },
  { id: "channel-shuffle", reference: channelShuffle, file: "ops/channel-shuffle.ts", cases: plain, toleranceSteps: 0 },
  { id: "max-pool", reference: maxPool, file: "ops/max-pool.ts", cases: windows, toleranceSteps: 0 },
  {
    id: "global-average-pool",
    reference: globalAveragePool,
    file: "ops/global-average-pool.ts",
    cases: plain,
    toleranceSteps: 4,
    twin: twin("global-average-pool", 0),
  },
  { id: "linear", reference: linear, file: "ops/linear.ts", cases: plain, toleranceSteps: 4, twin: twin("linear", 4) },
  { id: "softmax", reference: softmax, file: "ops/softmax.ts", cases: plain, toleranceSteps: 1 },
];
