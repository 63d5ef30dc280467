import type { NetworkSpec } from "./spec.ts";

/**
 * Our network for small photos: MobileNetV2 in every respect, 32 × 32 pixels in colour in, ten classes out.
 *
 * As in the paper: 17 inverted residuals with table 2's t and n, linear necks, the shortcut rule, last 1×1, pool,
 * classifier. Different: the channels; the first 3×3 and the first row keep all 32 × 32 places and the strides stand in
 * rows 2, 4 and 6 (32² → 16² → 8² → 4²); the last 1×1 has 320 channels. 715,946 parameters and 34,133,376 multiply-adds.
 */
export const CIFAR: NetworkSpec = {
  name: "cifar",
  input: { h: 32, w: 32, c: 3 },
  stem: { c: 16, s: 1 },
  rows: [
    { t: 1, c: 12, n: 1, s: 1 },
    { t: 6, c: 20, n: 2, s: 2 },
    { t: 6, c: 32, n: 3, s: 1 },
    { t: 6, c: 40, n: 4, s: 2 },
    { t: 6, c: 56, n: 3, s: 1 },
    { t: 6, c: 96, n: 3, s: 2 },
    { t: 6, c: 128, n: 1, s: 1 },
  ],
  lastC: 320,
  classes: 10,
  padding: "symmetric",
  channelDivisor: 1,
  epsilon: 1e-5,
};
