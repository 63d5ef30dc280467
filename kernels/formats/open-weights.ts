import { build } from "../models/build.ts";
import type { Padding } from "../models/layer.ts";
import type { NetworkSpec } from "../models/spec.ts";
import { FormatError } from "./format-error.ts";
import { checkTensors, type NetworkFile, type NetworkMetadata, parseMetadata, type Scaling } from "./network-file.ts";
import { parseSpec } from "./network-spec.ts";
import { readSafetensors } from "./safetensors.ts";
import { recogniseWidth, type Recognised, specFromShapes } from "./spec-from-shapes.ts";
import { type Naming, toTorchvisionNames } from "./weight-names.ts";

/** How pixels become numbers, by name; `file` stands for a mean and deviation of the file's own. */
export const INPUTS = ["imagenet", "signed", "unit"] as const;
export type InputScaling = (typeof INPUTS)[number];

/** Mean and deviation of ImageNet's training pictures, as torchvision and timm use them; and the two plain ranges. */
export function scalingOf(input: InputScaling, channels: number): Scaling {
  const each = (value: number): number[] => Array<number>(channels).fill(value);
  if (input === "unit") return { mean: each(0), std: each(1) };
  if (input === "signed" || channels !== 3) return { mean: each(0.5), std: each(0.5) };
  return { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
}

/** What a file may call them in its metadata "input". */
const CALLED: Readonly<Record<string, InputScaling>> = {
  ...{ imagenet: "imagenet", "mean-std": "imagenet" },
  ...{ signed: "signed", "[-1,1]": "signed", "-1..1": "signed" },
  ...{ unit: "unit", "[0,1]": "unit", "0..1": "unit" },
};

export interface OpenedWeights extends NetworkFile {
  /** Whose names the file uses; "own" if it says its rows itself. */
  readonly naming: Naming | "own";
  readonly recognised: Recognised | null;
  /** What the file itself says about its input; null where it does not. */
  readonly says: {
    readonly padding: Padding | null;
    readonly scaling: Scaling | null;
    readonly resolution: number | null;
  };
  /** Whether it names its classes. */
  readonly hasLabels: boolean;
}

const LARGEST = 512;

function resolutionIn(metadata: Readonly<Record<string, string>>): number | null {
  const text = metadata["resolution"];
  if (text === undefined) return null;
  const side = Number(text);
  if (!Number.isInteger(side) || side < 32 || side > LARGEST) {
    throw new FormatError(
      `The file's metadata has resolution = "${text}"; expected a whole number from 32 to ${LARGEST}.`,
    );
  }
  return side;
}

function scalingIn(metadata: Readonly<Record<string, string>>, parsed: NetworkMetadata, c: number): Scaling | null {
  const { input } = metadata;
  if (input === undefined) return metadata["scaling"] === undefined ? null : parsed.scaling;
  const name = CALLED[input.replaceAll(/\s/g, "").toLowerCase()];
  if (!name) {
    throw new FormatError(`The file's metadata has input = "${input}"; expected "[-1,1]", "[0,1]" or "imagenet".`);
  }
  return scalingOf(name, c);
}

/** The network that the metadata names, or the one that the shapes tell. */
function specIn(metadata: Readonly<Record<string, string>>, shapes: () => NetworkSpec): NetworkSpec {
  const own = metadata["network"] === undefined ? shapes() : parseSpec({ network: metadata["network"] });
  return parseSpec(metadata, own);
}

/**
 * Opens a reader's weights: torchvision's or timm's names, F16, BF16 or F32 for each tensor, with or without
 * `num_batches_tracked`. Channels, rounding and classes are read from the shapes unless metadata `network` says the rows;
 * metadata `padding`, `input` (or `scaling`), `resolution` and `labels` say the rest.
 *
 * @throws {FormatError} in one sentence that names the tensor or the rule
 */
export function openWeights(buffer: ArrayBuffer): OpenedWeights {
  const { tensors, metadata } = readSafetensors(buffer);
  const named = toTorchvisionNames(tensors);
  const known = specIn(metadata, () => specFromShapes(named));
  const resolution = resolutionIn(metadata);
  const spec = resolution ? { ...known, input: { ...known.input, h: resolution, w: resolution } } : known;
  const layers = build(spec);
  const weights = checkTensors(layers, named.tensors, named.called);
  const parsed = parseMetadata(spec, metadata);
  const hasRows = metadata["network"] !== undefined;
  return {
    spec,
    layers,
    weights,
    metadata: parsed,
    naming: hasRows ? "own" : named.naming,
    recognised: recogniseWidth(spec),
    says: {
      padding: hasRows || metadata["padding"] !== undefined ? spec.padding : null,
      scaling: scalingIn(metadata, parsed, spec.input.c),
      resolution: hasRows ? spec.input.h : resolution,
    },
    hasLabels: metadata["labels"] !== undefined,
  };
}
