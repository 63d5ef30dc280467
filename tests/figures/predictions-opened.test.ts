import { describe, expect, it } from "vitest";
import { compute, file, load, type PredictionsData, type PredictionsState } from "@/figures/predictions/compute.ts";
import type { CityData } from "@/figures/network-city/compute.ts";
import figure from "@/figures/predictions/figure.ts";
import type { OpenedFile } from "@/figures/shell/contract.ts";
import { buildTask } from "@/figures/shell/render.ts";
import { initialState } from "@/figures/shell/state.ts";
import { packedAtlas } from "@/figures/shell/tensor-atlas.ts";
import { codeOf } from "@/figures/shell/value-colour.ts";
import type { EngineJob, EngineRun } from "@/workers/engine-protocol.ts";
import type { EngineNote } from "@/workers/figures-answer.ts";
import { run } from "@kernels/engine/reference.ts";
import { fileOf, seededFile } from "../kernels/formats/weight-files.ts";
import { runFigure } from "./run.ts";

let count = 0;
const opened = (buffer: ArrayBuffer | Blob, name = "mine.safetensors"): OpenedFile => {
  const blob = new Blob([buffer]);
  return { name, size: blob.size, id: 1000 + ++count, file: buffer instanceof Blob ? buffer : blob };
};
const state = (patch: object): PredictionsState =>
  ({ ...initialState(figure.controls), ...patch }) as unknown as PredictionsState;
const { tensors, layers } = seededFile(0.35, { classes: 1000 });
const weights = opened(fileOf(tensors, { resolution: "96" }));

/** A picture of 96 × 96 pixels, each with a colour of its own. */
const picture = {
  name: "own.png",
  width: 96,
  height: 96,
  rgba: Uint8ClampedArray.from({ length: 4 * 96 * 96 }, (_, i) => (i % 4 === 3 ? 255 : (i * 37 + (i >> 7)) % 256)),
};

describe("an opened network of 1,000 classes", () => {
  it("reads a picture of its own size pixel for pixel; the five likeliest have ImageNet's names", async () => {
    const { data, sentence, panels } = await runFigure<PredictionsData>("predictions", { weights, picture });
    const input = Float32Array.from({ length: 3 * 96 * 96 }, (_, i) => {
      const [mean, std] = [[0.485, 0.456, 0.406][i % 3]!, [0.229, 0.224, 0.225][i % 3]!];
      return (picture.rgba[4 * Math.floor(i / 3) + (i % 3)]! / 255 - mean) / std;
    });
    expect(data.input).toEqual(input);
    const { logits } = run(layers, new Map(tensors) as never, { shape: [96, 96, 3], data: input });
    expect(data.logits).toEqual(logits);
    expect(data.network).toBe("mine");
    const order = [...logits.keys()].sort((a, b) => logits[b]! - logits[a]!);
    expect(data.top.map(({ index }) => index)).toEqual(order.slice(0, 5));
    for (const { label } of data.top) expect(label).toMatch(/^[\w'’. -]+(, |$)/);
    expect(sentence).toContain(`mine takes your picture for “${data.top[0]!.label.split(",")[0]!}”`);
    expect(panels.map(({ id }) => id)).toEqual(["seen", "bars", "facts"]);
    expect(panels[2]!.html).toContain("MobileNetV2 0.35");
    // What is shown is what is read: a bitmap from the top left, blue first, its rows of 96 × 3 bytes.
    const [, base64 = ""] = /href="data:image\/bmp;base64,([^"]+)"/.exec(panels[0]!.svg!) ?? [];
    const bitmap = Buffer.from(base64, "base64").subarray(54);
    const place = 3 * (5 * 96 + 7);
    expect([...bitmap.subarray(place, place + 3)].reverse()).toEqual([
      ...picture.rgba.subarray(4 * (place / 3)).slice(0, 3),
    ]);
    expect(panels[2]!.html).toContain("The file does not say");
  });

  it("padding, scaling and size follow the reader, and the picture says whose choice each was", async () => {
    const usual = await runFigure<PredictionsData>("predictions", { weights, picture });
    const other = await runFigure<PredictionsData>("predictions", {
      weights,
      picture,
      padding: "same-tf",
      input: "unit",
    });
    expect(other.data.logits).not.toEqual(usual.data.logits);
    expect(other.data.input[0]).toBe(Math.fround(picture.rgba[0]! / 255));
    expect(other.panels[2]!.html).toContain("You chose it");
    const large = await runFigure<PredictionsData>("predictions", { weights, picture, resolution: "128" });
    expect(large.data.input).toHaveLength(3 * 128 * 128);
  });

  it("on the engine: the logits are the reference's of the engine's features, and both differences and time are told", async () => {
    const notes: EngineNote[] = [];
    let job: EngineJob | undefined;
    const task = {
      ...buildTask,
      note: (note: EngineNote) => void notes.push(note),
      engine: (asked: EngineJob): Promise<EngineRun> => {
        job = asked;
        const { tensors: all, logits } = run(asked.layers, asked.weights, asked.input, { keep: true });
        const off = logits.map((value, i) => value + (i === 3 ? 0.25 : 0));
        const report = { backend: "simd", threads: 1, ms: 5, memoryBytes: 1e6, peakBytes: 1e5, refused: [] } as const;
        return Promise.resolve({ ...report, logits: off, kept: all[asked.kept]!.data, restarted: true });
      },
    };
    const own = state({ weights, picture });
    const data = await compute(own, await load(own, task), task);
    const plain = await compute(own, await load(own, buildTask), buildTask);
    expect(data.logits).toEqual(plain.logits);
    expect(job!.key).toContain("symmetric");
    const [note] = notes;
    expect(note && "difference" in note && note.difference).toBeCloseTo(0.25, 4);
    expect(note).toMatchObject({ backend: "simd", restarted: true });
  });

  it("an engine that fails is told, and the reference answers", async () => {
    const notes: EngineNote[] = [];
    const task = {
      ...buildTask,
      note: (note: EngineNote) => void notes.push(note),
      engine: () => Promise.resolve({ failed: "this device refused the 18 MB of memory that the engine asked for" }),
    };
    const own = state({ weights, picture });
    const data = await compute(own, await load(own, task), task);
    expect(data.logits).toEqual((await compute(own, await load(own, buildTask), buildTask)).logits);
    expect(notes).toEqual([{ failed: "this device refused the 18 MB of memory that the engine asked for" }]);
  });

  it("a file that is gone by the time it is read gets a sentence", async () => {
    const gone = Object.assign(new Blob(["x"]), {
      arrayBuffer: () => Promise.reject(new DOMException("gone", "NotFoundError")),
    });
    const own = state({ weights: opened(gone) });
    await expect(load(own, buildTask)).rejects.toThrow("It could not be read: it was moved, removed or changed");
  });
});

describe("exports", () => {
  const openAgain = async (own: PredictionsState) => {
    const made = await file("weights", own, await load(own, buildTask));
    return { made, again: opened(made.bytes as ArrayBuffer, made.name) };
  };

  it("our digits network, exported and opened again, answers the same to the last bit", async () => {
    const { made, again } = await openAgain(state({}));
    expect(made.name).toBe("digits.safetensors");
    const first = await runFigure<PredictionsData>("predictions");
    const second = await runFigure<PredictionsData>("predictions", { weights: again });
    expect(second.data.logits).toEqual(first.data.logits);
    expect(second.data.top).toEqual(first.data.top.slice(0, 5));
  });

  it("an opened network, exported with the reader's choices and opened again, answers the same", async () => {
    const choices = { weights, picture, padding: "same-tf", input: "signed", resolution: "128" };
    const first = await runFigure<PredictionsData>("predictions", choices);
    const { again } = await openAgain(state(choices));
    const second = await runFigure<PredictionsData>("predictions", { weights: again, picture });
    expect(second.data.logits).toEqual(first.data.logits);
    expect(second.data.top.map(({ label }) => label)).toEqual(first.data.top.map(({ label }) => label));
  });

  it("the layer list is JSON with torchvision's names, shapes and costs", async () => {
    const own = state({ weights });
    const made = await file("layers", own, await load(own, buildTask));
    const json = JSON.parse(made.bytes as string) as { layers: { name: string; outShape: number[]; madds: number }[] };
    expect(json.layers[0]).toMatchObject({ name: "features.0.0", outShape: [48, 48, 16], madds: 48 * 48 * 16 * 27 });
    expect(json.layers).toHaveLength(layers.length);
  });
});

it("the city of the page shows the opened network on what it reads there, value for value as textures hold them", async () => {
  const there = state({ weights, picture, padding: "same-tf" });
  const shared = { ...weights, at: { state: there, turn: 1 } };
  const { data, sentence } = await runFigure<CityData>("network-city", { weights: shared });
  const { data: answer } = await runFigure<PredictionsData>("predictions", { weights, picture, padding: "same-tf" });
  const { tensors: standing, pages } = data.street;
  // Packed by the worker: the page gets no values, only bytes, each tensor's first channel, and where they lie.
  expect(standing.every(({ values }) => values === null)).toBe(true);
  const { slots } = packedAtlas(standing, pages!);
  const codes = (tensor: CityData["street"]["tensors"][number]): number[] => {
    const [h, w, c] = tensor.shape;
    return Array.from({ length: h * w * c }, (_, i) => {
      const { page, x, y } = slots.get(tensor.key)![i % c]!;
      const at = Math.floor(i / c);
      return pages![page]!.bytes[(y + Math.floor(at / w)) * pages![page]!.width + x + (at % w)]!;
    });
  };
  const [input, logits] = [standing[0]!, standing.at(-1)!];
  for (const [tensor, values] of [
    [input, answer.input],
    [logits, answer.logits],
  ] as const) {
    expect(codes(tensor)).toEqual(Array.from(values, (value) => codeOf(value, tensor.reach, false)));
    const [h, w, c] = tensor.shape;
    expect(tensor.face).toEqual(Float32Array.from({ length: h * w }, (_, i) => values[i * c]!));
  }
  const cells = standing.reduce((sum, { shape: [h, w, c] }) => sum + h * w * c, 0);
  expect(pages!.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeGreaterThanOrEqual(cells);
  expect(sentence).toContain("Your network");
  expect(sentence).toContain(`“${answer.top[0]!.label}”`);
});
