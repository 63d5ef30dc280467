import type { Layer } from "../models/layer.ts";
import { parameterTensors } from "../models/parameters.ts";
import type { Weights } from "../engine/weights.ts";
import { ShapeError } from "../tensor.ts";

/** The largest of the whole numbers that a weight becomes: −127 to 127, so that w and −w round alike. */
const LARGEST = 127;

export interface Rounded {
  /** Every tensor again, filters and linear weights rounded; the rest is the very same. */
  readonly weights: Weights;
  /** Bytes of all tensors: 1 for each rounded weight, 4 for each channel's scale, 2 for each other value. */
  readonly bytes: number;
  /** Bytes of all tensors with 2 for each value, as float16. */
  readonly halfBytes: number;
  /** Output channels that have a scale. */
  readonly channels: number;
}

/**
 * Filters [O, I, k, k] (depthwise: [C, 1, k, k]) and linear weights [O, I] as int8 with one scale for each output
 * channel, symmetric: scale = max |w| / 127, w ≈ scale · round(w / scale). The error of a weight is at most half its
 * channel's scale. Biases and batch norm keep their values, activations stay float32: what this costs is due to the
 * weights alone. A channel of zeros stays zero.
 *
 * @throws {ShapeError} if a tensor is missing, naming it
 */
export function roundToInt8(layers: readonly Layer[], weights: Weights): Rounded {
  const rounded = new Map<string, { shape: readonly number[]; data: Float32Array }>();
  let bytes = 0;
  let halfBytes = 0;
  let channels = 0;
  for (const { name, shape } of layers.flatMap(parameterTensors)) {
    const tensor = weights.get(name);
    if (!tensor) throw new ShapeError(`int8: weights have no tensor ${name}`);
    halfBytes += 2 * tensor.data.length;
    if (shape.length < 2) {
      rounded.set(name, tensor);
      bytes += 2 * tensor.data.length;
      continue;
    }
    const outer = shape[0]!;
    const each = tensor.data.length / outer;
    const data = new Float32Array(tensor.data.length);
    for (let channel = 0; channel < outer; channel++) {
      const own = tensor.data.subarray(channel * each, (channel + 1) * each);
      const scale = own.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / LARGEST;
      if (scale === 0) continue;
      for (let i = 0; i < each; i++) data[channel * each + i] = scale * Math.round(own[i]! / scale);
    }
    rounded.set(name, { shape, data });
    bytes += tensor.data.length + 4 * outer;
    channels += outer;
  }
  return { weights: rounded, bytes, halfBytes, channels };
}
