import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { writeNetwork } from "../../kernels/formats/network-file.ts";
import { scalingOf } from "../../kernels/formats/open-weights.ts";
import { toFileOrder } from "../../kernels/training/layout.ts";
import type { Session } from "../../kernels/training/session.ts";
import type { EpochLog } from "./checkpoint.ts";
import { origin } from "./data.ts";
import type { Project, Stage } from "./recipes.ts";

/** A run as it stands, and the one that it started from. */
export interface Trained {
  readonly session: Session;
  readonly log: readonly EpochLog[];
  readonly before?: Trained;
}

/** What training knows of a model card; `npm run evaluate` adds what the test set says. */
export interface TrainingCard {
  readonly network: string;
  readonly data: ReturnType<typeof origin> & {
    readonly licence: string;
    readonly training: number;
    readonly validation: number;
  };
  readonly recipe: Project["recipe"];
  /** The commit whose code trained it. */
  readonly code: string;
  readonly log: readonly EpochLog[];
  readonly before?: Stage & { readonly log: readonly EpochLog[] };
}

function commit(): string {
  try {
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  } catch {
    return "unknown";
  }
}

/** Writes the averaged weights as float16 with their metadata, and the training half of the model card. */
export async function exportNetwork(
  folder: string,
  { spec, data, ...project }: Project,
  { session, log, before }: Trained,
): Promise<void> {
  const { averageLearned, averageStatistics } = session.arrays;
  const weights = new Map(
    session.layout.slots.map((slot) => [
      slot.name,
      { shape: slot.shape, data: toFileOrder(slot, slot.learned ? averageLearned : averageStatistics) },
    ]),
  );
  const { recipe } = session;
  const images = session.stepsPerEpoch * recipe.shard * recipe.shards;
  const card: TrainingCard = {
    network: spec.name,
    data: { ...origin(data), licence: data.licence, training: session.trainingImages, validation: recipe.validation },
    recipe,
    code: commit(),
    log,
    ...(project.before && before && { before: { ...project.before, log: before.log } }),
  };
  const earlier = before ? ` after ${before.log.length} on other strides` : "";
  const buffer = writeNetwork(spec, weights, {
    dtype: "F16",
    labels: data.labels,
    scaling: scalingOf("unit", spec.input.c),
    rest: {
      padding: spec.padding,
      data: `${data.package}; ${data.licence}`,
      seed: String(recipe.seed),
      recipe: JSON.stringify(recipe),
      trained: `${log.length} epochs of ${images} images${earlier}; moving average of the weights; code ${card.code}`,
    },
  });
  await writeFile(`${folder}/${spec.name}.safetensors`, new Uint8Array(buffer));
  await writeFile(`${folder}/${spec.name}.json`, `${JSON.stringify(card)}\n`);
}
