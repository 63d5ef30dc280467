/** The reach of one value on every earlier tensor, by formula, and how much of it really moves the value. */
import type { Task } from "@/figures/shell/contract.ts";
import {
  inputKey,
  type InputState,
  type LoadedNetwork,
  loadNetwork,
  networkInput,
  type NetworkInput,
} from "@/figures/shell/network.ts";
import { carriers, influenceMap, influenceOf, type KeptRun } from "@kernels/engine/influence.ts";
import { run } from "@kernels/engine/reference.ts";
import { type ReceptiveField, reachOf } from "@kernels/models/receptive-field.ts";
import { isTrained } from "@kernels/models/trained.ts";
import type { Shape } from "@kernels/tensor.ts";
import {
  carry,
  type FieldNetwork,
  type FieldStep,
  lastBlock,
  layersOf,
  type Place,
  placeAt,
  placesIn,
  shapeOf,
} from "./places.ts";
import { CARRYING, SHARES } from "./shares.ts";

export interface FieldState extends InputState {
  readonly network: FieldNetwork;
  readonly block: number;
  readonly step: FieldStep;
  readonly c: number;
  readonly y: number;
  readonly x: number;
}

export interface Measured {
  /** Σ over channels of |gradient| at every position, [H, W]. */
  readonly map: Float32Array;
  /** For each position how many shares are full before it comes, the strongest first; −1 has no influence. */
  readonly rank: Int8Array;
  /** How many positions carry 90 % of the absolute gradient. */
  readonly carry: number;
}
export interface Earlier extends Place {
  readonly shape: Shape;
  /** By formula; it may reach beyond the tensor. */
  readonly reach: ReceptiveField;
  /** Positions of the box that lie in the tensor. */
  readonly inside: number;
  readonly measured: Measured | null;
}
/** The reach of a block's output at the picked place, on the picture. */
export interface Growth {
  readonly block: number;
  /** Rows by formula, in pixels, padding included. */
  readonly side: number;
  /** How many pixels carry 90 % of the absolute gradient of all channels' sum; null without values. */
  readonly carry: number | null;
}

export interface FieldData extends Place {
  readonly network: FieldNetwork;
  readonly cell: { readonly c: number; readonly y: number; readonly x: number };
  /** The picked value; null where the network has no values here. */
  readonly value: number | null;
  /** The picture, then every block's output, then the steps of the picked block up to the picked tensor. */
  readonly tensors: readonly Earlier[];
  readonly growth: readonly Growth[];
  readonly image: NetworkInput["image"] | null;
  readonly source: NetworkInput["source"] | null;
}

export const load = async ({ network }: FieldState, task: Task): Promise<LoadedNetwork | null> =>
  isTrained(network) ? loadNetwork(task, network) : null;

function insideOf({ top, left, bottom, right }: ReceptiveField, [h, w]: Shape): number {
  const span = (first: number, last: number, size: number): number =>
    Math.max(0, Math.min(last, size - 1) - Math.max(first, 0) + 1);
  return span(top, bottom, h) * span(left, right, w);
}

function measure(gradient: Float32Array | null | undefined, shape: Shape): Measured | null {
  if (!gradient) return null;
  const map = influenceMap(gradient, shape[2]);
  const { counts, rank } = carriers(map, SHARES);
  return { map, rank, carry: counts[CARRYING]! };
}

const clamp = (value: number, size: number): number => Math.min(Math.max(Math.trunc(value) || 0, 0), size - 1);

export async function compute(state: FieldState, file: LoadedNetwork | null, task: Task): Promise<FieldData> {
  const { network } = state;
  const layers = layersOf(network);
  const picked = placeAt(network, state.block, state.step);
  const [h, w, channels] = shapeOf(network, picked.layer);
  const cell = { c: clamp(state.c, channels), y: clamp(state.y, h), x: clamp(state.x, w) };
  const input = file && networkInput(file, state);
  const key = `receptive-field/${network}/${inputKey(state)}`;
  const kept: KeptRun | null =
    file && input
      ? await task.memo(key, () => ({
          layers,
          prepared: file.prepared,
          input: input.tensor,
          tensors: run(layers, file.weights, input.tensor, { keep: true }).tensors,
        }))
      : null;

  const growth = Array.from({ length: lastBlock(network) + 1 }, (_, block): Growth => {
    const { layer } = placesIn(network, block).at(-1)!;
    const [outH, outW, outC] = shapeOf(network, layer);
    const place = { y: carry(cell.y, h, outH), x: carry(cell.x, w, outW) };
    const { top, bottom } = reachOf(layers, layer, place).get(-1)!;
    const cells = Array.from({ length: outC }, (_, c) => ({ ...place, c }));
    const measured = kept && measure(influenceOf(kept, layer, cells).input, kept.input.shape);
    return { block, side: bottom - top + 1, carry: measured && measured.carry };
  });

  const made = picked.layer >= 0 ? reachOf(layers, picked.layer, cell) : new Map<number, ReceptiveField>();
  const own: ReceptiveField = { top: cell.y, left: cell.x, bottom: cell.y, right: cell.x };
  const influence = kept && picked.layer >= 0 ? influenceOf(kept, picked.layer, [cell]) : null;
  const alone = (shape: Shape): Float32Array => {
    const gradient = new Float32Array(shape[0] * shape[1] * shape[2]);
    gradient[(cell.y * w + cell.x) * channels + cell.c] = 1;
    return gradient;
  };
  const tensors = wayTo(network, picked).map(({ block, step, layer }): Earlier => {
    const shape = shapeOf(network, layer);
    const reach = made.get(layer) ?? own;
    const gradient = influence ? (layer < 0 ? influence.input : influence.layers[layer]) : kept && alone(shape);
    return { block, step, shape, reach, inside: insideOf(reach, shape), measured: measure(gradient, shape) };
  });
  const value = kept && (picked.layer < 0 ? kept.input : kept.tensors[picked.layer]!).data;
  return {
    network,
    block: picked.block,
    step: picked.step,
    cell,
    value: value && value[(cell.y * w + cell.x) * channels + cell.c]!,
    tensors,
    growth,
    image: input?.image ?? null,
    source: input?.source ?? null,
  };
}

/** The picture, every block's output before the picked block, and that block's own tensors up to the picked one. */
function wayTo(network: FieldNetwork, picked: Place & { readonly layer: number }) {
  const outputs = Array.from({ length: picked.block }, (_, block) => placesIn(network, block).at(-1)!);
  const within = placesIn(network, picked.block).filter(({ step, layer }) => step !== "input" && layer <= picked.layer);
  return [{ block: 0, step: "input" as const, layer: -1 }, ...outputs, ...within];
}
