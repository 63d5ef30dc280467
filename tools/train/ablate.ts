// Records a comparison of the ablation laboratory: `npm run ablate -- necks`. The page runs the same kernels and recipe.
import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { format } from "prettier";
import {
  type Change,
  COMPARISONS,
  type ComparisonName,
  EPOCHS,
  SEEDS,
} from "../../kernels/experiments/ablation/config.ts";
import { readImageSet } from "../../kernels/formats/image-set.ts";
import { ABLATION } from "../../kernels/models/ablation.ts";
import { build } from "../../kernels/models/build.ts";
import { ablate, PAPER_BLOCK } from "../../kernels/models/variant.ts";
import { Arena } from "../../kernels/training/arena.ts";
import { labRecipe, labRun } from "../../kernels/training/lab.ts";
import { arenaBytes, TrainingNetwork } from "../../kernels/training/network.ts";
import { type SimdExports, simdOps } from "../../kernels/training/simd-ops.ts";
import { pairedDifference } from "../../kernels/statistics/paired.ts";
import { compileWasm } from "../build/wasm.mjs";

const RESULT = "kernels/experiments/ablation/result.json";
const PAGE = 65536;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const name = process.argv[2] ?? "";
if (!(name in COMPARISONS)) {
  say(`Which comparison? One of: ${Object.keys(COMPARISONS).join(", ")}. Example: npm run ablate -- necks`);
  process.exit(1);
}
const changes: readonly Change[] = COMPARISONS[name as ComparisonName];
const file = await readFile("public/data/digits-subset.bin");
const images = readImageSet(file.buffer.slice(file.byteOffset, file.byteOffset + file.length));
const wasm = await WebAssembly.compile(await compileWasm("kernels/training/training.simd.ts"));

/** One run: mean loss and test accuracy of every epoch. */
async function train(change: Change, seed: number): Promise<{ loss: number[]; accuracy: number[] }> {
  const layers = build(ablate(ABLATION, change));
  const recipe = labRecipe({ seed, epochs: EPOCHS, test: images.test });
  const memory = new WebAssembly.Memory({ initial: Math.ceil(arenaBytes(layers, recipe.shard) / PAGE) + 1 });
  const { exports } = await WebAssembly.instantiate(wasm, { env: { memory } });
  const ops = simdOps(exports as unknown as SimdExports);
  const network = new TrainingNetwork(layers, recipe.shard, ops, new Arena(memory.buffer, PAGE));
  const [loss, accuracy]: [number[], number[]] = [[], []];
  let [sum, count] = [0, 0];
  for (const step of labRun(layers, network, images, recipe)) {
    if (step.broken)
      throw new Error(`Step ${step.step}: the ${step.broken.where} of ${step.broken.layer} are no numbers.`);
    sum += step.loss;
    count++;
    if (step.accuracy === undefined) continue;
    loss.push(Number((sum / count).toFixed(4)));
    accuracy.push(step.accuracy);
    [sum, count] = [0, 0];
  }
  return { loss, accuracy };
}

const git = (...args: string[]): string => execFileSync("git", args, { encoding: "utf8" }).trim();
// The trainer's own tree in Git: it stays what it is when commits around it are moved.
const changed = git("status", "--porcelain", "--", "kernels/training", "kernels/models", "public/data");
const version = git("rev-parse", "--short=10", "HEAD:kernels/training") + (changed === "" ? "" : " with changes");

const variants = [];
for (const change of changes) {
  const log = [];
  for (const seed of SEEDS) {
    const run = await train(change, seed);
    log.push({ seed, ...run });
    say(`${JSON.stringify(change)} seed ${seed}: ${run.accuracy.map((share) => share.toFixed(3)).join(" ")}`);
  }
  variants.push({ ...PAPER_BLOCK, t: 6, ...change, accuracy: log.map(({ accuracy }) => accuracy.at(-1)!), log });
}
const [first, ...rest] = variants.map(({ accuracy }) => accuracy.map((share) => 100 * share));
for (const other of rest) {
  const { mean, interval } = pairedDifference(first!, other, { together: rest.length });
  say(`minus the first: ${mean.toFixed(2)} points, ${interval?.map((bound) => bound.toFixed(2)).join(" to ")}`);
}
interface Result {
  readonly experiments: readonly { readonly name: string }[];
}
const { experiments } = JSON.parse(await readFile(RESULT, "utf8")) as Result;
const made = {
  name,
  command: `npm run ablate -- ${name}`,
  version,
  data: "public/data/digits-subset.bin",
  epochs: EPOCHS,
  seeds: SEEDS,
  variants,
};
const kept = [...experiments.filter((one) => one.name !== name), made];
await writeFile(RESULT, await format(JSON.stringify({ experiments: kept }), { parser: "json", printWidth: 120 }));
