/**
 * Multiply-adds of the operators, one multiplication with its addition counting one. outH, outW: size of the output in
 * pixels; kernel: side of the filter in pixels. Padding is counted; batch norm, activations and biases are not.
 */

/** k×k convolution over all channels: outH · outW · inC · outC · k² (MobileNetV1 eq. 2). */
export const conv2dMadds = (p: { outH: number; outW: number; inC: number; outC: number; kernel: number }): number =>
  p.outH * p.outW * p.inC * p.outC * p.kernel ** 2;

/** One k×k filter a channel: outH · outW · C · k² (MobileNetV1 eq. 4). */
export const depthwiseMadds = (p: { outH: number; outW: number; c: number; kernel: number }): number =>
  p.outH * p.outW * p.c * p.kernel ** 2;

/** 1×1 convolution: H · W · inC · outC. */
export const pointwiseMadds = (p: { h: number; w: number; inC: number; outC: number }): number =>
  p.h * p.w * p.inC * p.outC;

/** Fully connected layer: in · out. */
export const linearMadds = (p: { inC: number; outC: number }): number => p.inC * p.outC;

/** One part of a bottleneck and its multiply-adds. */
export interface PartMadds {
  readonly part: "expand" | "depthwise" | "project";
  readonly madds: number;
}

/**
 * The parts of an inverted residual with input h × w × inC (MobileNetV2 §3.3). With expansion 1 the code has no expand
 * layer, so its part is 0.
 */
export function bottleneckMadds(p: {
  h: number;
  w: number;
  inC: number;
  outC: number;
  expansion: number;
  stride: number;
  kernel?: number;
}): readonly PartMadds[] {
  const hidden = p.inC * p.expansion;
  const [outH, outW] = [Math.ceil(p.h / p.stride), Math.ceil(p.w / p.stride)];
  return [
    {
      part: "expand",
      madds: p.expansion === 1 ? 0 : pointwiseMadds({ h: p.h, w: p.w, inC: p.inC, outC: hidden }),
    },
    { part: "depthwise", madds: depthwiseMadds({ outH, outW, c: hidden, kernel: p.kernel ?? 3 }) },
    { part: "project", madds: pointwiseMadds({ h: outH, w: outW, inC: hidden, outC: p.outC }) },
  ];
}
