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

function measure(network: LoadedNetwork): readonly BlockHealth[] {
  const health = new NetworkHealth(network.layers);
  for (const { id } of network.samples) {
    const { tensor: input } = networkInput(network, { sample: id, garment: id, strokes: "", picture: null });
    for (const { layer, tensor } of runLayers(network.layers, network.prepared, input)) health.add(layer, tensor);
  }
  return health.blocks;
}

export const compute = async (_: NeckHealthState, network: LoadedNetwork, task: Task): Promise<NeckHealthData> => ({
  network: network.name,
  hasNeckRelu6: network.layers.some(({ step }) => step === "project-relu6"),
  inputs: network.samples.length,
  blocks: await task.memo(`neck-health/${network.key}`, () => measure(network)),
});
