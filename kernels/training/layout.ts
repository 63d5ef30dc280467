import type { Layer } from "../models/layer.ts";
import { parameterTensors } from "../models/parameters.ts";

/** Where one tensor of the weights file lies in a flat array. */
export interface Slot {
  readonly name: string;
  /** The file's shape: [outC, inC, k, k], [out, in] or [c]. */
  readonly shape: readonly number[];
  readonly offset: number;
  readonly length: number;
  /** Learned by gradient, or a running statistic of batch norm. */
  readonly learned: boolean;
  /** Filters and classifier weights shrink under weight decay; batch norm's vectors and biases do not. */
  readonly decays: boolean;
}

/** Flat layout of a network's numbers: one array for what gradients change, one for running statistics. */
export interface Layout {
  readonly slots: readonly Slot[];
  readonly learnedLength: number;
  readonly statisticsLength: number;
}

/** Lays a network's tensors one after the other; every slot starts at a multiple of four floats (16 bytes). */
export function layoutOf(layers: readonly Layer[]): Layout {
  const slots: Slot[] = [];
  const used = { learned: 0, statistics: 0 };
  for (const layer of layers) {
    for (const { name, shape } of parameterTensors(layer)) {
      const learned = !name.includes(".running_");
      const length = shape.reduce((product, size) => product * size, 1);
      const array = learned ? "learned" : "statistics";
      slots.push({ name, shape, offset: used[array], length, learned, decays: learned && shape.length > 1 });
      used[array] += Math.ceil(length / 4) * 4;
    }
  }
  return { slots, learnedLength: used.learned, statisticsLength: used.statistics };
}

/**
 * Visits every number of a slot in the file's order [out, in, k · k], with its place in ours, [k · k, in, out].
 *
 * Depthwise filters have in = 1, vectors in = k = 1, so one rule serves all.
 */
function eachNumber({ shape, offset }: Slot, visit: (inFile: number, here: number) => void): void {
  const [out = 1, inC = 1, k = 1] = shape;
  const taps = k * k;
  let inFile = 0;
  for (let o = 0; o < out; o++) {
    for (let i = 0; i < inC; i++) {
      for (let tap = 0; tap < taps; tap++) visit(inFile++, offset + (tap * inC + i) * out + o);
    }
  }
}

/** The numbers of a slot in the file's order. */
export function toFileOrder(slot: Slot, flat: Float32Array): Float32Array {
  const data = new Float32Array(slot.length);
  eachNumber(slot, (inFile, here) => (data[inFile] = flat[here]!));
  return data;
}

/** Writes numbers in the file's order into a slot. */
export function fromFileOrder(slot: Slot, flat: Float32Array, data: ArrayLike<number>): void {
  eachNumber(slot, (inFile, here) => (flat[here] = data[inFile]!));
}
