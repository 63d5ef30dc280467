/** How a trained network's bottlenecks do on the samples that come with it, block by block. */
import type { Task } from "@/figures/shell/contract.ts";
import { type LoadedNetwork, loadNetwork, networkInput, type NetworkName } from "@/figures/shell/network.ts";
import type { Build } from "@/figures/shell/network-builds.ts";
import { type BlockHealth, NetworkHealth } from "@kernels/engine/health.ts";
import { runLayers } from "@kernels/engine/reference.ts";

export interface NeckHealthState {
  readonly network: NetworkName;
  readonly built: Build;
  readonly block: number;
}

export interface NeckHealthData {
  readonly network: NetworkName;
  /** Whether the necks have a ReLU6 and were trained with it; else one is only tried on them. */
  readonly hasNeckRelu6: boolean;
  /** How many samples were run. */
  readonly inputs: number;
  /** Blocks 1 to 17. */
  readonly blocks: readonly BlockHealth[];
}

export const load = (state: NeckHealthState, task: Task): Promise<LoadedNetwork> =>
  loadNetwork(task, state.network, state.built);

/** What is measured so far. */
interface Kept {
  readonly health: NetworkHealth;
  done: number;
  blocks: readonly BlockHealth[] | null;
}

/**
 * A large network takes seconds, so a cancel is heard between samples. What is measured is kept sample by sample: the next
 * request, or one beside it, goes on where it was left.
 */
async function measure(network: LoadedNetwork, task: Task): Promise<readonly BlockHealth[]> {
  const { key, layers, prepared, samples } = network;
  const kept = await task.memo(`neck-health/${key}`, (): Kept => ({
    health: new NetworkHealth(layers),
    done: 0,
    blocks: null,
  }));
  while (kept.done < samples.length) {
    const { id } = samples[kept.done++]!;
    const { tensor: input } = networkInput(network, { sample: id, garment: id, photo: id, strokes: "", picture: null });
    for (const { layer, tensor } of runLayers(layers, prepared, input)) kept.health.add(layer, tensor);
    await task.progress(kept.done / samples.length);
  }
  return (kept.blocks ??= kept.health.blocks);
}

export const compute = async (_: NeckHealthState, network: LoadedNetwork, task: Task): Promise<NeckHealthData> => ({
  network: network.name,
  hasNeckRelu6: network.layers.some(({ step }) => step === "project-relu6"),
  inputs: network.samples.length,
  blocks: await measure(network, task),
});
