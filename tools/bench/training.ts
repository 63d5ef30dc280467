// npm run bench -- training: how fast our trainer learns `digits`, on one worker and on two, beside TensorFlow.js on the
// backends that run in Node, from the same weights on the same images, in turns. Beside it the engine's inference, in
// multiply-adds: a step costs three times those of a forward pass. Its numbers have no verdict.
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import { totals } from "../../kernels/cost/totals.ts";
import { build } from "../../kernels/models/build.ts";
import { seededRandom } from "../../kernels/random.ts";
import { layoutOf, toFileOrder } from "../../kernels/training/layout.ts";
import type { Recipe } from "../../kernels/training/recipe.ts";
import { Session } from "../../kernels/training/session.ts";
import type { ImageSet } from "../../kernels/training/shard.ts";
import { compileWasm } from "../build/wasm.mjs";
import { Crew } from "../train/crew.ts";
import { nodeEngine } from "../train/node-engine.ts";
import { PROJECTS } from "../train/recipes.ts";
import { root } from "../setup/root.mjs";
import type { TfjsTraining } from "./training/tfjs.ts";

const { values } = parseArgs({
  options: { network: { type: "string", default: "digits" }, rounds: { type: "string", default: "5" } },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const project = PROJECTS[values.network];
if (!project)
  throw new Error(`There is no network "${values.network}"; there are ${Object.keys(PROJECTS).join(", ")}.`);
const rounds = Number(values.rounds);
const { spec } = project;
const layers = build(spec);
const layout = layoutOf(layers);
const { madds } = totals(layers);

// Speed does not depend on what the images show. No augmentation: the other side has none.
const still = { rotate: 0, shift: 0, scale: 0, shear: 0, elastic: 0 };
const recipe: Recipe = {
  ...project.recipe,
  augmentation: still,
  validation: 0,
  schedule: { kind: "constant", peak: 0.05 },
};
const batch = recipe.shard * recipe.shards;
const random = seededRandom(recipe.seed);
const size = spec.input.h * spec.input.w;
const images: ImageSet = {
  h: spec.input.h,
  c: spec.input.c,
  w: spec.input.w,
  pixels: Uint8Array.from({ length: 8 * batch * size }, () => 256 * random()),
  labels: Uint8Array.from({ length: 8 * batch }, () => spec.classes * random()),
};

// Its gradients are in modules that Node cannot read unbundled.
const outfile = join(root, ".cache/bench/tfjs.mjs");
await esbuild.build({
  entryPoints: [join(root, "tools/bench/training/tfjs.ts")],
  ...{ outfile, bundle: true, format: "esm", platform: "node", mainFields: ["module", "main"], logLevel: "error" },
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url); const __dirname = import.meta.dirname;',
  },
});
const tf = (await import(pathToFileURL(outfile).href)) as typeof import("./training/tfjs.ts");
tf.prepareWasm(`${join(root, "node_modules/@tensorflow/tfjs-backend-wasm/dist")}/`);

interface Runner {
  readonly name: string;
  /** Trains on a few batches; images a second. */
  run(): number;
}

/** Mean loss of the first shard under the first weights: all sides must find the same. */
const first = (): Session => new Session(layout, recipe, images.labels.length);
const shardPixels = Float32Array.from(images.pixels.subarray(0, recipe.shard * size), (pixel) => pixel / 255);
const shardLabels = images.labels.slice(0, recipe.shard);

async function ours(workers: number): Promise<Runner & { readonly loss: number; leave(): Promise<void> }> {
  const session = first();
  const { learned, statistics } = session.arrays;
  const crew = await Crew.hire(spec, recipe, images, workers);
  const { loss } = crew.train(
    { learned, statistics },
    Uint32Array.from({ length: recipe.shard }, (_, i) => i),
    0,
  );
  return {
    name: `ours, ${workers} ${workers === 1 ? "worker" : "workers"}`,
    loss: loss / recipe.shard,
    run() {
      const start = performance.now();
      for (let step = 0; step < 4; step++) {
        const indices = Uint32Array.from({ length: batch }, (_, i) => (step * batch + i) % images.labels.length);
        session.apply(crew.train({ learned, statistics }, indices, 0).shards);
      }
      return (4000 * batch) / (performance.now() - start);
    },
    leave: () => crew.dismiss(),
  };
}

/** On one of TensorFlow.js's backends, or the kernels that it lacks for this. */
async function theirs(backend: string): Promise<(Runner & { readonly loss: number }) | readonly string[]> {
  const training = (): TfjsTraining => {
    const options = { rate: 0.05, momentum: 0.9, smoothing: recipe.smoothing };
    return tf.tfjsTraining(layers, layout, first().arrays.learned, options);
  };
  await tf.setBackend("cpu");
  const few = shardLabels.slice(0, 2);
  const needed = await training().kernels(shardPixels.slice(0, 2 * size), few);
  const has = tf.kernelsOf(backend);
  const missing = needed.filter((name) => !has.has(name));
  if (missing.length > 0) return missing;
  await tf.setBackend(backend);
  const own = training();
  const loss = own.step(shardPixels, shardLabels);
  return {
    name: `tfjs-${backend}`,
    loss,
    run() {
      const start = performance.now();
      own.step(shardPixels, shardLabels);
      return (1000 * recipe.shard) / (performance.now() - start);
    },
  };
}

/** The engine's forward pass, images a second on one thread. */
async function inference(): Promise<Runner> {
  const { learned, statistics } = first().arrays;
  const weights = new Map(
    layout.slots.map((slot) => {
      const data = toFileOrder(slot, slot.learned ? learned : statistics);
      return [slot.name, { shape: slot.shape, data }];
    }),
  );
  const engine = nodeEngine(await compileWasm("kernels/engine/engine.simd.ts"), layers, weights);
  const input = { shape: [spec.input.h, spec.input.w, spec.input.c] as const, data: shardPixels.slice(0, size) };
  return {
    name: "inference, 1 thread",
    run() {
      const start = performance.now();
      for (let i = 0; i < 200; i++) engine.run(input);
      return 200_000 / (performance.now() - start);
    },
  };
}

const crews = [await ours(1), await ours(2)];
const others: Awaited<ReturnType<typeof theirs>>[] = [];
for (const backend of ["cpu", "wasm"]) {
  const found = await theirs(backend);
  if (Array.isArray(found)) say(`tfjs-${backend} cannot train it: it has no ${found.join(", ")}`);
  else others.push(found);
}
const peers = others.filter((one) => !Array.isArray(one)) as (Runner & { readonly loss: number })[];
for (const { name, loss } of [...crews, ...peers]) say(`${name}: first loss ${loss.toFixed(6)}`);
const losses = [...crews, ...peers].map(({ loss }) => loss);
if (Math.max(...losses) - Math.min(...losses) > 1e-4) throw new Error("They do not compute the same: no race.");

const runners: readonly Runner[] = [...crews, ...peers, await inference()];
const rates = runners.map((): number[] => []);
for (let round = 0; round <= rounds; round++) {
  for (const [i, runner] of runners.entries()) {
    if (runner.name.startsWith("tfjs-")) await tf.setBackend(runner.name.slice(5));
    const rate = runner.run();
    // The first round warms up.
    if (round > 0) rates[i]!.push(rate);
  }
}
await Promise.all(crews.map((crew) => crew.leave()));

const median = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]!;
const middle = rates.map(median);
const best = Math.max(...runners.flatMap(({ name }, i) => (name.startsWith("tfjs-") ? [middle[i]!] : [])));
say(`\n${spec.name}: ${madds} multiply-adds a picture forward, three times that a training step; ${rounds} rounds`);
for (const [i, { name }] of runners.entries()) {
  const passes = name.startsWith("inference") ? 1 : 3;
  const spread = [Math.min(...rates[i]!), Math.max(...rates[i]!)].map((rate) => rate.toFixed(0));
  const ratio = name.startsWith("ours") ? `  ${(middle[i]! / best).toFixed(1)} × the fastest tfjs` : "";
  say(
    `${name.padEnd(20)} ${middle[i]!.toFixed(0).padStart(6)} images/s (${spread.join(" to ")})  ${((passes * madds * middle[i]!) / 1e9).toFixed(2)} GMAdd/s${ratio}`,
  );
}
