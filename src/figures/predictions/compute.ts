/** One run of a network, shipped or opened, on what the reader gave it: input, logits, probabilities. */
import {
  engineJob,
  type LoadedNetwork,
  loadNetwork,
  networkInput,
  type NetworkName,
  referenceLogits,
} from "@/figures/shell/network.ts";
import { type Build, hasTestImages } from "@/figures/shell/network-builds.ts";
import type { OpenedNetwork, OpenedState } from "@/figures/shell/opened-network.ts";
import type { MadeFile, Task } from "@/figures/shell/contract.ts";
import type { SeenImage } from "@kernels/images/seen-image.ts";
import type { Crop } from "@kernels/images/digit.ts";
import { probabilities } from "@kernels/ops/softmax.ts";
import { totals } from "@kernels/cost/totals.ts";
import type { Tensor } from "@kernels/tensor.ts";
import type { Counted } from "./count.ts";
import type { OpenedAnswer } from "./opened.ts";

export interface PredictionsState extends OpenedState {
  readonly network: NetworkName;
  readonly built: Build;
  /** Whether the test images that come with the site are counted as well. */
  readonly count: boolean;
}

export interface Prediction {
  readonly index: number;
  readonly label: string;
  readonly probability: number;
}

export interface ShippedAnswer {
  readonly network: NetworkName;
  readonly built: Build;
  /** What the network read, scaled: H × W × C values, row by row. */
  readonly input: Float32Array;
  readonly logits: Float32Array;
  /** Every class, the most probable first. */
  readonly top: readonly Prediction[];
  /** The same picture as bytes, and where in the reader's own it lies. */
  readonly image: SeenImage;
  readonly crop: Crop | null;
  readonly source: "sample" | "over" | "strokes" | "picture" | "blank";
  /** The true class of an untouched sample. */
  readonly label: number | null;
  readonly madds: number;
  readonly params: number;
  /** What it makes of the test images that come with the site; null unless the reader asks. */
  readonly counted: Counted | null;
  readonly samples: readonly {
    readonly id: string;
    readonly label: number;
    readonly wrong: boolean;
    readonly image: SeenImage;
  }[];
}

export type PredictionsData = ShippedAnswer | OpenedAnswer;

export interface Assets {
  readonly shipped: LoadedNetwork;
  readonly opened: OpenedNetwork | null;
}

export const load = async (state: PredictionsState, task: Task): Promise<Assets> => ({
  shipped: await loadNetwork(task, state.network, state.built),
  // Most readers open nothing: what reads a file comes with the first one.
  opened: state.weights && (await (await import("./opened.ts")).openNetwork(task, state.weights, state)),
});

export async function file(name: string, _state: PredictionsState, { shipped, opened }: Assets): Promise<MadeFile> {
  const { makeFile } = await import("./files.ts");
  if (!opened) return makeFile(name, shipped);
  const { metadata, labels, used } = opened;
  return makeFile(name, { ...opened, metadata: { ...metadata, labels, scaling: used.scaling } });
}

/** Runs the fast engine beside the reference, whose logits are the printed ones, and notes how it did. */
async function race(network: LoadedNetwork, input: Tensor, printed: Float32Array, task: Task): Promise<void> {
  const run = await task.engine?.(engineJob(network, input));
  if (!run) return;
  if ("failed" in run) {
    task.note?.(run);
    return;
  }
  const { logits, kept: _, ...report } = run;
  const difference = printed.reduce((most, value, i) => Math.max(most, Math.abs(value - logits[i]!)), 0);
  task.note?.({ ...report, difference });
}

export async function compute(state: PredictionsState, assets: Assets, task: Task): Promise<PredictionsData> {
  const network = assets.shipped;
  if (assets.opened) return (await import("./opened.ts")).runOpened(state, assets.opened, task);
  const input = networkInput(network, state);
  const logits = referenceLogits(network, input.tensor);
  await race(network, input.tensor, logits, task);
  const { labels } = network.metadata;
  const shares = probabilities(logits);
  const top = Array.from(shares, (probability, index) => ({ index, label: labels[index] ?? "", probability }));
  top.sort((a, b) => b.probability - a.probability || a.index - b.index);
  const { madds, params } = totals(network.layers);
  return {
    network: network.name,
    built: network.built,
    input: input.tensor.data,
    logits,
    top,
    image: input.image,
    crop: input.crop,
    source: input.source,
    label: input.label,
    madds,
    params,
    counted:
      state.count && hasTestImages(network.name) ? await (await import("./count.ts")).count(network, task) : null,
    samples: network.samples.map(({ id, label, wrong, image }) => ({ id, label, wrong, image })),
  };
}
