/** What each variant is and costs, what training them will take, and a recorded run of the same if there is one. */
import { totals } from "@kernels/cost/totals.ts";
import recorded from "@kernels/experiments/ablation/result.json" with { type: "json" };
import { build } from "@kernels/models/build.ts";
import type { BlockVariant } from "@kernels/models/variant.ts";
import { labRecipe } from "@kernels/training/lab.ts";
import { seedsOf, specOf, TEST, TRAIN } from "./jobs.ts";
import { type AblationState, type Choice, choiceOf, idsOf, type VariantId } from "./variants.ts";

export interface Variant extends Choice {
  readonly id: VariantId;
  readonly params: number;
  readonly madds: number;
  /** How many shortcuts there are. */
  readonly joins: number;
  /** An earlier variant that is the very same network, layer by layer. */
  readonly sameAs: VariantId | null;
}

/** A run that was made before, by `npm run ablate`; accuracies are shares of the test images, one a seed. */
export interface Recorded {
  readonly version: string;
  readonly command: string;
  readonly accuracy: Readonly<Partial<Record<VariantId, readonly number[]>>>;
}

export interface AblationData {
  readonly variants: readonly Variant[];
  readonly train: number;
  readonly test: number;
  readonly seeds: readonly number[];
  readonly epochs: number;
  /** Multiply-adds of the whole experiment: every training image costs three forward passes, every test image one. */
  readonly work: number;
  readonly recorded: Recorded | null;
}

/** A network as text: two of the same text compute the same. */
const textOf = (choice: Choice): string =>
  JSON.stringify(build(specOf(choice)).map(({ kind, inputs, outShape, stride }) => [kind, inputs, outShape, stride]));

function variantsOf(state: AblationState): Variant[] {
  const ids = idsOf(state);
  const texts = ids.map((id) => textOf(choiceOf(state, id)));
  return ids.map((id, i) => {
    const choice = choiceOf(state, id);
    const layers = build(specOf(choice));
    const first = texts.indexOf(texts[i]!);
    const joins = layers.filter(({ kind }) => kind === "add").length;
    return { id, ...choice, ...totals(layers), joins, sameAs: first < i ? ids[first]! : null };
  });
}

interface Experiment {
  readonly version: string;
  readonly command: string;
  readonly epochs: number;
  readonly seeds: readonly number[];
  readonly variants: readonly (BlockVariant & { readonly t: number; readonly accuracy: readonly number[] })[];
}

function find(variants: readonly Variant[], seeds: readonly number[], epochs: number): Recorded | null {
  for (const run of recorded.experiments as readonly Experiment[]) {
    if (run.epochs !== epochs || run.seeds.join() !== seeds.join()) continue;
    const found = variants.map(({ id, neck, shortcut, t, filter, after }) => {
      const twin = run.variants.find(
        (one) =>
          one.neck === neck &&
          one.shortcut === shortcut &&
          one.t === Number(t) &&
          one.filter === filter &&
          one.after === after,
      );
      return twin && ([id, twin.accuracy] as const);
    });
    if (!found.every((one) => one !== undefined)) continue;
    return { version: run.version, command: run.command, accuracy: Object.fromEntries(found) };
  }
  return null;
}

export function compute(state: AblationState): AblationData {
  const variants = variantsOf(state);
  const seeds = seedsOf(state);
  const { epochs } = state;
  const madds = variants.reduce((sum, variant) => sum + variant.madds, 0);
  const { shard } = labRecipe({ seed: 1, epochs, test: TEST });
  const seen = Math.floor(TRAIN / shard) * shard;
  const work = madds * seeds.length * epochs * (3 * seen + TEST);
  return { variants, train: TRAIN, test: TEST, seeds, epochs, work, recorded: find(variants, seeds, epochs) };
}
