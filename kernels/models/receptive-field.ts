import { slide } from "../ops/window.ts";
import type { Layer } from "./layer.ts";

/** Part of a tensor, most often of the network's input, in pixels; first and last row and column, which may lie outside the picture. */
export interface ReceptiveField {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

type Interval = readonly [first: number, last: number];

/** The interval of positions that an interval of outputs reads along one axis, in the layer's input number `which`. */
function behind(layer: Layer, which: number, axis: 0 | 1, [first, last]: Interval): Interval {
  const size = layer.inShape[axis];
  switch (layer.kind) {
    case "global-average-pool":
      return [0, size - 1];
    // A gate is one factor a channel, whatever the position.
    case "scale":
      return which === 0 ? [first, last] : [0, 0];
    case "conv2d":
    case "max-pool":
    case "depthwise": {
      const { before } = slide(size, layer.kernel, layer.stride, layer.padding);
      return [first * layer.stride - before, last * layer.stride - before + layer.kernel - 1];
    }
    default:
      return [first, last];
  }
}

const join = (a: Interval | undefined, b: Interval): Interval => (a ? [Math.min(a[0], b[0]), Math.max(a[1], b[1])] : b);

/**
 * The part of every earlier tensor that one value of layer `index` can depend on, by formula: from layer to layer a
 * window of k pixels at stride s widens [first, last] to [first · s − p, last · s − p + k − 1]. Where branches meet, the
 * widest counts; through a squeeze-and-excitation every pixel does. By layer index, −1 being the input itself; a layer
 * that the value was made without is absent. How much each of these pixels really matters is another question.
 */
export function reachOf(
  layers: readonly Layer[],
  index: number,
  cell: { readonly y: number; readonly x: number },
): ReadonlyMap<number, ReceptiveField> {
  const rows = new Map<number, Interval>([[index, [cell.y, cell.y]]]);
  const columns = new Map<number, Interval>([[index, [cell.x, cell.x]]]);
  for (let i = index; i >= 0; i--) {
    const layer = layers[i];
    const [row, column] = [rows.get(i), columns.get(i)];
    if (!layer || !row || !column) continue;
    layer.inputs.forEach((input, which) => {
      rows.set(input, join(rows.get(input), behind(layer, which, 0, row)));
      columns.set(input, join(columns.get(input), behind(layer, which, 1, column)));
    });
  }
  const reach = new Map<number, ReceptiveField>();
  for (const [i, [top, bottom]] of rows) {
    const column = columns.get(i);
    if (column) reach.set(i, { top, left: column[0], bottom, right: column[1] });
  }
  return reach;
}

/** The pixels of the input that one value of layer `index` can depend on, by the formula of `reachOf`. */
export function receptiveField(
  layers: readonly Layer[],
  index: number,
  cell: { readonly y: number; readonly x: number },
): ReceptiveField {
  const field = reachOf(layers, index, cell).get(-1);
  if (!field) throw new RangeError(`receptiveField: there is no way from layer ${index} to the input`);
  return field;
}
