import type { Layer } from "../models/layer.ts";
import { LINEAR, type Range, RELU, RELU6 } from "./ops.ts";

/** A convolution with its batch norm, activation and shortcut: what forward and backward passes treat as one. */
export interface Unit {
  readonly conv: Layer;
  readonly norm: Layer;
  /** To what the activation behind batch norm cuts values; a linear neck's leaves them alone. */
  readonly range: Range;
  /** Unit whose output is added to this one's, behind the activation, if there is a shortcut. */
  readonly shortcut: number | undefined;
}

/** A network as a chain of units (each reads the one before), then global average pool and a linear classifier. */
export interface UnitList {
  readonly units: readonly Unit[];
  readonly classifier: Layer;
}

/**
 * Groups a layer list into units.
 *
 * @throws {RangeError} if the list is not a chain of convolution, batch norm, optional ReLU or ReLU6, optional shortcut
 */
export function unitsOf(layers: readonly Layer[]): UnitList {
  const units: Unit[] = [];
  const unitOfLayer = new Map<number, number>();
  let classifier: Layer | undefined;
  for (let i = 0; i < layers.length; i++) {
    const layer = layers[i]!;
    if (layer.kind === "linear") classifier = layer;
    if (layer.kind !== "conv2d" && layer.kind !== "depthwise" && layer.kind !== "pointwise") continue;
    const norm = layers[i + 1];
    if (norm?.kind !== "batch-norm") throw new RangeError(`unitsOf: ${layer.name} is not followed by batch norm`);
    const range = RANGES[layers[i + 2]?.kind ?? ""] ?? LINEAR;
    const end = range === LINEAR ? i + 1 : i + 2;
    const after = layers[end + 1];
    const shortcut = after?.kind === "add" ? unitOfLayer.get(after.inputs[0]!) : undefined;
    if (after?.kind === "add" && shortcut === undefined) {
      throw new RangeError(`unitsOf: the shortcut of ${after.name} starts at layer ${after.inputs[0]}, inside a unit`);
    }
    unitOfLayer.set(after?.kind === "add" ? end + 1 : end, units.length);
    units.push({ conv: layer, norm, range, shortcut });
  }
  if (!classifier) throw new RangeError("unitsOf: the network has no linear classifier");
  return { units, classifier };
}

const RANGES: Readonly<Record<string, Range>> = { relu: RELU, relu6: RELU6 };
