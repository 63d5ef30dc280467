import type { Layer } from "../models/layer.ts";

/** One activation tensor that must exist while a layer runs. */
export interface LiveTensor {
  /** The layer that made it; −1 is the network's input. */
  readonly layer: number;
  readonly bytes: number;
}

/** Kinds that may write over an input, and which one: add over the block's neck, a scale over the scaled tensor. */
const IN_PLACE: ReadonlyMap<Layer["kind"], number> = new Map([
  ["batch-norm", 0],
  ["relu", 0],
  ["relu6", 0],
  ["h-swish", 0],
  ["h-sigmoid", 0],
  ["dropout", 0],
  ["scale", 0],
  ["add", 1],
]);

/** For each layer the layer in whose buffer its output stands, and for each buffer its last reader so far. */
interface Buffers {
  readonly of: readonly number[];
  /** `lastReader[i]`: the last layer that reads layer i's output itself; layer i if none does. */
  readonly lastReader: readonly number[];
  readonly lastReaderOfInput: number;
}

function buffers(layers: readonly Layer[]): Buffers {
  const lastReader = layers.map(({ index }) => index);
  let lastReaderOfInput = -1;
  for (const { index, inputs } of layers) {
    for (const input of inputs) {
      if (input < 0) lastReaderOfInput = index;
      else lastReader[input] = index;
    }
  }
  const of: number[] = [];
  for (const layer of layers) {
    const which = IN_PLACE.get(layer.kind);
    const over = which === undefined ? -1 : layer.inputs[which]!;
    const isReadLater = (buffer: number): boolean =>
      of.some((own, made) => own === buffer && lastReader[made]! > layer.index);
    // A split is a view: its channels stay where they are.
    if (layer.kind === "split") of.push(layer.inputs[0]! < 0 ? -1 : of[layer.inputs[0]!]!);
    // Writing over a tensor spoils it, so nothing may need it afterwards; the network's input is never written over.
    else of.push(over >= 0 && of[over]! >= 0 && !isReadLater(of[over]!) ? of[over]! : layer.index);
  }
  return { of, lastReader, lastReaderOfInput };
}

const known = new WeakMap<readonly Layer[], Buffers>();

function buffersOf(layers: readonly Layer[]): Buffers {
  let found = known.get(layers);
  if (!found) known.set(layers, (found = buffers(layers)));
  return found;
}

/** For each layer the layer in whose buffer its output stands; −1 is the network's input. */
export const bufferOf = (layers: readonly Layer[]): readonly number[] => buffersOf(layers).of;

/**
 * Activation tensors that must exist while layer `index` runs, executing layer by layer: its inputs, its output, and
 * whatever a later layer still reads, such as a block's input that waits for its shortcut. Batch norm, activations,
 * dropout, scale and add work in place where nothing needs the old values; a split copies nothing.
 *
 * `bytesPerValue` is 4 for float32; the paper's tables count 2.
 *
 * @see MobileNetV2 §5.1: M(G) = max over operations of inputs + outputs
 */
export function liveTensors(layers: readonly Layer[], index: number, bytesPerValue = 4): readonly LiveTensor[] {
  const { of, lastReader, lastReaderOfInput } = buffersOf(layers);
  const live = new Set<number>([of[index]!]);
  if (lastReaderOfInput >= index) live.add(-1);
  for (let made = 0; made < index; made++) if (lastReader[made]! >= index) live.add(of[made]!);
  return [...live]
    .sort((a, b) => a - b)
    .map((layer) => {
      const [h, w, c] = layer < 0 ? layers[0]!.inShape : layers[layer]!.outShape;
      return { layer, bytes: h * w * c * bytesPerValue };
    });
}

/** Bytes of all activation tensors that must exist while layer `index` runs. */
export function liveBytes(layers: readonly Layer[], index: number, bytesPerValue = 4): number {
  return liveTensors(layers, index, bytesPerValue).reduce((sum, { bytes }) => sum + bytes, 0);
}

/** The layer with the most live bytes among some layers of a network (all, or one block's), layer by layer. */
export function peak(
  layers: readonly Layer[],
  among: readonly Layer[] = layers,
  bytesPerValue = 4,
): { readonly layer: number; readonly bytes: number } {
  let worst = { layer: -1, bytes: 0 };
  for (const { index } of among) {
    const bytes = liveBytes(layers, index, bytesPerValue);
    if (bytes > worst.bytes) worst = { layer: index, bytes };
  }
  return worst;
}

/** Bytes of a block's input and output together: what must exist if its inside never does (MobileNetV2 §5.1). */
export function inOutBytes(block: readonly Layer[], bytesPerValue = 4): number {
  const [first, last] = [block[0], block.at(-1)];
  if (!first || !last) return 0;
  const size = ([h, w, c]: Layer["inShape"]): number => h * w * c * bytesPerValue;
  return size(first.inShape) + size(last.outShape);
}
