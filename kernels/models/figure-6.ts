import type { NetworkSpec } from "./spec.ts";
import { ablate, type BlockVariant } from "./variant.ts";

/**
 * The network on which we repeat MobileNetV2's figure 6: 28 × 28 grey pixels in, ten kinds of clothes out.
 *
 * As in the paper: the 3×3 stem of stride 2, 17 inverted residuals with table 2's t and n, the shortcut rule, last 1×1,
 * pool, classifier. Different: 8 to 24 channels, and fewer strides (14² → 7² → 4²), so that five runs of each variant
 * take minutes.
 */
export const FIGURE_6: NetworkSpec = {
  name: "figure-6",
  input: { h: 28, w: 28, c: 1 },
  stem: { c: 8, s: 2 },
  rows: [
    { t: 1, c: 8, n: 1, s: 1 },
    { t: 6, c: 8, n: 2, s: 2 },
    { t: 6, c: 8, n: 3, s: 1 },
    { t: 6, c: 12, n: 4, s: 1 },
    { t: 6, c: 16, n: 3, s: 2 },
    { t: 6, c: 20, n: 3, s: 1 },
    { t: 6, c: 24, n: 1, s: 1 },
  ],
  lastC: 96,
  classes: 10,
  padding: "symmetric",
  channelDivisor: 1,
  epsilon: 1e-5,
};

/** The variants that MobileNetV2's figure 6 compares, each as it differs from the paper's block. */
export const VARIANTS = {
  paper: {},
  /** Figure 6 (a). */
  "relu6-neck": { neck: "relu6" },
  /** Figure 6 (b). */
  expansions: { shortcut: "expansions" },
  none: { shortcut: "none" },
} as const satisfies Readonly<Record<string, Partial<BlockVariant>>>;
export type VariantName = keyof typeof VARIANTS;
export const VARIANT_NAMES = Object.keys(VARIANTS) as readonly VariantName[];

export const variantSpec = (name: VariantName): NetworkSpec => ({
  ...ablate(FIGURE_6, VARIANTS[name]),
  name: `figure-6-${name}`,
});
