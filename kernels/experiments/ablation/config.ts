import type { BlockVariant } from "../../models/variant.ts";

/** One variant as it differs from the paper's block with t = 6. */
export type Change = Partial<BlockVariant> & { readonly t?: number };

/** The comparisons that the laboratory offers by name; the first of each is the paper's block. */
export const COMPARISONS = {
  /** MobileNetV2's figure 6 (a). */
  necks: [{}, { neck: "relu6" }],
  /** MobileNetV2's figure 6 (b). */
  shortcuts: [{}, { shortcut: "expansions" }, { shortcut: "none" }],
  expansion: [{}, { t: 1 }],
  filter: [{}, { filter: "full" }],
  after: [{}, { after: "none" }],
} as const satisfies Readonly<Record<string, readonly Change[]>>;
export type ComparisonName = keyof typeof COMPARISONS;

/** Seeds and epochs that the laboratory opens with, and that recorded runs have. */
export const SEEDS = [1, 2, 3, 4, 5] as const;
export const EPOCHS = 5;
