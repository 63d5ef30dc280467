/** The microscope on a network that a reader opened: the same arithmetic, its planes as bytes, nothing else of its tensors. */
import { describe, expect, it } from "vitest";
import { atlasTensors } from "@/figures/block-microscope/atlas-tensors.ts";
import { compute, load, type MicroscopeData, type MicroscopeState } from "@/figures/block-microscope/compute.ts";
import figure from "@/figures/block-microscope/figure.ts";
import { LAST_BLOCK } from "@/figures/block-microscope/steps.ts";
import predictions from "@/figures/predictions/figure.ts";
import type { OpenedFile } from "@/figures/shell/contract.ts";
import { buildTask } from "@/figures/shell/render.ts";
import { initialState } from "@/figures/shell/state.ts";
import { packedAtlas } from "@/figures/shell/tensor-atlas.ts";
import { codeOf } from "@/figures/shell/value-colour.ts";
import { run } from "@kernels/engine/reference.ts";
import { fileOf, seededFile } from "../kernels/formats/weight-files.ts";
import { runFigure } from "./run.ts";

const { tensors, layers } = seededFile(0.35, { classes: 1000 });
const picture = {
  name: "own.png",
  width: 96,
  height: 96,
  rgba: Uint8ClampedArray.from({ length: 4 * 96 * 96 }, (_, i) => (i % 4 === 3 ? 255 : (i * 37 + (i >> 7)) % 256)),
};
const input = Float32Array.from({ length: 3 * 96 * 96 }, (_, i) => {
  const [mean, std] = [[0.485, 0.456, 0.406][i % 3]!, [0.229, 0.224, 0.225][i % 3]!];
  return (picture.rgba[4 * Math.floor(i / 3) + (i % 3)]! / 255 - mean) / std;
});
const independent = run(layers, new Map(tensors) as never, { shape: [96, 96, 3], data: input }, { keep: true });

const opened = (file: Blob, turn: number): OpenedFile => ({
  ...{ name: "mine.safetensors", size: file.size, id: 7000 + turn, file },
  at: { state: { ...initialState(predictions.controls), picture }, turn },
});
const weights = opened(new Blob([fileOf(tensors, { resolution: "96" })]), 1);
const base = { ...initialState(figure.controls), weights } as unknown as MicroscopeState;
const assets = await load(base, buildTask);
const at = (change: Partial<MicroscopeState>): Promise<MicroscopeData> =>
  compute({ ...base, ...change }, assets, buildTask);

const layerOf = ({ block, step }: Pick<MicroscopeData, "block" | "step">): number =>
  step === "input"
    ? layers.find((layer) => layer.block === block)!.inputs[0]!
    : layers.findLast((layer) => layer.block === block && (layer.step ?? STEPS[layer.kind]) === step)!.index;
const STEPS: Readonly<Record<string, string>> = {
  ...{ conv2d: "expand", pointwise: "expand", "batch-norm": "expand-bn", relu6: "expand-relu6" },
};
const dataOf = (layer: number): Float32Array => (layer < 0 ? input : independent.tensors[layer]!.data);

describe("an opened network in the microscope", () => {
  it("shows any value of any step as an independent run has it, and its neighbours", async () => {
    for (const block of [0, 1, 2, 5, 10, LAST_BLOCK]) {
      const { steps } = await at({ block, step: "input" });
      for (const { step, shape } of steps) {
        const [h, w, channels] = shape;
        const cell = { c: channels - 1, y: h >> 1, x: w - 1 };
        const data = await at({ block, step, ...cell });
        const values = dataOf(layerOf(data));
        const name = `block ${String(block)} ${step}`;
        expect(data.value, name).toBe(values[(cell.y * w + cell.x) * channels + cell.c]);
        expect(data.near, name).toEqual(
          Array.from({ length: 25 }, (_, i) => {
            const [y, x] = [cell.y + Math.floor(i / 5) - 2, cell.x + (i % 5) - 2];
            return y < 0 || y >= h || x < 0 || x >= w ? null : values[(y * w + x) * channels + cell.c];
          }),
        );
      }
    }
  });

  it("sends what is drawn as bytes alone: each plane of what was read and made, by the scale that the reader chose", async () => {
    for (const [block, step] of [
      [2, "expand-relu6"],
      [3, "add"],
      [4, "depthwise"],
      [LAST_BLOCK, "expand"],
    ] as const) {
      for (const scaleMode of ["tensor", "fixed"] as const) {
        const data = await at({ block, step, scaleMode });
        expect([data.step, data.tensor.length, ...data.sources.map(({ values }) => values.length)]).toEqual([
          ...[step, 0],
          ...data.sources.map(() => 0),
        ]);
        const shown = atlasTensors(data, scaleMode);
        const { slots } = packedAtlas(shown, data.pages!);
        for (const tensor of shown) {
          const [h, w, channels] = tensor.shape;
          const values = dataOf(layerOf(tensor));
          const bytes = Array.from({ length: h * w * channels }, (_, i) => {
            const { page, x, y } = slots.get(tensor.key)![i % channels]!;
            const [row, column] = [Math.floor(i / channels / w), Math.floor(i / channels) % w];
            return data.pages![page]!.bytes[(y + row) * data.pages![page]!.width + x + column]!;
          });
          const codes = Array.from(values, (value) => codeOf(value, tensor.reach, tensor.marksSix));
          // Where they part, if they do: a difference of so many numbers would take minutes to print.
          const parts = bytes.findIndex((byte, i) => byte !== codes[i]);
          expect([bytes.length, parts], `${tensor.key} ${scaleMode}`).toEqual([codes.length, -1]);
        }
        const cells = shown.reduce((sum, { shape: [h, w, c] }) => sum + h * w * c, 0);
        const sent = data.pages!.reduce((sum, { bytes }) => sum + bytes.length, 0);
        expect(sent, "one byte a cell and rims").toBeLessThan(1.5 * cells + 30_000);
      }
    }
  });

  it("answers by name; a switch changes its answer beside that of the untouched network", async () => {
    const untouched = await at({ block: 5, step: "add" });
    const [best] = [...independent.logits.keys()].sort((a, b) => independent.logits[b]! - independent.logits[a]!);
    expect(untouched.prediction.top[0]!.index).toBe(best);
    expect(untouched.prediction.top[0]!.label).toMatch(/^[^,]+$/);
    expect(untouched.trained).toBeNull();
    const switched = await at({ block: 5, step: "add", shortcut: false, scope: "network" });
    expect(switched.trained).toEqual(untouched.prediction);
    expect(switched.steps.map(({ step }) => step)).not.toContain("add");
    const folded = await at({ block: 5, step: "depthwise", folded: true });
    expect(folded.steps.map(({ step }) => step)).not.toContain("depthwise-bn");
    expect(folded.trained).toBeNull();
  });

  it("is drawn with its own shapes, its picture in colours, and none of our samples", async () => {
    const { panels, sentence } = await runFigure<MicroscopeData>("block-microscope", {
      ...{ weights, block: 2, step: "depthwise" },
    });
    const html = panels.map(({ html: own = "", svg = "" }) => own + svg).join("");
    const { hidden } = { hidden: layers.find(({ block, step }) => block === 2 && step === "expand")!.outShape };
    expect(html).toContain(`data-shape="${hidden.join("×")}"`);
    expect(html).toContain('href="data:image/bmp;base64,');
    expect(html).toContain('<details class="thumbs" hidden>');
    expect(sentence).toMatch(/The network reads “[^”,]+” with/);
  });

  it("says so where a network has other blocks than the paper's", async () => {
    const short = { ...assets.opened!, layers: assets.opened!.layers.map((one) => ({ ...one, block: one.block - 1 })) };
    await expect(
      compute({ ...base, weights: opened(new Blob(), 2) }, { ...assets, opened: short }, buildTask),
    ).rejects.toThrow("“mine” has 16 inverted residuals; the microscope is laid out for the 17 of the paper’s table");
  });
});
