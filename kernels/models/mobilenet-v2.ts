import type { BottleneckRow, NetworkSpec } from "./spec.ts";

/** The bottleneck rows (t, c, n, s) of MobileNetV2 table 2, as printed. n sums to 17 blocks. */
export const MOBILENET_V2_ROWS: readonly BottleneckRow[] = [
  { t: 1, c: 16, n: 1, s: 1 },
  { t: 6, c: 24, n: 2, s: 2 },
  { t: 6, c: 32, n: 3, s: 2 },
  { t: 6, c: 64, n: 4, s: 2 },
  { t: 6, c: 96, n: 3, s: 1 },
  { t: 6, c: 160, n: 3, s: 2 },
  { t: 6, c: 320, n: 1, s: 1 },
];

/** MobileNetV2 1.0 at 224 px with 1000 classes (table 2); padding and ε are torchvision's. */
export const MOBILENET_V2: NetworkSpec = {
  name: "mobilenet-v2",
  input: { h: 224, w: 224, c: 3 },
  stem: { c: 32, s: 2 },
  rows: MOBILENET_V2_ROWS,
  lastC: 1280,
  classes: 1000,
  padding: "symmetric",
  channelDivisor: 8,
  epsilon: 1e-5,
};
