import type { Layer } from "../models/layer.ts";
import type { Shape } from "../tensor.ts";
import { liveBytes } from "./memory.ts";

/** One step of a run: which layer works, on which of its block's parts, and the activations that exist meanwhile. */
export interface Moment {
  readonly layer: number;
  readonly block: number;
  /** From 0; a layer that is not cut has one part. */
  readonly part: number;
  readonly bytes: number;
}

const bytesOf = ([h, w, c]: Shape, bytesPerValue: number): number => h * w * c * bytesPerValue;

/** Layers that only write over a tensor need no step of their own: batch norm, activation, dropout. */
const isWork = ({ kind }: Layer): boolean =>
  !["batch-norm", "relu", "relu6", "h-swish", "h-sigmoid", "dropout", "split"].includes(kind);

/** Layer by layer: every tensor exists whole from the layer that makes it to its last reader (MobileNetV2 §5.1). */
export function layerByLayer(layers: readonly Layer[], bytesPerValue = 4): Moment[] {
  return layers
    .filter(isWork)
    .map(({ index, block }) => ({ layer: index, block, part: 0, bytes: liveBytes(layers, index, bytesPerValue) }));
}

/** A block that may be run as one operation: its ends, and the layers that make and read its inside. */
interface Inverted {
  readonly input: Shape;
  readonly output: Shape;
  readonly expand: Layer | undefined;
  readonly depthwise: Layer;
  readonly project: Layer;
}

function inverted(block: readonly Layer[]): Inverted | null {
  const [first, last] = [block[0], block.at(-1)];
  const find = (part: Layer["part"], kind: Layer["kind"]): Layer | undefined =>
    block.find((layer) => layer.part === part && layer.kind === kind);
  const depthwise = find("depthwise", "depthwise");
  const project = find("project", "pointwise");
  // A gate needs all of its channels' means before it can scale one of them, so such a block cannot be cut.
  const isPlain = block.every((layer) => layer.part !== "squeeze-excite" && layer.part !== "split");
  if (!first || !last || !depthwise || !project || !isPlain) return null;
  const expand = find("expand", "pointwise");
  return { input: first.inShape, output: last.outShape, expand, depthwise, project };
}

/** The parts' moments of one block; without `parts` its inside is never stored, and it is one moment. */
function blockMoments(found: Inverted, parts: number | null, bytesPerValue: number): Moment[] {
  const { input, output, expand, depthwise, project } = found;
  const ends = bytesOf(input, bytesPerValue) + bytesOf(output, bytesPerValue);
  const { block } = depthwise;
  if (parts === null) return [{ layer: depthwise.index, block, part: 0, bytes: ends }];
  const hidden = depthwise.inShape[2];
  const count = Math.min(parts, hidden);
  return Array.from({ length: count }, (_, part): Moment[] => {
    // As even as whole channels allow; the first parts have the one more.
    const channels = Math.floor(hidden / count) + (part < hidden % count ? 1 : 0);
    const [h, w] = depthwise.inShape;
    const [outH, outW] = depthwise.outShape;
    // Without an expand layer the depthwise layer reads the block's input, which is counted already.
    const wide = expand ? bytesOf([h, w, channels], bytesPerValue) : 0;
    const filtered = bytesOf([outH, outW, channels], bytesPerValue);
    return [
      ...(expand ? [{ layer: expand.index, block, part, bytes: ends + wide }] : []),
      { layer: depthwise.index, block, part, bytes: ends + wide + filtered },
      { layer: project.index, block, part, bytes: ends + filtered },
    ];
  }).flat();
}

/**
 * Blocks as single operations (MobileNetV2 §5.1): the inner channels are cut into `parts`; each part is expanded,
 * filtered, projected and added to the output, and only then comes the next. Input and output exist all the time, so
 * one part needs more than layer by layer. `null` parts: the inside is never stored at all, the paper's bound without
 * its last term. What is no inverted residual runs layer by layer. Multiply-adds do not depend on the parts.
 */
export function blockByBlock(layers: readonly Layer[], parts: number | null, bytesPerValue = 4): Moment[] {
  const blocks = [...new Set(layers.map((layer) => layer.block))];
  return blocks.flatMap((block) => {
    const own = layers.filter((layer) => layer.block === block);
    const found = inverted(own);
    if (found) return blockMoments(found, parts, bytesPerValue);
    return own
      .filter(isWork)
      .map(({ index }) => ({ layer: index, block, part: 0, bytes: liveBytes(layers, index, bytesPerValue) }));
  });
}

/** The first moment with the most bytes. */
export const peakMoment = (moments: readonly Moment[]): Moment | null =>
  moments.reduce<Moment | null>((worst, moment) => (worst && worst.bytes >= moment.bytes ? worst : moment), null);
