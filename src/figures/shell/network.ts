/** Networks and their inputs, as every figure that runs one gets them. Used in compute.ts files; no DOM. */
import { runLayers } from "@kernels/engine/reference.ts";
import { prepareWeights, type LayerWeights } from "@kernels/engine/weights.ts";
import { type NetworkFile, readNetwork } from "@kernels/formats/network-file.ts";
import { type Digit, digitFromPixels, digitFromStrokes, drawOver, type GreyImage } from "@kernels/images/digit.ts";
import type { Tensor } from "@kernels/tensor.ts";
import { TRAINED_NAMES, type TrainedName } from "@kernels/models/trained.ts";
import type { EngineJob } from "@/workers/engine-protocol.ts";
import type { Task } from "./contract.ts";
import { type Build, buildOf } from "./network-builds.ts";
import { FEEDING, type InputState } from "@/figures/shell/network-inputs.ts";

export type { InputState } from "@/figures/shell/network-inputs.ts";

/** The networks that we ship, by the name of their file. */
export const NETWORKS = TRAINED_NAMES;
export type NetworkName = TrainedName;

export interface LoadedNetwork extends NetworkFile {
  readonly name: NetworkName;
  readonly built: Build;
  /** The same for the same file. */
  readonly key: string;
  /** The weights in the kernels' order, one entry a layer. */
  readonly prepared: readonly LayerWeights[];
  readonly samples: readonly Sample[];
}

export interface Sample {
  readonly id: string;
  readonly label: number;
  /** The network reads it wrongly; chosen to show that it can. */
  readonly wrong: boolean;
  readonly image: GreyImage;
}

interface SampleFile {
  readonly samples: readonly {
    readonly id: string;
    readonly label: number;
    readonly wrong?: boolean;
    readonly pixels: string;
  }[];
}

const readSamples = (bytes: ArrayBuffer, side: number): Sample[] => {
  const file = JSON.parse(new TextDecoder().decode(bytes)) as SampleFile;
  return file.samples.map(({ id, label, wrong = false, pixels }) => ({
    id,
    label,
    wrong,
    image: { width: side, height: side, grey: Uint8Array.from(atob(pixels), (sign) => sign.charCodeAt(0)) },
  }));
};

/** Reads and checks a network and its samples once. */
export function loadNetwork(task: Task, name: NetworkName, wanted: Build = "best"): Promise<LoadedNetwork> {
  const built = buildOf(name, wanted);
  const path = built === "best" ? name : `figure-6/${built}`;
  return task.memo(`network/${path}`, async () => {
    const [file, samples] = await Promise.all([
      task.asset(`networks/${path}.safetensors`),
      task.asset(`networks/${name}-samples.json`),
    ]);
    const network = readNetwork(file);
    return {
      ...network,
      ...{ name, built, key: path },
      prepared: prepareWeights(network.layers, network.weights),
      samples: readSamples(samples, network.spec.input.h),
    };
  });
}

/** A picture [H, W] of grey bytes as the network's input [H, W, 1], scaled as it was trained. */
export function greyTensor({ spec, metadata }: NetworkFile, grey: Uint8Array): Tensor {
  const { h, w } = spec.input;
  const [mean = 0] = metadata.scaling.mean;
  const [std = 1] = metadata.scaling.std;
  return { shape: [h, w, 1], data: Float32Array.from(grey, (value) => (value / 255 - mean) / std) };
}

/** Its logits on the reference kernels. */
export function referenceLogits({ layers, prepared }: LoadedNetwork, input: Tensor): Float32Array {
  let logits: Float32Array = new Float32Array();
  for (const { tensor } of runLayers(layers, prepared, input)) logits = tensor.data;
  return logits;
}

/** What the fast engine is asked for; the last features come along with the logits. */
export const engineJob = ({ key, layers, weights }: LoadedNetwork, input: Tensor): EngineJob => ({
  ...{ key, layers, weights, input },
  kept: layers.at(-1)!.inputs[0]!,
});

export interface NetworkInput extends Digit {
  /** [H, W, C], scaled as the network was trained. */
  readonly tensor: Tensor;
  /** The true class where it is known: an untouched sample. */
  readonly label: number | null;
  readonly source: "sample" | "over" | "strokes" | "picture" | "blank";
}

const blank = (side: number): Digit => ({
  image: { width: side, height: side, grey: new Uint8Array(side * side) },
  crop: null,
});

/** The network's input for what the reader gave; an empty pad or a picture of one colour gives a blank one. */
export function networkInput(network: LoadedNetwork, state: InputState): NetworkInput {
  const { h } = network.spec.input;
  const { picks, draws, cut } = FEEDING[network.name];
  const sample = network.samples.find(({ id }) => id === state[picks]);
  const strokes = draws ? state.strokes : "";
  let digit: Digit | null;
  let source: NetworkInput["source"];
  if (state.picture) {
    digit = digitFromPixels(state.picture.width, state.picture.height, state.picture.rgba, cut);
    source = "picture";
  } else if (sample) {
    digit = strokes === "" ? { image: sample.image, crop: null } : drawOver(sample.image, strokes);
    source = strokes === "" ? "sample" : "over";
  } else {
    digit = digitFromStrokes(strokes);
    source = "strokes";
  }
  const shown = digit ?? blank(h);
  return {
    ...shown,
    tensor: greyTensor(network, shown.image.grey),
    label: source === "sample" && sample ? sample.label : null,
    source: digit ? source : "blank",
  };
}

/** A short text that is the same for the same input: the key of a kept run. */
export const inputKey = ({ sample, garment, strokes, picture }: InputState): string =>
  picture ? `picture/${picture.name}/${String(hash(picture.rgba))}` : `${sample}/${garment}/${strokes}`;

function hash(bytes: Uint8ClampedArray): number {
  let value = 2166136261;
  for (const byte of bytes) value = Math.imul(value ^ byte, 16777619);
  return value >>> 0;
}
