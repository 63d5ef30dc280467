import { build } from "../models/build.ts";
import type { Layer } from "../models/layer.ts";
import { parameterTensors } from "../models/parameters.ts";
import type { NetworkSpec } from "../models/spec.ts";
import { FormatError } from "./format-error.ts";
import { parseSpec } from "./network-spec.ts";
import { readSafetensors, type StoredTensor, type TensorToWrite, writeSafetensors } from "./safetensors.ts";

/** How pixels become the network's input: (pixel / 255 − mean) / std, one pair a channel. */
export interface Scaling {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

export interface NetworkMetadata {
  /** The classes' names, by index. */
  readonly labels: readonly string[];
  readonly scaling: Scaling;
  /** Everything else that the file says about itself, such as its origin. */
  readonly rest: Readonly<Record<string, string>>;
}

export interface NetworkFile {
  readonly spec: NetworkSpec;
  readonly layers: Layer[];
  readonly weights: Map<string, StoredTensor>;
  readonly metadata: NetworkMetadata;
}

const shapeText = (shape: readonly number[]): string => `[${shape.join(", ")}]`;

export function parseMetadata(spec: NetworkSpec, metadata: Readonly<Record<string, string>>): NetworkMetadata {
  const { labels: labelText, scaling: scalingText, ...others } = metadata;
  const rest = Object.fromEntries(Object.entries(others).filter(([key]) => key !== "network"));
  const parse = (key: string, text: string): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      throw new FormatError(`The file's metadata is damaged: "${key}" is not valid JSON.`);
    }
  };
  const labels: unknown =
    labelText === undefined ? Array.from({ length: spec.classes }, (_, i) => String(i)) : parse("labels", labelText);
  if (!Array.isArray(labels) || labels.length !== spec.classes || !labels.every((label) => typeof label === "string")) {
    const found = Array.isArray(labels) ? `${labels.length}` : "no list of";
    throw new FormatError(`The file's metadata has ${found} labels; the network has ${spec.classes} classes.`);
  }
  const unit = { mean: Array<number>(spec.input.c).fill(0), std: Array<number>(spec.input.c).fill(1) };
  const scaling = (scalingText === undefined ? unit : parse("scaling", scalingText)) as Partial<Scaling> | null;
  const isVector = (value: unknown): value is number[] =>
    Array.isArray(value) && value.length === spec.input.c && value.every(Number.isFinite);
  if (!isVector(scaling?.mean) || !isVector(scaling.std) || scaling.std.some((value) => value <= 0)) {
    throw new FormatError(
      `The file's metadata "scaling" must have a mean and a positive std for each of ${spec.input.c} channels.`,
    );
  }
  return { labels, scaling: { mean: scaling.mean, std: scaling.std }, rest };
}

/**
 * Checks that the tensors are exactly those that the layers read, with finite values; `called` is what the file itself
 * calls one of them.
 */
export function checkTensors(
  layers: readonly Layer[],
  tensors: ReadonlyMap<string, StoredTensor>,
  called: (name: string) => string = (name) => name,
): Map<string, StoredTensor> {
  const weights = new Map<string, StoredTensor>();
  for (const { name, shape } of layers.flatMap(parameterTensors)) {
    const tensor = tensors.get(name);
    if (!tensor) throw new FormatError(`Tensor ${called(name)} is missing; expected shape ${shapeText(shape)}.`);
    if (shapeText(tensor.shape) !== shapeText(shape)) {
      throw new FormatError(
        `Tensor ${called(name)} has shape ${shapeText(tensor.shape)}; expected ${shapeText(shape)}.`,
      );
    }
    const least = name.endsWith("running_var") ? 0 : -Infinity;
    const bad = tensor.data.findIndex((value) => !(value >= least && Math.abs(value) < Infinity));
    if (bad >= 0) {
      const wanted = name.endsWith("running_var") ? "a finite number of at least 0" : "a finite number";
      throw new FormatError(`Tensor ${called(name)} holds ${tensor.data[bad]} at index ${bad}; expected ${wanted}.`);
    }
    weights.set(name, tensor);
  }
  // PyTorch counts batches in training; nothing reads the count afterwards.
  const extra = [...tensors.keys()].filter((name) => !weights.has(name) && !name.endsWith(".num_batches_tracked"));
  if (extra.length > 0) {
    const more = extra.length > 1 ? ` (and ${extra.length - 1} more)` : "";
    throw new FormatError(
      `Tensor ${called(extra[0]!)}${more} is not part of this network; expected ${weights.size} tensors.`,
    );
  }
  return weights;
}

/**
 * Reads a network from a safetensors file and checks every tensor against the layer list.
 *
 * The file's metadata says which network it is (`network`, JSON of its spec), its `labels` and its input `scaling`.
 * For a file that does not say, the caller gives `options.spec`; metadata `padding` then overrides the spec's.
 *
 * @throws {FormatError} in one sentence that names the tensor, what was found and what was expected
 */
export function readNetwork(buffer: ArrayBuffer, options: { readonly spec?: NetworkSpec } = {}): NetworkFile {
  const { tensors, metadata } = readSafetensors(buffer);
  const spec = parseSpec(metadata, options.spec);
  const layers = build(spec);
  return { spec, layers, weights: checkTensors(layers, tensors), metadata: parseMetadata(spec, metadata) };
}

/** Writes a network with its metadata: every tensor that the layers read, in their order, as F16 or F32. */
export function writeNetwork(
  spec: NetworkSpec,
  weights: ReadonlyMap<string, { readonly shape: readonly number[]; readonly data: Float32Array }>,
  options: { readonly dtype: "F32" | "F16" } & Partial<NetworkMetadata>,
): ArrayBuffer {
  const tensors = new Map<string, TensorToWrite>();
  for (const { name, shape } of build(spec).flatMap(parameterTensors)) {
    const tensor = weights.get(name);
    if (!tensor) throw new FormatError(`Tensor ${name} is missing; expected shape ${shapeText(shape)}.`);
    tensors.set(name, { dtype: options.dtype, shape, data: tensor.data });
  }
  const metadata: Record<string, string> = { ...options.rest, network: JSON.stringify(spec) };
  if (options.labels) metadata["labels"] = JSON.stringify(options.labels);
  if (options.scaling) metadata["scaling"] = JSON.stringify(options.scaling);
  return writeSafetensors(tensors, metadata);
}
