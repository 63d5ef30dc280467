/** A worker that trains one small network after another, and can be paused between two steps. */
import plain from "@kernels/training/training.simd.ts?wasm=plain";
import { readImageSet, type SplitSet } from "@kernels/formats/image-set.ts";
import { build } from "@kernels/models/build.ts";
import { Arena } from "@kernels/training/arena.ts";
import { labRun } from "@kernels/training/lab.ts";
import { arenaBytes, TrainingNetwork } from "@kernels/training/network.ts";
import { REFERENCE_OPS } from "@kernels/training/reference.ts";
import { simdOps, type SimdExports } from "@kernels/training/simd-ops.ts";
import type { Layer } from "@kernels/models/layer.ts";
import { backends } from "./engine-choice.ts";
import { holdLife } from "./lifeline.ts";
import { breathe, makeFetcher } from "./task.ts";
import type { TrainingAnswer, TrainingRequest } from "./training-protocol.ts";

/** Where the bundled images lie below public/. */
const IMAGES = "data/digits-subset.bin";
/** Between two pieces of news: a page needs no more to draw. */
const NEWS_MS = 300;
/** Between two breaths, so that a pause is heard soon. */
const BREATH_MS = 30;
const PAGE = 65536;

const say = (answer: TrainingAnswer): void => {
  self.postMessage(answer);
};

let images: Promise<SplitSet> | undefined;
let compiled: Promise<WebAssembly.Module> | undefined;
/** Set while the page has paused us; resolves when it lets us go on. */
let paused: PromiseWithResolvers<void> | undefined;

async function fetchImages(base: string): Promise<SplitSet> {
  images ??= makeFetcher(base)(IMAGES).then(readImageSet);
  try {
    return await images;
  } catch (error) {
    images = undefined;
    throw error;
  }
}

async function compileOps(): Promise<WebAssembly.Module> {
  compiled ??= fetch(plain).then(async (answer) => {
    if (!answer.ok) throw new Error(`The trainer's module answered ${String(answer.status)}.`);
    return WebAssembly.compile(await answer.arrayBuffer());
  });
  try {
    return await compiled;
  } catch (error) {
    compiled = undefined;
    throw error;
  }
}

/** On SIMD where the browser has it, else on the plain loops, which are some ten times slower. */
async function makeNetwork(layers: readonly Layer[], batch: number): Promise<TrainingNetwork> {
  const bytes = arenaBytes(layers, batch);
  if (backends().length === 1)
    return new TrainingNetwork(layers, batch, REFERENCE_OPS, new Arena(new ArrayBuffer(bytes)));
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) + 1 });
  const { exports } = await WebAssembly.instantiate(await compileOps(), { env: { memory } });
  // The first page stays free: compiled modules keep address 0 unused.
  const ops = simdOps(exports as unknown as SimdExports);
  return new TrainingNetwork(layers, batch, ops, new Arena(memory.buffer, PAGE));
}

async function run({ request, job, base }: Extract<TrainingRequest, { kind: "run" }>): Promise<void> {
  const { recipe } = job;
  const layers = build(job.spec);
  const [set, network] = await Promise.all([fetchImages(base), makeNetwork(layers, recipe.shard)]);
  let [told, breath] = [performance.now(), performance.now()];
  let [sum, count] = [0, 0];
  for (const step of labRun(layers, network, set, recipe)) {
    sum += step.loss;
    count++;
    const now = performance.now();
    const isMarked = step.accuracy !== undefined || step.broken !== undefined;
    if (isMarked || now - told >= NEWS_MS) {
      say({ kind: "news", request, news: { ...step, loss: sum / count, images: step.step * recipe.shard } });
      told = now;
      [sum, count] = [0, 0];
    }
    if (now - breath >= BREATH_MS) {
      await breathe();
      await paused?.promise;
      breath = performance.now();
    }
  }
  say({ kind: "return", request });
}

self.addEventListener("message", ({ data }: MessageEvent<TrainingRequest>) => {
  if (data.kind === "run") {
    const { request } = data;
    run(data).catch((error: unknown) => {
      say({ kind: "throw", request, message: error instanceof Error ? error.message : String(error) });
    });
  } else if (data.on) paused ??= Promise.withResolvers();
  else {
    paused?.resolve();
    paused = undefined;
  }
});
void holdLife(self.name).then(() => {
  say({ kind: "alive" });
});
