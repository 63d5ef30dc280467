import { FIGURE_6 } from "../../models/figure-6.ts";
import type { NetworkSpec } from "../../models/spec.ts";
import { ablate, type BlockVariant } from "../../models/variant.ts";
import { labRecipe } from "../../training/lab.ts";
import type { Recipe } from "../../training/recipe.ts";

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

export const SEEDS = [1, 2, 3, 4, 5] as const;
export const EPOCHS = 4;
/** The runs whose weights are shipped; chosen before any was made. */
export const SHIPPED_SEED = 1;

export const specOf = (name: VariantName): NetworkSpec => ({
  ...ablate(FIGURE_6, VARIANTS[name]),
  name: `figure-6-${name}`,
});

/** The laboratory's recipe for a larger set: larger shards, and clothes may be mirrored. `test` images stand last. */
export const recipeOf = (seed: number, test: number): Recipe => {
  const recipe = labRecipe({ seed, epochs: EPOCHS, test });
  return { ...recipe, shard: 64, augmentation: { ...recipe.augmentation, flip: true } };
};
