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
import { ablate, PAPER_BLOCK } from "../../kernels/models/variant.ts";
import { labRecipe } from "../../kernels/training/lab.ts";
import { pairedDifference } from "../../kernels/statistics/paired.ts";
import { compileWasm } from "../build/wasm.mjs";
import { trainInLab } from "./lab-training.ts";

const RESULT = "kernels/experiments/ablation/result.json";
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

const git = (...args: string[]): string => execFileSync("git", args, { encoding: "utf8" }).trim();
// The trainer's own tree in Git: it stays what it is when commits around it are moved.
const changed = git("status", "--porcelain", "--", "kernels/training", "kernels/models", "public/data");
const version = git("rev-parse", "--short=10", "HEAD:kernels/training") + (changed === "" ? "" : " with changes");

const variants = [];
for (const change of changes) {
  const log = [];
  for (const seed of SEEDS) {
    const recipe = labRecipe({ seed, epochs: EPOCHS, test: images.test });
    const { loss, accuracy } = trainInLab(wasm, ablate(ABLATION, change), images, recipe);
    log.push({ seed, loss, accuracy });
    say(`${JSON.stringify(change)} seed ${seed}: ${accuracy.map((share) => share.toFixed(3)).join(" ")}`);
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
