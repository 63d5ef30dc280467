// Repeats MobileNetV2's figure 6 on clothes: `npm run figure-6`. Four variants, five seeds each, all training images and
// the whole test set. A finished run is kept, so that an interruption costs the runs that were under way.
import { execFileSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { format } from "prettier";
import { totals } from "../../kernels/cost/totals.ts";
import { EPOCHS, recipeOf, SEEDS, SHIPPED_SEED } from "../../kernels/experiments/figure-6/config.ts";
import { build } from "../../kernels/models/build.ts";
import { VARIANT_NAMES, VARIANTS, variantSpec } from "../../kernels/models/figure-6.ts";
import { pairedDifference } from "../../kernels/statistics/paired.ts";
import type { ImageSet } from "../../kernels/training/shard.ts";
import { compileWasm } from "../build/wasm.mjs";
import { loadImages, origin } from "./data.ts";
import { FASHION } from "./datasets.ts";
import type { Figure6Data, Job, Made } from "./figure-6-worker.ts";

const RESULT = "kernels/experiments/figure-6/result.json";
const SHIPPED = "public/networks/figure-6";
const { values } = parseArgs({
  options: {
    ship: { type: "boolean", default: false },
    workers: { type: "string", default: String(Math.min(availableParallelism(), 4)) },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const git = (...args: string[]): string => execFileSync("git", args, { encoding: "utf8" }).trim();
// The trainer's own tree in Git: it stays what it is when commits around it are moved.
const changed = git("status", "--porcelain", "--", "kernels/training", "kernels/models");
const version = git("rev-parse", "--short=10", "HEAD:kernels/training") + (changed === "" ? "" : " with changes");
const folder = join(".cache/train/figure-6", `${EPOCHS}-epochs`);
await mkdir(folder, { recursive: true });
const pathOf = ({ variant, seed }: Job, kind: string): string => join(folder, `${variant}-${seed}.${kind}`);

const PLACE = { cache: ".cache" };
const parts = [await loadImages(FASHION, "train", PLACE, say), await loadImages(FASHION, "test", PLACE, say)];
const joined = (of: (part: ImageSet) => Uint8Array): Uint8Array => {
  const arrays = parts.map(of);
  const all = new Uint8Array(new SharedArrayBuffer(arrays.reduce((sum, { length }) => sum + length, 0)));
  all.set(arrays[0]!);
  all.set(arrays[1]!, arrays[0]!.length);
  return all;
};
const { h, w, c } = parts[0]!;
const test = parts[1]!.labels.length;
const workerData: Figure6Data = {
  images: { h, w, c, pixels: joined(({ pixels }) => pixels), labels: joined(({ labels }) => labels) },
  test,
  labels: FASHION.labels,
  origin: `${FASHION.package}; ${FASHION.licence}`,
  code: version,
  wasm: await compileWasm("kernels/training/training.simd.ts"),
};

type Run = Omit<Made, "file">;
const runs: Run[] = [];
const waiting: Job[] = [];
// Seed by seed, so that what is done after half the time is half of every variant.
for (const seed of SEEDS) {
  for (const variant of VARIANT_NAMES) {
    const job = { variant, seed };
    try {
      runs.push(JSON.parse(await readFile(pathOf(job, "json"), "utf8")) as Run);
    } catch {
      waiting.push(job);
    }
  }
}
if (runs.length > 0) say(`${runs.length} runs are kept from before; ${waiting.length} to go.`);

/** One worker takes the next run until none is left. */
const crew = (): Promise<void> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./figure-6-worker.ts", import.meta.url), { workerData });
    const next = (): void => {
      const job = waiting.shift();
      if (job) worker.postMessage(job);
      else void worker.terminate().then(() => resolve());
    };
    worker.on("error", reject);
    worker.on("message", ({ file, ...run }: Made) => {
      runs.push(run);
      void (async (): Promise<void> => {
        await writeFile(pathOf(run, "safetensors"), new Uint8Array(file));
        await writeFile(pathOf(run, "json"), `${JSON.stringify(run)}\n`);
        const shares = run.accuracy.map((share) => (100 * share).toFixed(2)).join(" ");
        say(`${run.variant} seed ${run.seed}: ${shares} % (${run.seconds} s)`);
      })().then(next, reject);
    });
    next();
  });
await Promise.all(Array.from({ length: Math.min(Number(values.workers), waiting.length) }, crew));

const variants = VARIANT_NAMES.map((name) => {
  const { params, madds } = totals(build(variantSpec(name)));
  const log = SEEDS.map((seed) => runs.find((run) => run.variant === name && run.seed === seed)!).map(
    ({ seed, loss, accuracy, seconds }) => ({ seed, loss, accuracy, seconds }),
  );
  return { name, change: VARIANTS[name], params, madds, accuracy: log.map(({ accuracy }) => accuracy.at(-1)!), log };
});
const [paper, ...rest] = variants;
const shares = (accuracy: readonly number[]): number[] => accuracy.map((share) => 100 * share);
for (const other of rest) {
  const { mean, interval } = pairedDifference(shares(paper!.accuracy), shares(other.accuracy));
  say(`${other.name} minus paper: ${mean.toFixed(2)} points, ${interval!.map((at) => at.toFixed(2)).join(" to ")}`);
}
const result = {
  command: "npm run figure-6",
  version,
  data: { ...origin(FASHION), licence: FASHION.licence },
  training: parts[0]!.labels.length,
  test,
  epochs: EPOCHS,
  recipe: recipeOf(SEEDS[0], test),
  seeds: SEEDS,
  shippedSeed: SHIPPED_SEED,
  variants,
};
await writeFile(RESULT, await format(JSON.stringify(result), { parser: "json", printWidth: 120 }));
say(`Written to ${RESULT}.`);
if (values.ship) {
  await mkdir(SHIPPED, { recursive: true });
  for (const variant of VARIANT_NAMES) {
    const bytes = await readFile(pathOf({ variant, seed: SHIPPED_SEED }, "safetensors"));
    await writeFile(join(SHIPPED, `${variant}.safetensors`), bytes);
  }
  say(`Seed ${SHIPPED_SEED} of each variant is in ${SHIPPED}.`);
}
