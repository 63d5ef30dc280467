/** The whole network as tensors along a street: shapes, costs, live memory and, where we have weights, every value. */
import type { OpenedFile, Task } from "@/figures/shell/contract.ts";
import { type LoadedNetwork, loadNetwork, networkInput } from "@/figures/shell/network.ts";
import { FEEDING } from "@/figures/shell/network-inputs.ts";
import { openedInput, openedThere, openNetwork, type OpenedNetwork } from "@/figures/shell/opened-network.ts";
import type { GarmentName, PhotoName, SampleName } from "@/figures/shell/samples.ts";
import { bufferOf } from "@kernels/cost/memory.ts";
import { runLayers } from "@kernels/engine/reference.ts";
import { prepareWeights } from "@kernels/engine/weights.ts";
import { isTrained } from "@kernels/models/trained.ts";
import { probabilities } from "@kernels/ops/softmax.ts";
import { type ComparedNetwork, layersOf, type MainNetwork } from "./networks.ts";
import { type CityStreet, packedStreet, streetOf } from "./street-data.ts";

export interface CityState {
  readonly network: MainNetwork;
  readonly compare: ComparedNetwork;
  readonly sample: SampleName;
  readonly garment: GarmentName;
  readonly photo: PhotoName;
  readonly block: number;
  /** The reader's own network, opened beside the city; it reads what it reads there. */
  readonly weights: OpenedFile | null;
}

export interface CityData {
  readonly street: CityStreet;
  /** Another network beside it, as shapes. */
  readonly other: CityStreet | null;
  /** What the network answers; null without weights. */
  readonly answer: { readonly label: string; readonly probability: number; readonly truth: number | null } | null;
}

export interface Assets {
  /** Weights and samples of a network that is ours; null for one that stands as shapes. */
  readonly shipped: LoadedNetwork | null;
  readonly opened: OpenedNetwork | null;
}

export const load = async ({ weights, network }: CityState, task: Task): Promise<Assets> => ({
  shipped: weights === null && isTrained(network) ? await loadNetwork(task, network) : null,
  opened: weights && (await openNetwork(task, weights, openedThere(weights))),
});

type Live = Pick<CityData, "street" | "answer">;

/** Runs the opened network on the reference kernels, layer by layer; only what stands in the street is kept. */
async function liveOpened(network: OpenedNetwork, weights: OpenedFile, task: Task): Promise<Live> {
  const { layers } = network;
  const input = await openedInput(task, network, openedThere(weights));
  const buffer = bufferOf(layers);
  const isLast = (index: number): boolean =>
    !layers.some((later) => later.index > index && buffer[later.index] === buffer[index]);
  const made = new Map<number, Float32Array>([[-1, input.tensor.data]]);
  let logits = input.tensor.data;
  for (const { layer, tensor } of runLayers(layers, prepareWeights(layers, network.weights), input.tensor)) {
    if (isLast(layer.index)) made.set(layer.index, tensor.data);
    logits = tensor.data;
    await task.progress((layer.index + 1) / layers.length);
  }
  return {
    street: packedStreet(streetOf("opened", layers, (layer) => made.get(layer)!)),
    answer: answerOf(logits, network.labels, input.label),
  };
}

function answerOf(logits: Float32Array, labels: readonly string[], truth: number | null): CityData["answer"] {
  const shares = probabilities(logits);
  const best = shares.reduce((top, share, index) => (share > shares[top]! ? index : top), 0);
  return { label: labels[best] ?? String(best), probability: shares[best]!, truth };
}

function live(network: LoadedNetwork, { sample, garment, photo }: CityState): Live {
  const input = networkInput(network, { sample, garment, photo, strokes: "", picture: null });
  const made = new Map<number, Float32Array>([[-1, input.tensor.data]]);
  let logits: Float32Array = input.tensor.data;
  for (const { layer, tensor } of runLayers(network.layers, network.prepared, input.tensor)) {
    made.set(layer.index, tensor.data);
    logits = tensor.data;
  }
  return {
    street: streetOf(network.name, network.layers, (layer) => made.get(layer)!),
    answer: answerOf(logits, network.metadata.labels, input.label),
  };
}

const shapesOf = (network: Parameters<typeof layersOf>[0]): CityStreet =>
  streetOf(network, layersOf(network), () => null);

/** The last street of an opened network: one is kept, since a large one takes tens of megabytes. */
async function keptStreet(network: OpenedNetwork, weights: OpenedFile, task: Task): Promise<Live> {
  const kept = await task.memo("city/opened", () => ({ turn: 0, live: null as Live | null }));
  const { turn } = weights.at!;
  const made = kept.turn === turn && kept.live ? kept.live : await liveOpened(network, weights, task);
  Object.assign(kept, { turn, live: made });
  return made;
}

export async function compute(state: CityState, { shipped, opened }: Assets, task: Task): Promise<CityData> {
  const { compare, weights } = state;
  if (opened && weights) return { ...(await keptStreet(opened, weights, task)), other: null };
  const network = shipped;
  return {
    ...(network
      ? await task.memo(`city/${network.name}/${state[FEEDING[network.name].picks]}`, () => live(network, state))
      : { street: shapesOf(state.network), answer: null }),
    other: isTrained(state.network) || compare === "none" ? null : shapesOf(compare),
  };
}
