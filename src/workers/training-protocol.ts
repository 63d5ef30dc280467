/** What the laboratory's page and a training worker say to each other. */
import type { NetworkSpec } from "@kernels/models/spec.ts";
import type { LabStep } from "@kernels/training/lab.ts";
import type { Recipe } from "@kernels/training/recipe.ts";

/** One run of one variant from one seed. */
export interface TrainingJob {
  readonly spec: NetworkSpec;
  readonly recipe: Recipe;
}

export type TrainingRequest =
  | { readonly kind: "run"; readonly request: number; readonly job: TrainingJob; readonly base: string }
  | { readonly kind: "pause"; readonly on: boolean };

/** News of a run: its newest step, with the mean loss since the last news. */
export interface TrainingNews extends LabStep {
  /** Images trained on so far. */
  readonly images: number;
}

export type TrainingAnswer =
  | { readonly kind: "alive" }
  | { readonly kind: "news"; readonly request: number; readonly news: TrainingNews }
  | { readonly kind: "return"; readonly request: number }
  | { readonly kind: "throw"; readonly request: number; readonly message: string };
