import type { Moment } from "../cost/schedule.ts";
import type { Layer } from "../models/layer.ts";
import { slide } from "../ops/window.ts";
import { aligned, type Lifetime, liveBytesBySteps } from "./arena.ts";
import { tilingOfBlock } from "./block.ts";
import { fuse, type FusedBlock, type Operation, operationsOf } from "./operations.ts";
import { rounded } from "./pack.ts";

/** Bytes of a lone convolution's padded rows, of `channels` channels as they stand in memory. */
export const imageRowBytes = ({ outShape, kernel, stride }: Layer, channels: number): number =>
  4 * ((outShape[1] - 1) * stride + kernel) * channels * kernel;

/** Bytes of a lone depthwise filter's list of rows, its row of zeros and its padded rows. */
export function filterRowBytes({ inShape, outShape, kernel, stride, padding }: Layer): number {
  const [, w, c] = inShape;
  const columns = Math.max((outShape[1] - 1) * stride + kernel, w + slide(w, kernel, stride, padding).before);
  return 32 + 4 * columns * rounded(c) * (kernel + 1);
}

/** Channels of the network's input as they stand in memory: a convolution takes them as they come. */
export const inputChannels = ({ kind, inShape }: Layer): number =>
  kind === "conv2d" ? inShape[2] : rounded(inShape[2]);

function scratchOf(step: Operation | FusedBlock): number {
  if ("head" in step) return tilingOfBlock(step).bytes;
  const { layer } = step;
  if (layer.kind === "depthwise") return filterRowBytes(layer);
  if (layer.kind !== "conv2d") return 0;
  return imageRowBytes(layer, step.inputs[0] === -1 ? layer.inShape[2] : rounded(layer.inShape[2]));
}

/**
 * Activations alive at each step of the engine's fused plan, in bytes of float32, from the layer list alone: no weights
 * are read or packed. A step that covers two of the paper's blocks, the stem and block 1, is a moment of both.
 *
 * @see plan.ts, whose peak this is; MobileNetV2 §5.1
 */
export function fusedMoments(layers: readonly Layer[]): Moment[] {
  const steps = fuse(operationsOf(layers, false)).map((step) => ({
    step,
    operations: "head" in step ? [step.head, step.depthwise, step.project] : [step],
  }));
  const first = layers[0]!;
  const [h, w] = first.inShape;
  const tensors = new Map<number, Lifetime>();
  tensors.set(-1, { bytes: aligned(4 * h * w * inputChannels(first)), from: 0, to: 0 });
  const scratches: Lifetime[] = [];
  steps.forEach(({ step, operations }, at) => {
    for (const { inputs, adds } of operations) {
      for (const read of adds === null ? inputs : [...inputs, adds]) {
        const tensor = tensors.get(read);
        if (tensor) tensors.set(read, { ...tensor, to: at });
      }
    }
    const last = operations.at(-1)!;
    const [outH, outW, outC] = last.layer.outShape;
    tensors.set(last.output, { bytes: aligned(4 * outH * outW * rounded(outC)), from: at, to: at });
    scratches.push({ bytes: aligned(scratchOf(step)), from: at, to: at });
  });
  const live = liveBytesBySteps([...tensors.values(), ...scratches], steps.length);
  return steps.flatMap(({ step, operations }, at): Moment[] => {
    const working = "head" in step ? step.depthwise.layer : step.layer;
    const blocks = operations.flatMap((operation) => operation.layers).map((index) => layers[index]!.block);
    return [...new Set(blocks)].map((block) => ({ layer: working.index, block, part: 0, bytes: live[at]! }));
  });
}
