/** Where a value came from: by the skip or the branch of a shortcut; or which channels and positions made the answer. */
import { classVotes, energyShares, type EnergyShares } from "@kernels/engine/provenance.ts";
import type { Shape, Tensor } from "@kernels/tensor.ts";
import { type Origin, placeAt } from "./arithmetic.ts";
import { LAST_BLOCK, type MicroStep, type PickedCell } from "./steps.ts";
import type { VariantRun } from "./variant.ts";

/** A shortcut: both numbers of the picked value, and the shares of the whole tensor's energy. */
export interface ShortcutProvenance {
  readonly kind: "shortcut";
  readonly skip: number;
  readonly branch: number;
  readonly value: number;
  readonly skipAt: Origin;
  readonly branchAt: Origin;
  readonly energy: EnergyShares;
}

/** One channel's share of the winning logit, and the position where it is strongest. */
export interface ChannelVote {
  readonly contribution: number;
  readonly at: Origin;
}
export interface PositionVote {
  readonly contribution: number;
  /** At this position, the channel that speaks most for the class. */
  readonly at: Origin;
}
/** The last block: who voted for the class that won. */
export interface VoteProvenance {
  readonly kind: "votes";
  readonly label: string;
  readonly logit: number;
  readonly bias: number;
  /** The channels with the largest contributions for or against, the largest first. */
  readonly channels: readonly ChannelVote[];
  /** All other channels together, so that channels, rest and bias sum to the logit. */
  readonly rest: number;
  readonly restCount: number;
  readonly shape: Shape;
  /** The class activation map, row by row: with the bias it sums to the logit as well. */
  readonly positions: readonly PositionVote[];
}
export type Provenance = ShortcutProvenance | VoteProvenance;

const TOP_CHANNELS = 8;

function shortcutOf({ variant, tensors }: VariantRun, input: Tensor, layer: number, cell: PickedCell) {
  const { inputs } = variant.layers[layer]!;
  const [skip, branch] = inputs.map((index) => (index < 0 ? input : tensors[index]!)) as [Tensor, Tensor];
  return { skip, branch, inputs, at: (cell.y * skip.shape[1] + cell.x) * skip.shape[2] + cell.c };
}

function votesOf(run: VariantRun, labels: readonly string[]): VoteProvenance {
  const { layers, prepared } = run.variant;
  const pool = layers.find(({ kind }) => kind === "global-average-pool")!;
  const linear = layers.findLast(({ kind }) => kind === "linear")!;
  const own = prepared[linear.index]!;
  if (own.kind !== "linear") throw new RangeError(`${linear.name}: it has no linear weights`);
  const winner = run.logits.reduce((best, value, index) => (value > run.logits[best]! ? index : best), 0);
  const features = run.tensors[pool.inputs[0]!]!;
  const { channels, positions, bias, logit } = classVotes(features, run.tensors[pool.index]!, own, winner);
  const place = placeAt(run, pool.inputs[0]!);
  const [h, w, count] = features.shape;
  const cell = (c: number, pixel: number): Origin => ({ ...place, c, y: Math.floor(pixel / w), x: pixel % w });
  const valueAt = (c: number, pixel: number): number => features.data[pixel * count + c]!;
  const pixels = Array.from({ length: h * w }, (_, pixel) => pixel);
  const strongest = (c: number): number => pixels.reduce((best, p) => (valueAt(c, p) > valueAt(c, best) ? p : best), 0);
  const order = Array.from(channels.keys()).sort((a, b) => Math.abs(channels[b]!) - Math.abs(channels[a]!) || a - b);
  const top = order.slice(0, TOP_CHANNELS);
  const spoken = (pixel: number, c: number): number => valueAt(c, pixel) * own.weight[c * own.bias.length + winner]!;
  return {
    kind: "votes",
    label: labels[winner] ?? String(winner),
    logit,
    bias,
    channels: top.map((c) => ({ contribution: channels[c]!, at: cell(c, strongest(c)) })),
    rest: order.slice(TOP_CHANNELS).reduce((sum, c) => sum + channels[c]!, 0),
    restCount: order.length - top.length,
    shape: features.shape,
    positions: pixels.map((pixel) => ({
      contribution: positions[pixel]!,
      at: cell(
        Array.from(channels.keys()).reduce((best, c) => (spoken(pixel, c) > spoken(pixel, best) ? c : best), 0),
        pixel,
      ),
    })),
  };
}

export interface Shown {
  readonly block: number;
  readonly step: MicroStep;
  /** The layer that made the tensor shown, −1 for the picture. */
  readonly layer: number;
  readonly cell: PickedCell;
}

/** null where a value comes in one way alone. */
export function provenanceOf(
  run: VariantRun,
  input: Tensor,
  { block, step, layer, cell }: Shown,
  labels: readonly string[],
): Provenance | null {
  if (block === LAST_BLOCK) return votesOf(run, labels);
  if (step !== "add") return null;
  const { skip, branch, inputs, at } = shortcutOf(run, input, layer, cell);
  const [a, b] = [skip.data[at]!, branch.data[at]!];
  return {
    kind: "shortcut",
    skip: a,
    branch: b,
    value: Math.fround(a + b),
    skipAt: { ...placeAt(run, inputs[0]!), ...cell },
    branchAt: { ...placeAt(run, inputs[1]!), ...cell },
    energy: energyShares(skip, branch),
  };
}
