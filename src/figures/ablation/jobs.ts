/** From a reader's choice to the jobs of the training workers. */
import { ABLATION } from "@kernels/models/ablation.ts";
import type { NetworkSpec } from "@kernels/models/spec.ts";
import { ablate } from "@kernels/models/variant.ts";
import { labRecipe } from "@kernels/training/lab.ts";
import type { Recipe } from "@kernels/training/recipe.ts";
import type { AblationState, Choice } from "./variants.ts";

/** Images of the bundled subset; a test compares them with the file. */
export const TRAIN = 1500;
export const TEST = 1000;

export const specOf = ({ t, ...variant }: Choice): NetworkSpec => ablate(ABLATION, { ...variant, t: Number(t) });

/** One run's network and recipe, as the worker takes them. */
export const jobOf = (choice: Choice, seed: number, epochs: number): { spec: NetworkSpec; recipe: Recipe } => ({
  spec: specOf(choice),
  recipe: labRecipe({ seed, epochs, test: TEST }),
});

export const seedsOf = ({ seed, seeds }: Pick<AblationState, "seed" | "seeds">): number[] =>
  Array.from({ length: seeds }, (_, i) => (seed + i) >>> 0);
