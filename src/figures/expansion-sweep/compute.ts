/** What one inverted residual costs at every expansion from 0 to 10: its parts, and the tensors that must stand at its peak. */
import { inOutBytes, liveTensors, peak } from "@kernels/cost/memory.ts";
import { type Totals, totals } from "@kernels/cost/totals.ts";
import { build } from "@kernels/models/build.ts";
import { invertedResidual } from "@kernels/models/inverted-residual.ts";
import type { Layer } from "@kernels/models/layer.ts";
import { MOBILENET_V2 } from "@kernels/models/mobilenet-v2.ts";
import { type Part, PARTS, type TensorRole } from "./parts.ts";

export interface ExpansionSweepState {
  readonly t: number;
  readonly stride: "1" | "2";
  /** Side of the square input in pixels, its channels, and those of the output. */
  readonly size: number;
  readonly inC: number;
  readonly outC: number;
}

export interface Level {
  readonly t: number;
  readonly madds: Readonly<Record<Part, number>>;
  /** Weights and the two learned numbers a channel of the batch norm behind them. */
  readonly params: Readonly<Record<Part, number>>;
  /** Bytes of the tensors that must exist at the peak, float32; what does not exist then is 0. */
  readonly live: Readonly<Record<TensorRole, number>>;
  /** The part at which the most bytes are live; null at t = 0, where nothing runs. */
  readonly peakAt: Part | null;
  readonly peakBytes: number;
  /** All parts together. */
  readonly total: Totals;
}

export interface Preset {
  /** The first block of the network that looks like this. */
  readonly block: number;
  readonly size: number;
  readonly inC: number;
  readonly outC: number;
  readonly stride: "1" | "2";
  readonly t: number;
}

export interface ExpansionSweepData {
  /** t = 0 to 10. */
  readonly levels: readonly Level[];
  /** The one that the state asks for. */
  readonly level: Level;
  /** The input is added to the output: stride 1, and as many channels out as in. */
  readonly shortcut: boolean;
  readonly outSize: number;
  /** Input and output together: what must exist even if nothing between them ever does. */
  readonly inOutBytes: number;
  readonly presets: readonly Preset[];
}

export const MOST_T = 10;

const listOf = ({ stride, size, inC, outC }: ExpansionSweepState, t: number): Layer[] =>
  invertedResidual([size, size, inC], { expansion: t, outC, stride: Number(stride) });

const NONE: Readonly<Record<Part, number>> = { expand: 0, depthwise: 0, project: 0 };

/** t = 0: no inner channel, so nothing to learn and nothing to run; only the input is there (MobileNetV2 §3.4). */
function emptyLevel({ size, inC }: ExpansionSweepState): Level {
  const live = { input: 4 * size * size * inC, ...NONE };
  return { t: 0, madds: NONE, params: NONE, live, peakAt: null, peakBytes: live.input, total: { madds: 0, params: 0 } };
}

const roleOf = ({ part }: Layer): Part => PARTS.find((one) => one === part) ?? "project";

function levelAt(state: ExpansionSweepState, t: number): Level {
  if (t === 0) return emptyLevel(state);
  const block = listOf(state, t);
  const of = (measure: "madds" | "params"): Record<Part, number> => {
    const sums = PARTS.map((part) => [part, totals(block.filter((layer) => layer.part === part))[measure]]);
    return Object.fromEntries(sums) as Record<Part, number>;
  };
  const most = peak(block);
  const live: Record<TensorRole, number> = { input: 0, expand: 0, depthwise: 0, project: 0 };
  for (const { layer, bytes } of liveTensors(block, most.layer)) {
    live[layer < 0 ? "input" : roleOf(block[layer]!)] += bytes;
  }
  return {
    t,
    madds: of("madds"),
    params: of("params"),
    live,
    peakAt: roleOf(block[most.layer]!),
    peakBytes: most.bytes,
    total: totals(block),
  };
}

/** Every different block of MobileNetV2 1.0 at 224 px. */
function presetsOf(): Preset[] {
  const layers = build(MOBILENET_V2);
  const presets: Preset[] = [];
  const blocks = MOBILENET_V2.rows.reduce((sum, { n }) => sum + n, 0);
  for (let block = 1; block <= blocks; block++) {
    const own = layers.filter((layer) => layer.block === block);
    const [size, , inC] = own[0]!.inShape;
    const filter = own.find(({ kind }) => kind === "depthwise")!;
    const outC = own.at(-1)!.outShape[2];
    const stride = filter.stride === 2 ? "2" : "1";
    const known = presets.some((one) => one.size === size && one.inC === inC && one.outC === outC);
    if (!known) presets.push({ block, size, inC, outC, stride, t: filter.inShape[2] / inC });
  }
  return presets;
}

export function compute(state: ExpansionSweepState): ExpansionSweepData {
  // The shape of the block does not depend on t, and a list needs an inner channel.
  const block = listOf(state, 1);
  const last = block.at(-1)!;
  const levels = Array.from({ length: MOST_T + 1 }, (_, t) => levelAt(state, t));
  return {
    levels,
    level: levels[state.t]!,
    shortcut: last.kind === "add",
    outSize: last.outShape[0],
    inOutBytes: inOutBytes(block),
    presets: presetsOf(),
  };
}
