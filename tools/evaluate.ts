import { readFile, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { totals } from "../kernels/cost/totals.ts";
import { roundToInt8 } from "../kernels/formats/int8.ts";
import { readNetwork } from "../kernels/formats/network-file.ts";
import { run } from "../kernels/engine/reference.ts";
import { scaled } from "../kernels/images/scaled.ts";
import { probabilities } from "../kernels/ops/softmax.ts";
import { gallerySamples, readGallery } from "./train/gallery.ts";
import { compileWasm } from "./build/wasm.mjs";
import { calibrate } from "./train/calibration.ts";
import { differences } from "./train/differences.ts";
import { loadImages } from "./train/data.ts";
import type { EvaluateData } from "./train/evaluate-worker.ts";
import type { TrainingCard } from "./train/export.ts";
import { overlap } from "./train/overlap.ts";
import { PROJECTS } from "./train/recipes.ts";
import { type Answer, pickSamples } from "./train/samples.ts";
import { wilson } from "../kernels/statistics/wilson.ts";

// Measures a shipped network file on the official test set, on the engine that the page runs; one image of a hundred is
// computed by the reference as well. Then once more with its weights rounded to int8, one scale a channel.
// With --write, its model card and its sample images are written beside it.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    write: { type: "boolean", default: false },
    folder: { type: "string", default: "public/networks" },
    data: { type: "string" },
  },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const id = positionals[0] ?? "digits";
const project = PROJECTS[id];
if (!project) throw new Error(`Which network? One of: ${Object.keys(PROJECTS).join(", ")}.`);
const path = `${values.folder}/${id}`;

const file = await readFile(`${path}.safetensors`);
const bytes = file.buffer.slice(file.byteOffset, file.byteOffset + file.length);
const { spec, layers, weights, metadata } = readNetwork(bytes);
const place = { cache: ".cache", folder: values.data };
const [train, test] = [
  await loadImages(project.data, "train", place, say),
  await loadImages(project.data, "test", place, say),
];
const { pixels, labels } = test;
const shared = overlap(train, test);
const count = labels.length;

const wasm = await compileWasm("kernels/engine/engine.simd.ts");

/** Every test image's class, and the probability that the network gives it. */
async function classify(int8: boolean): Promise<Answer[]> {
  const logits = new Float32Array(new SharedArrayBuffer(4 * count * spec.classes));
  const crew = Math.min(availableParallelism(), 4);
  let done = 0;
  await Promise.all(
    Array.from({ length: crew }, async (_, i) => {
      const [from, to] = [i, i + 1].map((part) => Math.floor((part * count) / crew)) as [number, number];
      const workerData: EvaluateData = { file: bytes, wasm, int8, pixels, logits, from, to };
      const worker = new Worker(new URL("./train/evaluate-worker.ts", import.meta.url), { workerData });
      await new Promise<void>((resolve, reject) => {
        worker.on("message", (images: number) => {
          done += images;
          if (done % 2000 === 0) say(`  ${done} of ${count} images${int8 ? ", weights in int8" : ""}`);
        });
        worker.on("error", reject);
        worker.on("exit", resolve);
      });
    }),
  );
  return Array.from(labels, (label, index) => {
    const own = logits.subarray(index * spec.classes, (index + 1) * spec.classes);
    const top = Math.max(...own);
    const sum = own.reduce((total, value) => total + Math.exp(value - top), 0);
    return { index, label, answer: own.indexOf(top), probability: Number((1 / sum).toFixed(4)) };
  });
}

const answers = await classify(false);
const mistakes = answers.filter(({ label, answer }) => label !== answer);
const correct = count - mistakes.length;
const confusion = Array.from({ length: spec.classes }, () => Array<number>(spec.classes).fill(0));
for (const { label, answer } of answers) confusion[label]![answer]!++;
const [low, high] = wilson(correct, count);
const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
const { params, madds } = totals(layers);

say(
  `${id}: ${correct} of ${count} right, ${percent(correct / count)} (95 % interval ${percent(low)} to ${percent(high)})`,
);
const calibration = calibrate(
  answers.map(({ label, answer, probability }) => ({ probability, right: label === answer })),
);
say(`${shared} of these images are among the training images; calibration error ${percent(calibration.error)}`);
say(`${params} parameters, ${madds} multiply-adds, ${bytes.byteLength} bytes`);
const rounded = roundToInt8(layers, weights);
const answersInt8 = await classify(true);
const int8 = {
  bytes: rounded.bytes,
  halfBytes: rounded.halfBytes,
  correct: answersInt8.filter(({ label, answer }) => label === answer).length,
  changed: answersInt8.filter(({ answer }, i) => answer !== answers[i]!.answer).length,
};
say(
  `Weights in int8, one scale for each of ${rounded.channels} channels: ${int8.correct} right, ${int8.changed} answers differ, ${int8.bytes} bytes in place of ${int8.halfBytes}`,
);
say(
  `Rows are true classes, columns answers:\n${confusion.map((row) => row.map((n) => String(n).padStart(5)).join("")).join("\n")}`,
);

/** What the reference kernels make of a picture. */
function answerTo(picture: Uint8Array): { answer: number; probability: number } {
  const { h, w, c } = spec.input;
  const { logits } = run(layers, weights, { shape: [h, w, c], data: scaled(picture, c, metadata.scaling) });
  const shares = probabilities(logits);
  const probability = Math.max(...shares);
  return { answer: shares.indexOf(probability), probability: Number(probability.toFixed(4)) };
}

if (values.write) {
  const training = JSON.parse(await readFile(`${path}.json`, "utf8")) as TrainingCard;
  const card = {
    ...training,
    labels: project.data.labels,
    params,
    madds,
    bytes: bytes.byteLength,
    test: {
      command: `npm run evaluate -- ${id}${project.data.gallery ? " --data FOLDER" : ""}`,
      images: count,
      correct,
      accuracy: correct / count,
      wilson95: [low, high],
      confusion,
      mistakes,
      shared,
      calibration,
      int8,
    },
    differences: differences(spec),
  };
  await writeFile(`${path}.json`, `${JSON.stringify(card)}\n`);
  const { gallery } = project.data;
  const samples = gallery
    ? gallerySamples(await readGallery(gallery, spec.input), answerTo)
    : pickSamples(answers, pixels, spec.input, project.data);
  await writeFile(`${path}-samples.json`, `${JSON.stringify(samples)}\n`);
  say(`Wrote ${path}.json and ${path}-samples.json.`);
}
