import type { NetworkSpec } from "./spec.ts";

/**
 * Our network for clothes: MobileNetV2 in every respect, 28 × 28 grey pixels in, ten classes out.
 *
 * As in the paper: 17 inverted residuals with table 2's t and n, linear necks, the shortcut rule, last 1×1, pool,
 * classifier. Different: the channels; the first 3×3 keeps all 28 × 28 places and the strides stand in rows 1, 3 and 5
 * (28² → 14² → 7² → 4²), since the weave of a cloth needs finer maps than the shape of a digit; the last 1×1 has 224
 * channels. 190,402 parameters and 5,194,344 multiply-adds.
 */
export const FASHION: NetworkSpec = {
  name: "fashion",
  input: { h: 28, w: 28, c: 1 },
  stem: { c: 12, s: 1 },
  rows: [
    { t: 1, c: 8, n: 1, s: 2 },
    { t: 6, c: 12, n: 2, s: 1 },
    { t: 6, c: 16, n: 3, s: 2 },
    { t: 6, c: 24, n: 4, s: 1 },
    { t: 6, c: 32, n: 3, s: 2 },
    { t: 6, c: 40, n: 3, s: 1 },
    { t: 6, c: 56, n: 1, s: 1 },
  ],
  lastC: 224,
  classes: 10,
  padding: "symmetric",
  channelDivisor: 1,
  epsilon: 1e-5,
};
