/** Networks and their inputs, as every figure that runs one gets them. Used in compute.ts files; no DOM. */
import { runLayers } from "@kernels/engine/reference.ts";
import { prepareWeights, type LayerWeights } from "@kernels/engine/weights.ts";
import { type NetworkFile, readNetwork } from "@kernels/formats/network-file.ts";
import { type Crop, digitFromPixels, digitFromStrokes, drawOver } from "@kernels/images/digit.ts";
import type * as Photo from "@kernels/images/photo.ts";
import { scaled } from "@kernels/images/scaled.ts";
import type { Tensor } from "@kernels/tensor.ts";
import { TRAINED_NAMES, type TrainedName } from "@kernels/models/trained.ts";
import type { EngineJob } from "@/workers/engine-protocol.ts";
import type { OpenedImage, Task } from "./contract.ts";
import { type Build, buildOf } from "./network-builds.ts";
import { inColour, type SeenImage } from "@kernels/images/seen-image.ts";
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
  /** What cuts a reader's photo: only networks in colour bring it along. */
  readonly photo: typeof Photo | null;
}

export interface Sample {
  readonly id: string;
  readonly label: number;
  /** The network reads it wrongly; chosen to show that it can. */
  readonly wrong: boolean;
  readonly image: SeenImage;
}

interface SampleFile {
  readonly samples: readonly {
    readonly id: string;
    readonly label: number;
    readonly wrong?: boolean;
    readonly pixels: string;
  }[];
}

const imageOf = ({ h, w, c }: NetworkFile["spec"]["input"], bytes: Uint8Array): SeenImage =>
  c === 3 ? { width: w, height: h, rgb: bytes } : { width: w, height: h, grey: bytes };

const readSamples = (file: ArrayBuffer, size: NetworkFile["spec"]["input"]): Sample[] => {
  const { samples } = JSON.parse(new TextDecoder().decode(file)) as SampleFile;
  return samples.map(({ id, label, wrong = false, pixels }) => ({
    ...{ id, label, wrong },
    image: imageOf(
      size,
      Uint8Array.from(atob(pixels), (sign) => sign.charCodeAt(0)),
    ),
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
      samples: readSamples(samples, network.spec.input),
      photo: network.spec.input.c === 3 ? await import("@kernels/images/photo.ts") : null,
    };
  });
}

/** A picture as the network's input [H, W, C], scaled as it was trained. */
export function tensorOf({ spec, metadata: { scaling } }: NetworkFile, image: SeenImage): Tensor {
  const { h, w, c } = spec.input;
  return { shape: [h, w, c], data: scaled(inColour(image) ? image.rgb : image.grey, c, scaling) };
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

interface Seen {
  readonly image: SeenImage;
  /** What part of the reader's picture or drawing is seen; null where the image is the source. */
  readonly crop: Crop | null;
}

export interface NetworkInput extends Seen {
  /** [H, W, C], scaled as the network was trained. */
  readonly tensor: Tensor;
  /** The true class where it is known: an untouched sample. */
  readonly label: number | null;
  readonly source: "sample" | "over" | "strokes" | "picture" | "blank";
}

/** What a network sees of a reader's picture; null where nothing stands out from its ground. */
function fromPicture({ name, spec, photo }: LoadedNetwork, { width, height, rgba }: OpenedImage): Seen | null {
  const { cut } = FEEDING[name];
  return cut === "middle"
    ? photo!.photoOf(width, height, rgba, spec.input.h)
    : digitFromPixels(width, height, rgba, cut);
}

/** The network's input for what the reader gave; an empty pad or a picture of one colour gives a blank one. */
export function networkInput(network: LoadedNetwork, state: InputState): NetworkInput {
  const { h, w, c } = network.spec.input;
  const { picks, draws } = FEEDING[network.name];
  const sample = network.samples.find(({ id }) => id === state[picks]);
  const strokes = draws ? state.strokes : "";
  let seen: Seen | null;
  let source: NetworkInput["source"];
  if (state.picture) {
    seen = fromPicture(network, state.picture);
    source = "picture";
  } else if (sample) {
    const { image } = sample;
    seen = strokes === "" || inColour(image) ? { image, crop: null } : drawOver(image, strokes);
    source = strokes === "" ? "sample" : "over";
  } else {
    seen = digitFromStrokes(strokes);
    source = "strokes";
  }
  const shown = seen ?? { image: imageOf(network.spec.input, new Uint8Array(h * w * c)), crop: null };
  return {
    ...shown,
    tensor: tensorOf(network, shown.image),
    label: source === "sample" && sample ? sample.label : null,
    source: seen ? source : "blank",
  };
}

/** A short text that is the same for the same input: the key of a kept run. */
export const inputKey = ({ sample, garment, photo, strokes, picture }: InputState): string =>
  picture ? `picture/${picture.name}/${String(hash(picture.rgba))}` : `${sample}/${garment}/${photo}/${strokes}`;

function hash(bytes: Uint8ClampedArray): number {
  let value = 2166136261;
  for (const byte of bytes) value = Math.imul(value ^ byte, 16777619);
  return value >>> 0;
}
