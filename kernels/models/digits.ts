import type { NetworkSpec } from "./spec.ts";

/**
 * Our network for handwritten digits: MobileNetV2 in every respect, 28 × 28 grey pixels in, ten classes out.
 *
 * As in the paper: the 3×3 stem of stride 2, 17 inverted residuals with table 2's t and n, linear necks, the shortcut
 * rule, last 1×1, pool, classifier. Different: the channels; row 3 has stride 1, since 28 pixels leave nothing to halve
 * a fifth time (14² → 7² → 4² → 2²); the last 1×1 has 128 channels. 128,890 parameters and 2,011,672 multiply-adds.
 */
export const DIGITS: NetworkSpec = {
  name: "digits",
  input: { h: 28, w: 28, c: 1 },
  stem: { c: 16, s: 2 },
  rows: [
    { t: 1, c: 12, n: 1, s: 1 },
    { t: 6, c: 12, n: 2, s: 2 },
    { t: 6, c: 16, n: 3, s: 1 },
    { t: 6, c: 20, n: 4, s: 2 },
    { t: 6, c: 24, n: 3, s: 1 },
    { t: 6, c: 32, n: 3, s: 2 },
    { t: 6, c: 40, n: 1, s: 1 },
  ],
  lastC: 128,
  classes: 10,
  padding: "symmetric",
  channelDivisor: 1,
  epsilon: 1e-5,
};
