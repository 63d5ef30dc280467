/** A layer list as the tensors that really exist while it runs, one a buffer, with what each costs. Pure. */
import { bufferOf, liveBytes } from "@kernels/cost/memory.ts";
import { totals, type Totals } from "@kernels/cost/totals.ts";
import type { Layer, LayerKind } from "@kernels/models/layer.ts";
import type { Shape } from "@kernels/tensor.ts";
import { type AtlasPage, packTensors } from "@/figures/shell/tensor-atlas.ts";

/** What a tensor is to its block; the key of its name. */
export type Role = "picture" | "expanded" | "depthwise" | "projected" | LayerKind;

/** One buffer of activations: what a convolution, pool or linear layer makes, after all that works on it in place. */
export interface CityTensor {
  /** torchvision's name of the layer that makes it; "input" for the picture. */
  readonly key: string;
  /** The block that makes it; −1 for the picture. */
  readonly block: number;
  readonly role: Role;
  readonly shape: Shape;
  /** In float32. */
  readonly bytes: number;
  readonly madds: number;
  readonly params: number;
  /** Bytes of all activations that must exist while it is made. */
  readonly live: number;
  /** The last thing that its block makes. */
  readonly isOutput: boolean;
  /** The tensor that a shortcut adds to it, as an index of the street; null without one. */
  readonly shortcut: number | null;
  /** ReLU6 was the last to write into it: exact sixes are marked. */
  readonly marksSix: boolean;
  /** [H, W, C]; null while no weights are there, and where they are in the street's pages. */
  readonly values: Float32Array | null;
  /** Channel 0 of them, [H, W]; null while no weights are there. */
  readonly face: Float32Array | null;
  /** 99 of 100 of its values that are not zero lie no farther from zero. */
  readonly reach: number;
}

export interface CityStreet extends Totals {
  readonly network: string;
  readonly tensors: readonly CityTensor[];
  /** All values as bytes of textures, where they are so many that only a worker may take its time over them. */
  readonly pages: readonly AtlasPage[] | null;
  /** The tensor that is made at the moment when most bytes must exist. */
  readonly peak: number;
}

const ROLES: Readonly<Record<string, Role>> = { expand: "expanded", depthwise: "depthwise", project: "projected" };

/** Channel 0 of [H, W, C]. */
const faceOf = (values: Float32Array, [h, w, c]: Shape): Float32Array =>
  Float32Array.from({ length: h * w }, (_, i) => values[i * c]!);

const COVERED = 0.99;
export function reachOf(values: Float32Array): number {
  const sizes = values
    .filter((value) => value !== 0 && Number.isFinite(value))
    .map(Math.abs)
    .sort();
  return sizes[Math.min(sizes.length - 1, Math.floor(COVERED * sizes.length))] ?? 0;
}

/**
 * The street of a network. `valuesAt` gives the tensor after a layer (−1: the input), or null where no weights are.
 *
 * Batch norm, ReLU6, dropout and the sum of a shortcut write over their input (kernels/cost/memory.ts), so they make
 * no tensor of their own: their costs are counted with the layer whose buffer they write into.
 */
export function streetOf(
  network: string,
  layers: readonly Layer[],
  valuesAt: (layer: number) => Float32Array | null,
): CityStreet {
  const buffer = bufferOf(layers);
  const owners = [-1, ...layers.filter(({ index }) => buffer[index] === index).map(({ index }) => index)];
  const place = new Map(owners.map((layer, at) => [layer, at]));
  const holderOf = (layer: number): number => place.get(layer < 0 ? -1 : buffer[layer]!)!;
  const tensors = owners.map((owner): CityTensor => {
    const own = layers.filter(({ index }) => buffer[index] === owner);
    const last = own.at(-1);
    const maker = layers[owner];
    const shape = last?.outShape ?? layers[0]!.inShape;
    const add = own.find(({ kind }) => kind === "add");
    const values = valuesAt(last?.index ?? -1);
    return {
      key: maker?.name ?? "input",
      block: maker?.block ?? -1,
      role: maker ? (ROLES[maker.step ?? ""] ?? maker.kind) : "picture",
      shape,
      bytes: 4 * shape[0] * shape[1] * shape[2],
      ...totals(own),
      live: own.reduce((most, { index }) => Math.max(most, liveBytes(layers, index)), 0),
      isOutput: last !== undefined && layers[last.index + 1]?.block !== last.block,
      shortcut: add ? holderOf(add.inputs[0]!) : null,
      marksSix: last?.kind === "relu6",
      values,
      face: values && faceOf(values, shape),
      reach: values ? reachOf(values) : 0,
    };
  });
  const picture = { ...tensors[0]!, live: tensors[0]!.bytes };
  const street = [picture, ...tensors.slice(1)];
  const peak = street.reduce((best, { live }, at) => (live > street[best]!.live ? at : best), 0);
  return { network, tensors: street, pages: null, peak, ...totals(layers) };
}

/** The street with its values packed into pages: a page takes these as they are. */
export const packedStreet = (street: CityStreet): CityStreet => ({
  ...street,
  pages: packTensors(street.tensors).pages,
  tensors: street.tensors.map((tensor) => ({ ...tensor, values: null })),
});

/** The tensors of one block, as indices: what it reads, then what it makes. */
export function blockTensors({ tensors }: Pick<CityStreet, "tensors">, block: number): readonly number[] {
  const own = tensors.flatMap((tensor, at) => (tensor.block === block ? [at] : []));
  return block < 0 || own.length === 0 ? [] : [own[0]! - 1, ...own];
}
