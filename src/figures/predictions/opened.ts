/** One run of a network that the reader opened, on the fast engine where there is one. */
import type { Task } from "@/figures/shell/contract.ts";
import {
  openedInput,
  type OpenedInput,
  openNetwork,
  type OpenedNetwork,
  type OpenedState,
} from "@/figures/shell/opened-network.ts";
import { pictureUrl } from "@/figures/shell/picture-url.ts";
import { totals } from "@kernels/cost/totals.ts";
import { runLayers } from "@kernels/engine/reference.ts";
import { layerWeights, prepareWeights } from "@kernels/engine/weights.ts";
import { linear } from "@kernels/ops/linear.ts";
import { probabilities } from "@kernels/ops/softmax.ts";
import type { Prediction } from "./compute.ts";

export interface OpenedFacts {
  readonly naming: OpenedNetwork["naming"];
  readonly recognised: OpenedNetwork["recognised"];
  readonly used: OpenedNetwork["used"];
  readonly labelsFrom: OpenedNetwork["labelsFrom"];
  readonly classes: number;
  /** timm's own weights, as its hub has them. */
  readonly fromHub: boolean;
  /** The pixels that the network reads, as the address of a picture, made where there is time for it. */
  readonly seen: { readonly width: number; readonly url: string };
}

export interface OpenedAnswer {
  readonly network: string;
  readonly input: Float32Array;
  readonly logits: Float32Array;
  /** The five most probable classes. */
  readonly top: readonly Prediction[];
  readonly source: OpenedInput["source"];
  readonly label: null;
  readonly madds: number;
  readonly params: number;
  readonly opened: OpenedFacts;
}

export { openNetwork };

const SHOWN = 5;

/**
 * The logits. The fast engine gives the features that the classifier reads; the reference's linear layer makes the logits
 * of them, so that every printed one is the reference's. Without the engine the reference runs the whole network.
 */
async function logitsOf(network: OpenedNetwork, input: OpenedInput["tensor"], task: Task): Promise<Float32Array> {
  const { layers, weights } = network;
  const classifier = layers.at(-1)!;
  const own = layerWeights(classifier, weights);
  const kept = classifier.inputs[0]!;
  const run = await task.engine?.({ key: network.key, layers, weights, input, kept });
  if (run && !("failed" in run) && own.kind === "linear") {
    const { data } = linear({ shape: classifier.inShape, data: run.kept }, own.weight, own.bias);
    const difference = data.reduce((most, value, i) => Math.max(most, Math.abs(value - run.logits[i]!)), 0);
    const { logits: _, kept: features, ...report } = run;
    task.note?.({ ...report, difference });
    if (features.every(Number.isFinite)) return data;
    throw new Error("The network's values leave float32's range: the features before the classifier are not finite.");
  }
  if (run && "failed" in run) task.note?.(run);
  let logits = input.data;
  const prepared = await task.memo(`prepared/${network.key}`, () => prepareWeights(layers, weights));
  for (const { layer, tensor } of runLayers(layers, prepared, input)) {
    logits = tensor.data;
    await task.progress((layer.index + 1) / layers.length);
  }
  return logits;
}

export async function runOpened(state: OpenedState, network: OpenedNetwork, task: Task): Promise<OpenedAnswer> {
  const input = await openedInput(task, network, state);
  const logits = await logitsOf(network, input.tensor, task);
  const top = Array.from(probabilities(logits), (probability, index) => ({
    index,
    label: network.labels[index] ?? String(index),
    probability,
  }));
  top.sort((a, b) => b.probability - a.probability || a.index - b.index);
  const { naming, recognised, used, labelsFrom } = network;
  const { width, height, rgb } = input.seen;
  return {
    network: network.name,
    input: input.tensor.data,
    logits,
    top: top.slice(0, SHOWN),
    source: input.source,
    label: null,
    ...totals(network.layers),
    opened: {
      naming,
      recognised,
      used,
      labelsFrom,
      classes: logits.length,
      fromHub: state.weights?.trained !== undefined,
      seen: { width, url: pictureUrl(width, height, rgb) },
    },
  };
}
