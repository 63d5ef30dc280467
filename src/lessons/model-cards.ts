/** The model cards that training and evaluation wrote beside the networks in public/networks/. Build time only. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { NetworkSpec } from "@kernels/models/spec.ts";
import { TRAINED, TRAINED_NAMES } from "@kernels/models/trained.ts";

export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly images: number;
  readonly confidence: number;
  readonly accuracy: number;
}

/** A run of the trainer: its recipe, and what each epoch did. */
interface TrainingRun {
  readonly recipe: Readonly<Record<string, unknown>> & { readonly seed: number; readonly epochs: number };
  readonly log: readonly { readonly epoch: number; readonly loss: number; readonly validationAccuracy: number }[];
}

export interface ModelCard extends TrainingRun {
  readonly network: string;
  readonly data: {
    readonly package: string;
    readonly licence: string;
    readonly training: number;
    readonly validation: number;
  };
  readonly code: string;
  /** The classes, in order. */
  readonly labels: readonly string[];
  /** The run whose weights it started from, on a network with other strides. */
  readonly before?: TrainingRun & { readonly spec: NetworkSpec };
  readonly params: number;
  readonly madds: number;
  readonly bytes: number;
  readonly test: {
    readonly command: string;
    readonly images: number;
    readonly correct: number;
    readonly accuracy: number;
    readonly wilson95: readonly [low: number, high: number];
    readonly confusion: readonly (readonly number[])[];
    /** How many test images are, pixel by pixel, among the training images. */
    readonly shared: number;
    /** Answers by the probability that the network gave them; `error` is the mean gap to the share that is right. */
    readonly calibration: { readonly bins: readonly ReliabilityBin[]; readonly error: number };
    /** The same with weights rounded to int8, one scale a channel: bytes of all tensors, right and changed answers. */
    readonly int8: {
      readonly bytes: number;
      readonly halfBytes: number;
      readonly correct: number;
      readonly changed: number;
    };
    /** Every test image that is read wrongly, by its index in the official test set. */
    readonly mistakes: readonly {
      readonly index: number;
      readonly label: number;
      readonly answer: number;
      readonly probability: number;
    }[];
  };
  /** Where our rows differ from the paper's table 2: part ("row 3", "stem"), field ("c", "s"), both values. */
  readonly differences: readonly {
    readonly part: string;
    readonly field: string;
    readonly paper: number;
    readonly ours: number;
  }[];
}
const FOLDER = join(process.cwd(), "public", "networks");

export async function modelCards(): Promise<readonly { readonly card: ModelCard; readonly spec: NetworkSpec }[]> {
  const files = await readdir(FOLDER).catch((): string[] => []);
  const names = TRAINED_NAMES.filter((name) => files.includes(`${name}.json`));
  return Promise.all(
    names.map(async (name) => {
      const card = JSON.parse(await readFile(join(FOLDER, `${name}.json`), "utf8")) as ModelCard;
      if (!("test" in card))
        throw new Error(`public/networks/${name}.json: not evaluated; run npm run evaluate -- ${name}`);
      return { card, spec: TRAINED[name] };
    }),
  );
}

/** "optimiser.momentum" → 0.9: the recipe as rows. */
export function flatten(group: Readonly<Record<string, unknown>>, prefix = ""): readonly (readonly [string, string])[] {
  return Object.entries(group).flatMap(([key, value]) =>
    typeof value === "object" && value !== null
      ? flatten(value as Readonly<Record<string, unknown>>, `${prefix}${key}.`)
      : [[prefix + key, String(value)] as const],
  );
}

/** The pairs of classes that are mistaken for one another most, both directions together. */
export function confusedPairs({ labels, test: { confusion } }: ModelCard, most = 3) {
  const pairs = labels.flatMap((a, i) =>
    labels.slice(i + 1).map((b, k) => ({ a, b, images: confusion[i]![i + 1 + k]! + confusion[i + 1 + k]![i]! })),
  );
  return pairs.sort((one, other) => other.images - one.images).slice(0, most);
}

/** Whether a network is right more often than its probabilities say. */
export function isModest({ test: { accuracy, images, calibration } }: ModelCard): boolean {
  const given = calibration.bins.reduce((sum, bin) => sum + bin.images * bin.confidence, 0) / images;
  return given < accuracy;
}
