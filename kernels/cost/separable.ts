import type { Layer } from "../models/layer.ts";
import { conv2dMadds, depthwiseMadds, pointwiseMadds } from "./madds.ts";

/** Multiply-adds of one convolution, and of the depthwise and the pointwise layer that take its place. */
export interface SplitMadds {
  readonly standard: number;
  readonly depthwise: number;
  readonly pointwise: number;
}

/** A k×k convolution from inC to outC channels against depthwise k×k, then pointwise (MobileNetV1 §3.1, eqs. 2 and 5). */
export function splitMadds(p: { outH: number; outW: number; inC: number; outC: number; kernel: number }): SplitMadds {
  return {
    standard: conv2dMadds(p),
    depthwise: depthwiseMadds({ ...p, c: p.inC }),
    pointwise: pointwiseMadds({ h: p.outH, w: p.outW, inC: p.inC, outC: p.outC }),
  };
}

/** How many times fewer multiply-adds the two layers take together. */
export const savingOf = ({ standard, depthwise, pointwise }: SplitMadds): number => standard / (depthwise + pointwise);

/** What is left of the cost: 1/outC + 1/k², whatever the size of the picture and inC (MobileNetV1 §3.1). */
export const splitShare = ({ outC, kernel }: { outC: number; kernel: number }): number => 1 / outC + 1 / kernel ** 2;

/** A depthwise layer of a network with the pointwise layer behind it. */
export interface SeparablePair extends SplitMadds {
  readonly block: number;
  readonly kernel: number;
  readonly inC: number;
  readonly outC: number;
}

/** Every depthwise layer of a layer list and the pointwise one that reads it, priced by the list's own entries. */
export function separablePairs(layers: readonly Layer[]): readonly SeparablePair[] {
  return layers.flatMap((layer, at): readonly SeparablePair[] => {
    if (layer.kind !== "depthwise") return [];
    const next = layers.slice(at + 1).find(({ kind }) => kind === "pointwise" || kind === "depthwise");
    if (next?.kind !== "pointwise") return [];
    const { kernel, block, outShape } = layer;
    const [outH, outW, inC] = outShape;
    const outC = next.outShape[2];
    const standard = conv2dMadds({ outH, outW, inC, outC, kernel });
    return [{ block, kernel, inC, outC, standard, depthwise: layer.madds, pointwise: next.madds }];
  });
}
