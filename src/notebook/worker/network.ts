/** The trained network with the reader's function in the place of ours: what it says, how long it takes, or why not. */
import { applyLayer } from "@kernels/engine/apply.ts";
import { runLayers } from "@kernels/engine/reference.ts";
import { prepareWeights } from "@kernels/engine/weights.ts";
import { readNetwork } from "@kernels/formats/network-file.ts";
import { addBias } from "@kernels/ops/add-bias.ts";
import { probabilities } from "@kernels/ops/softmax.ts";
import type { Tensor } from "@kernels/tensor.ts";
import { textOf } from "./to-view.ts";

export interface NetworkInput {
  /** The network's safetensors file. */
  readonly file: ArrayBuffer;
  /** A sample's grey values, row by row. */
  readonly grey: Uint8Array;
}
export interface Answer {
  readonly label: string;
  readonly probability: number;
  /** Time of the layers in question, best of the rounds. */
  readonly ms: number;
}
export interface NetworkAnswer {
  readonly layers: number;
  readonly ours: Answer;
  /** Absent if the reader's function misbehaved; `why` says how. */
  readonly theirs?: Answer;
  readonly why?: string;
}

const ROUNDS = 3;
/** Logits may differ by this share of the largest. */
const TOLERANCE = 1e-3;

type Kind = "depthwise" | "pointwise" | "relu6";
type Write = (...args: readonly unknown[]) => unknown;

/** The reader's tensor, if it is one of the shape that the next layer reads. */
function checked(made: unknown, like: readonly number[]): Tensor {
  const { shape, data } = (made ?? {}) as Partial<Tensor>;
  const fits = Array.isArray(shape) && like.every((size, i) => size === shape[i]) && data instanceof Float32Array;
  if (!fits || data.length !== like.reduce((a, b) => a * b, 1) || !data.every(Number.isFinite)) {
    throw new TypeError(textOf(made).slice(0, 200));
  }
  return { shape: [like[0]!, like[1]!, like[2]!], data };
}

/** `write` absent: the network as it is. */
export function runNetwork(
  kind: Kind,
  write: Write | undefined,
  { file, grey }: NetworkInput,
  now: () => number,
): NetworkAnswer {
  const network = readNetwork(file);
  const { h, w, c } = network.spec.input;
  const { mean, std } = network.metadata.scaling;
  const input: Tensor = {
    shape: [h, w, c],
    data: Float32Array.from(grey, (value, i) => (value / 255 - mean[i % c]!) / std[i % c]!),
  };
  const weights = prepareWeights(network.layers, network.weights);

  const round = (mine: boolean): { logits: Float32Array; ms: number } => {
    let ms = 0;
    const apply: typeof applyLayer = (layer, own, inputs) => {
      if (layer.kind !== kind) return applyLayer(layer, own, inputs);
      const began = now();
      let out: Tensor;
      const [x] = inputs;
      if (!mine || !x || !write) out = applyLayer(layer, own, inputs);
      else {
        const { kernel, stride, outShape } = layer;
        const filter = own.kind === "filter" ? own.filter : new Float32Array(0);
        const size = kind === "depthwise" ? { kernel, stride } : { outC: outShape[2] };
        out = checked(kind === "relu6" ? write(x) : write(x, filter, size), outShape);
        if (own.kind === "filter" && own.bias) out = addBias(out, own.bias);
      }
      ms += now() - began;
      return out;
    };
    let logits = new Float32Array(0);
    for (const { tensor } of runLayers(network.layers, weights, input, apply)) logits = Float32Array.from(tensor.data);
    return { logits, ms };
  };
  const best = (mine: boolean): { logits: Float32Array; ms: number } => {
    const rounds = Array.from({ length: ROUNDS }, () => round(mine));
    return { logits: rounds[0]!.logits, ms: Math.min(...rounds.map(({ ms }) => ms)) };
  };
  const answer = ({ logits, ms }: { logits: Float32Array; ms: number }): Answer => {
    const chances = probabilities(logits);
    const top = chances.indexOf(Math.max(...chances));
    return { label: network.metadata.labels[top] ?? "", probability: chances[top] ?? 0, ms };
  };

  const layers = network.layers.filter((layer) => layer.kind === kind).length;
  const reference = best(false);
  const ours = answer(reference);
  if (!write) return { layers, ours };
  try {
    const theirs = best(true);
    const most = TOLERANCE * Math.max(...reference.logits.map(Math.abs));
    const gap = Math.max(...reference.logits.map((value, i) => Math.abs(value - theirs.logits[i]!)));
    if (!(gap <= most)) return { layers, ours, why: `Δ ${gap.toPrecision(3)}` };
    return { layers, ours, theirs: answer(theirs) };
  } catch (error) {
    return { layers, ours, why: textOf(error).slice(0, 300) };
  }
}
