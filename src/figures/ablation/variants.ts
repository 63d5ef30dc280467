/** The variants as controls: five choices each, named by the variant's letter and the choice. */
import { AFTERS, type BlockVariant, FILTERS, NECKS, SHORTCUTS } from "@kernels/models/variant.ts";

export const VARIANTS = ["a", "b", "c"] as const;
export type VariantId = (typeof VARIANTS)[number];

export const EXPANSIONS = ["1", "2", "4", "6", "8"] as const;

/** What a reader chooses of a variant. */
export interface Choice extends BlockVariant {
  readonly t: (typeof EXPANSIONS)[number];
}
export const CHOICES = {
  Neck: NECKS,
  Shortcut: SHORTCUTS,
  T: EXPANSIONS,
  Filter: FILTERS,
  After: AFTERS,
} as const;
export type ChoiceName = keyof typeof CHOICES;
export const CHOICE_NAMES = Object.keys(CHOICES) as ChoiceName[];

type Picked = {
  readonly [K in `${VariantId}${ChoiceName}`]: K extends `${string}${infer N extends ChoiceName}`
    ? (typeof CHOICES)[N][number]
    : never;
};

export interface AblationState extends Picked {
  /** Whether C takes part. */
  readonly third: boolean;
  readonly seeds: number;
  readonly seed: number;
  readonly epochs: number;
  readonly guess: Guess;
  /** By how many points, if the guess is A or B. */
  readonly by: number;
}
export const GUESSES = ["none", "a", "b", "same"] as const;
export type Guess = (typeof GUESSES)[number];

export const idsOf = ({ third }: Pick<AblationState, "third">): readonly VariantId[] => (third ? VARIANTS : ["a", "b"]);

export const choiceOf = (state: AblationState, id: VariantId): Choice => ({
  neck: state[`${id}Neck`],
  shortcut: state[`${id}Shortcut`],
  t: state[`${id}T`],
  filter: state[`${id}Filter`],
  after: state[`${id}After`],
});
