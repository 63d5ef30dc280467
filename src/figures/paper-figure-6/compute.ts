/** The recorded runs of our repetition of MobileNetV2's figure 6, and how each variant differs from the paper's block. */
import recorded from "@kernels/experiments/figure-6/result.json" with { type: "json" };
import type { VariantName } from "@kernels/models/figure-6.ts";
import { pairedDifference } from "@kernels/statistics/paired.ts";

/** What each half of the figure compares; the first is the paper's block. */
const HALVES = {
  neck: ["paper", "relu6-neck"],
  shortcut: ["paper", "expansions", "none"],
} as const satisfies Readonly<Record<string, readonly VariantName[]>>;
export type Half = keyof typeof HALVES;

export interface PaperFigure6State {
  readonly half: Half;
  /** The epoch after which the variants are compared, from 1. */
  readonly epoch: number;
}

export interface VariantRuns {
  readonly name: VariantName;
  readonly params: number;
  readonly madds: number;
  /** Share of the test images that are right, after every epoch. */
  readonly runs: readonly { readonly seed: number; readonly accuracy: readonly number[] }[];
  /** Mean of the runs after every epoch. */
  readonly mean: readonly number[];
}

/** A variant minus the paper's block, seed by seed, in points of a hundred. */
export interface Difference {
  readonly name: VariantName;
  readonly bySeed: readonly number[];
  readonly mean: number;
  /** All intervals of one half hold together with 95 %. */
  readonly interval: readonly [low: number, high: number];
  readonly isTold: boolean;
}

export interface PaperFigure6Data {
  readonly half: Half;
  readonly epoch: number;
  readonly variants: readonly VariantRuns[];
  readonly differences: readonly Difference[];
  readonly training: number;
  readonly test: number;
  readonly epochs: number;
  readonly command: string;
  readonly version: string;
}

function runsOf(name: VariantName): VariantRuns {
  const { params, madds, log } = recorded.variants.find((one) => one.name === name)!;
  const runs = log.map(({ seed, accuracy }) => ({ seed, accuracy }));
  const mean = Array.from(
    { length: recorded.epochs },
    (_, epoch) => runs.reduce((sum, { accuracy }) => sum + accuracy[epoch]!, 0) / runs.length,
  );
  return { name, params, madds, runs, mean };
}

export function compute({ half, epoch }: PaperFigure6State): PaperFigure6Data {
  const variants = HALVES[half].map(runsOf);
  const points = ({ runs }: VariantRuns): number[] => runs.map(({ accuracy }) => 100 * accuracy[epoch - 1]!);
  const [paper, ...others] = variants;
  const differences = others.map((other) => {
    const [first, second] = [points(paper!), points(other)];
    const { mean, interval, isTold } = pairedDifference(first, second, { together: others.length });
    const bySeed = second.map((value, i) => value - first[i]!);
    return { name: other.name, bySeed, mean, interval: interval ?? ([mean, mean] as const), isTold: isTold === true };
  });
  const { training, test, epochs, command, version } = recorded;
  return { half, epoch, variants, differences, training, test, epochs, command, version };
}
