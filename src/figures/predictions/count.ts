/** How many of the test images that come with the site a network reads rightly. Loaded when a reader asks for it. */
import type { Task } from "@/figures/shell/contract.ts";
import { engineJob, type LoadedNetwork, loadNetwork, referenceLogits, tensorOf } from "@/figures/shell/network.ts";
import { readImageSet, type SplitSet } from "@kernels/formats/image-set.ts";
import { signTest } from "@kernels/statistics/sign-test.ts";
import { wilson } from "@kernels/statistics/wilson.ts";
import type { Tensor } from "@kernels/tensor.ts";

export interface Counted {
  readonly images: number;
  readonly right: number;
  /** Wilson's 95 % interval of the share, as a network would show on ever more such images. */
  readonly interval: readonly [low: number, high: number];
  /** The small network with the paper's block on the same images; null for a network that is not compared with it. */
  readonly paper: Against | null;
}

export interface Against {
  readonly right: number;
  /** Images that only one of the two reads rightly. */
  readonly onlyThis: number;
  readonly onlyPaper: number;
  /** Whether such a split of them is rarer than one in twenty where neither network is better. */
  readonly isTold: boolean;
}

/** Images between two breaths: a cancel is heard, and the bar moves. */
const STRIDE = 10;

async function logitsOf(network: LoadedNetwork, input: Tensor, task: Task): Promise<Float32Array> {
  const run = await task.engine?.(engineJob(network, input));
  return run && !("failed" in run) ? run.logits : referenceLogits(network, input);
}

/**
 * For each image whether the network reads it rightly; `told` hears the share that is done. What is known is kept image
 * by image, since a count can be cancelled: the next one, or one beside it, goes on where it was left.
 */
async function marksOf(
  network: LoadedNetwork,
  { h, w, labels, pixels }: SplitSet,
  task: Task,
  told: (share: number) => Promise<void>,
): Promise<readonly boolean[]> {
  const marks = await task.memo(`counted/${network.key}`, (): boolean[] => []);
  for (let image = marks.length; image < labels.length; image++) {
    const input = tensorOf(network, {
      ...{ width: w, height: h },
      grey: pixels.subarray(image * h * w, (image + 1) * h * w),
    });
    const logits = await logitsOf(network, input, task);
    marks[image] = logits.indexOf(Math.max(...logits)) === labels[image];
    if ((image + 1) % STRIDE === 0) await told((image + 1) / labels.length);
  }
  return marks;
}

const countOf = (marks: readonly boolean[]): number => marks.filter(Boolean).length;

export async function count(network: LoadedNetwork, task: Task): Promise<Counted> {
  const set = readImageSet(await task.asset(`data/${network.name}-test.bin`));
  const images = set.labels.length;
  const isCompared = network.built !== "best" && network.built !== "paper";
  const parts = isCompared ? 2 : 1;
  const marks = await marksOf(network, set, task, (share) => task.progress(share / parts));
  const right = countOf(marks);
  const found = { images, right, interval: wilson(right, images) };
  if (!isCompared) return { ...found, paper: null };
  const paper = await loadNetwork(task, network.name, "paper");
  const others = await marksOf(paper, set, task, (share) => task.progress((1 + share) / parts));
  const only = (those: readonly boolean[], not: readonly boolean[]): number =>
    those.filter((isRight, i) => isRight && !not[i]).length;
  const [onlyThis, onlyPaper] = [only(marks, others), only(others, marks)];
  return {
    ...found,
    paper: {
      right: countOf(others),
      onlyThis,
      onlyPaper,
      isTold: signTest(onlyThis, onlyPaper) < 0.05,
    },
  };
}
