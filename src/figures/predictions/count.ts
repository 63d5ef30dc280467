/** How many of the test images that come with the site a network reads rightly. Loaded when a reader asks for it. */
import type { Task } from "@/figures/shell/contract.ts";
import { type LoadedNetwork, loadNetwork } from "@/figures/shell/network.ts";
import { runLayers } from "@kernels/engine/reference.ts";
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
  readonly interval: readonly [low: number, high: number];
  /** Images that only one of the two reads rightly. */
  readonly onlyThis: number;
  readonly onlyPaper: number;
  /** Whether such a split of them is rarer than one in twenty where neither network is better. */
  readonly isTold: boolean;
}

/** Images between two breaths: a cancel is heard, and the bar moves. */
const STRIDE = 10;

function* inputsOf(network: LoadedNetwork, { h, w, labels, pixels }: SplitSet): Generator<Tensor> {
  const [mean = 0] = network.metadata.scaling.mean;
  const [std = 1] = network.metadata.scaling.std;
  for (let image = 0; image < labels.length; image++) {
    const grey = pixels.subarray(image * h * w, (image + 1) * h * w);
    yield { shape: [h, w, 1], data: Float32Array.from(grey, (value) => (value / 255 - mean) / std) };
  }
}

async function logitsOf({ key, layers, weights, prepared }: LoadedNetwork, input: Tensor, task: Task) {
  const run = await task.engine?.({ key, layers, weights, input, kept: layers.at(-1)!.inputs[0]! });
  if (run && !("failed" in run)) return run.logits;
  let logits: Float32Array = new Float32Array();
  for (const { tensor } of runLayers(layers, prepared, input)) logits = tensor.data;
  return logits;
}

/** For each image whether the network reads it rightly; `told` hears the share that is done. */
const marksOf = (network: LoadedNetwork, set: SplitSet, task: Task, told: (share: number) => Promise<void>) =>
  task.memo(`counted/${network.key}`, async () => {
    const marks: boolean[] = [];
    for (const input of inputsOf(network, set)) {
      const logits = await logitsOf(network, input, task);
      marks.push(logits.indexOf(Math.max(...logits)) === set.labels[marks.length]);
      if (marks.length % STRIDE === 0) await told(marks.length / set.labels.length);
    }
    return marks;
  });

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
  const paperRight = countOf(others);
  return {
    ...found,
    paper: {
      right: paperRight,
      interval: wilson(paperRight, images),
      onlyThis,
      onlyPaper,
      isTold: signTest(onlyThis, onlyPaper) < 0.05,
    },
  };
}
