import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { totals } from "../../kernels/cost/totals.ts";
import { build } from "../../kernels/models/build.ts";
import { type Breakdown, findBreakdown, isSound, likelyCause } from "../../kernels/training/breakdown.ts";
import { layoutOf } from "../../kernels/training/layout.ts";
import { Session } from "../../kernels/training/session.ts";
import type { ImageSet } from "../../kernels/training/shard.ts";
import type { EpochLog } from "./checkpoint.ts";
import { resume, saveCheckpoint } from "./checkpoint.ts";
import { Crew } from "./crew.ts";
import { curveSvg, logCsv } from "./curve.ts";
import { exportNetwork, type Trained } from "./export.ts";
import type { Project } from "./recipes.ts";

export interface RunOptions {
  /** Where checkpoint, network, log and curve go. */
  readonly folder: string;
  readonly workers: number;
  /** Starts anew even if the folder holds a checkpoint. */
  readonly fresh?: boolean;
  /** Leaves after this epoch; a later run goes on. */
  readonly stop?: number;
  readonly say: (line: string) => void;
  /** Called a few times an epoch with the share of it that is done. */
  readonly progress?: (share: number, imagesPerSecond: number) => void;
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

/** "54 s", "12 min", "3.5 h" */
function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/**
 * Trains a network epoch by epoch, first the run before it if it has one. After each epoch, the folder holds a checkpoint to resume from, the network, the log and
 * its curve; an interruption costs the epoch that was under way.
 *
 * @throws {Error} if a step's numbers are no longer finite: with the step, the layer, the likely cause, and where the
 * last good weights are
 */
export async function train(project: Project, images: ImageSet, options: RunOptions): Promise<Trained> {
  const { spec, recipe, data } = project;
  const { folder, say } = options;
  const before = project.before && (await trainBefore({ data, ...project.before }, images, options));
  await mkdir(folder, { recursive: true });
  const layers = build(spec);
  const session = new Session(layoutOf(layers), recipe, images.labels.length);
  const checkpoint = join(folder, "checkpoint.bin");
  const log: EpochLog[] = [];
  const trained: Trained = { session, log, ...(before && { before }) };
  const resumed = options.fresh ? undefined : await resume(checkpoint, session, spec);
  if (resumed) log.push(...resumed);
  else if (before) session.startFrom(before.session);
  if (session.epoch > 0) say(`Going on after epoch ${session.epoch} of ${recipe.epochs}.`);

  const madds = totals(layers).madds;
  const started = log.length;
  const crew = await Crew.hire(spec, recipe, images, options.workers);
  try {
    while (session.epoch < (options.stop ?? recipe.epochs)) {
      const line = trainEpoch(session, crew, images, options);
      log.push(line);
      await saveCheckpoint(checkpoint, session, spec, log);
      await exportNetwork(folder, project, trained);
      await writeFile(join(folder, "log.csv"), logCsv(log));
      await writeFile(join(folder, "curve.svg"), curveSvg(log));
      const recent = log.slice(started).slice(-3);
      const perEpoch = recent.reduce((sum, { seconds }) => sum + seconds, 0) / recent.length;
      say(epochLine(line, session, madds, perEpoch));
    }
  } finally {
    await crew.dismiss();
  }
  return trained;
}

/** The run that another starts from, whole, in a folder of its own within the other's. */
function trainBefore(project: Project, images: ImageSet, { stop: _, ...options }: RunOptions): Promise<Trained> {
  options.say(`First the run before: ${project.recipe.epochs} epochs.`);
  return train(project, images, { ...options, folder: join(options.folder, "before") });
}

/** One line: how the epoch went, how fast, and how long the rest will take. A step costs three forward passes. */
function epochLine(line: EpochLog, { recipe, ...session }: Session, madds: number, perEpoch: number): string {
  const rate = (session.stepsPerEpoch * recipe.shard * recipe.shards) / line.seconds;
  return [
    `epoch ${line.epoch}/${recipe.epochs}`,
    `loss ${line.loss.toFixed(4)}`,
    `training ${percent(line.trainAccuracy)}`,
    `held out ${percent(line.validationAccuracy)} (plain ${percent(line.validationAccuracyPlain)})`,
    `rate ${line.rate.toFixed(4)}`,
    `${rate.toFixed(0)} images/s`,
    `${Number(((3 * madds * rate) / 1e9).toPrecision(3))} GMAdd/s`,
    `${duration(perEpoch * (recipe.epochs - line.epoch))} left`,
  ].join("  ");
}

function stopped({ step, epoch, rate }: Session, breakdown: Breakdown, folder: string): string {
  const { layer, where } = breakdown;
  const many = where === "weights" || where === "activations";
  return [
    `Step ${step + 1} (epoch ${epoch + 1}): the ${where} of ${layer} ${many ? "are no longer numbers" : "is no longer a number"}.`,
    likelyCause(breakdown, rate, step === 0),
    epoch > 0
      ? `The last good weights, those after epoch ${epoch}, are in ${folder}.`
      : "No epoch was finished, so there are no good weights yet.",
  ].join(" ");
}

function trainEpoch(session: Session, crew: Crew, images: ImageSet, { folder, progress }: RunOptions): EpochLog {
  const start = performance.now();
  const { recipe, rate } = session;
  const { learned, statistics, averageLearned, averageStatistics } = session.arrays;
  const order = session.order();
  const batch = recipe.shard * recipe.shards;
  let loss = 0;
  let correct = 0;
  for (let step = 0; step < session.stepsPerEpoch; step++) {
    const result = crew.train({ learned, statistics }, order.subarray(step * batch, (step + 1) * batch), session.epoch);
    if (!isSound(result.loss, result.shards))
      throw new Error(stopped(session, findBreakdown(session.layout, learned, result.shards), folder));
    session.apply(result.shards);
    loss += result.loss;
    correct += result.correct;
    const seen = (step + 1) * batch;
    if (step % 50 === 49) progress?.(seen / session.trainingImages, (1000 * seen) / (performance.now() - start));
  }
  session.epoch++;
  const seen = session.stepsPerEpoch * batch;
  const first = images.labels.length - recipe.validation;
  const heldOut = Uint32Array.from({ length: recipe.validation }, (_, i) => first + i);
  const accuracy = (weights: Parameters<Crew["classify"]>[0]): number => {
    const answers = crew.classify(weights, heldOut);
    return answers.filter((answer, i) => answer === images.labels[heldOut[i]!]).length / heldOut.length;
  };
  return {
    epoch: session.epoch,
    loss: loss / seen,
    trainAccuracy: correct / seen,
    validationAccuracy: accuracy({ learned: averageLearned, statistics: averageStatistics }),
    validationAccuracyPlain: accuracy({ learned, statistics }),
    rate,
    seconds: (performance.now() - start) / 1000,
  };
}
