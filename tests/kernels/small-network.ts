import type { NetworkSpec } from "@kernels/models/spec.ts";

/** A network for tests that spell out names, shapes and counts; unlike `digits` it never changes. */
export const SMALL: NetworkSpec = {
  name: "small",
  input: { h: 28, w: 28, c: 1 },
  stem: { c: 8, s: 1 },
  rows: [
    { t: 1, c: 8, n: 1, s: 1 },
    { t: 6, c: 8, n: 2, s: 2 },
    { t: 6, c: 12, n: 3, s: 2 },
    { t: 6, c: 16, n: 2, s: 2 },
  ],
  lastC: 40,
  classes: 10,
  padding: "symmetric",
  channelDivisor: 1,
  epsilon: 1e-5,
};
