import type { NetworkSpec } from "./spec.ts";

/**
 * The network of the ablation laboratory: of MobileNetV2's family, small enough to be trained in a page in seconds.
 *
 * As in the paper: the 3×3 stem of stride 2, a first row with t = 1, rows of inverted residuals, last 1×1, pool,
 * classifier. Different: 28 × 28 grey pixels, eight blocks in place of 17, 8 to 16 channels, 14² → 7² → 4².
 */
export const ABLATION: NetworkSpec = {
  name: "ablation",
  input: { h: 28, w: 28, c: 1 },
  stem: { c: 8, s: 2 },
  rows: [
    { t: 1, c: 8, n: 1, s: 1 },
    { t: 6, c: 8, n: 2, s: 2 },
    { t: 6, c: 12, n: 3, s: 2 },
    { t: 6, c: 16, n: 2, s: 1 },
  ],
  lastC: 64,
  classes: 10,
  padding: "symmetric",
  channelDivisor: 1,
  epsilon: 1e-5,
};
