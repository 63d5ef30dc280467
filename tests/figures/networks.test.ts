import { readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { carried } from "@/components/page/carry.ts";
import type { MicroscopeData } from "@/figures/block-microscope/compute.ts";
import type { CityData } from "@/figures/network-city/compute.ts";
import type { PredictionsData, ShippedAnswer } from "@/figures/predictions/compute.ts";
import predictions from "@/figures/predictions/figure.ts";
import { initialState } from "@/figures/shell/state.ts";
import type { FieldData } from "@/figures/receptive-field/compute.ts";
import { followInput, idleBesideSample, idleInputs, type InputState } from "@/figures/shell/network-inputs.ts";
import { GARMENTS, PHOTOS } from "@/figures/shell/samples.ts";
import { totals } from "@kernels/cost/totals.ts";
import { CLOTHES, digitFromPixels } from "@kernels/images/digit.ts";
import { build } from "@kernels/models/build.ts";
import { CIFAR } from "@kernels/models/cifar.ts";
import { FASHION } from "@kernels/models/fashion.ts";
import { runFigure } from "./run.ts";

const file = JSON.parse(readFileSync("public/networks/fashion-samples.json", "utf8")) as {
  samples: { id: string; label: number; wrong?: boolean; pixels: string }[];
};
const fashion = { network: "fashion" };
const layers = build(FASHION);

test("the clothes that a link may name are those of the file", () => {
  expect([...GARMENTS]).toEqual(["none", ...file.samples.map(({ id }) => id)]);
});

describe("the clothes network in every figure that runs one", () => {
  it.each(file.samples)("predictions: $id", async ({ id, label, wrong = false, pixels }) => {
    const { data, sentence } = await runFigure<PredictionsData>("predictions", { ...fashion, garment: id });
    expect([data.network, data.label, data.source]).toEqual(["fashion", label, "sample"]);
    expect(data.input).toEqual(Float32Array.from(Buffer.from(pixels, "base64"), (grey) => grey / 255));
    expect(data.top[0]!.index === label).toBe(!wrong);
    expect(sentence).toContain(`takes this for “${data.top[0]!.label}”`);
    expect(sentence).toContain(totals(layers).madds.toLocaleString("en"));
    expect(sentence).toContain(wrong ? "It is wrong" : "That is right");
  });
  it("predictions: strokes are no picture of clothes and change nothing", async () => {
    const drawn = { ...fashion, strokes: "100,100 900,900" };
    const [with_, without] = [
      await runFigure<PredictionsData>("predictions", drawn),
      await runFigure<PredictionsData>("predictions", fashion),
    ];
    expect(with_.data.logits).toEqual(without.data.logits);
  });
  it("predictions: all ten names fit beside their bars", async () => {
    const { panels, nodes } = await runFigure<PredictionsData>("predictions", fashion);
    expect(panels.find(({ id }) => id === "bars")!.svg).toContain(">Ankle boot</text>");
    expect(nodes).toBeLessThanOrEqual(300);
  });
  it("block-microscope: shapes of its own, and the answer in words", async () => {
    const { data, sentence } = await runFigure<MicroscopeData>("block-microscope", { ...fashion, block: 2 });
    const own = layers.find((layer) => layer.block === 2 && layer.step === "depthwise")!;
    expect([data.network, ...data.shape]).toEqual(["fashion", ...own.outShape]);
    expect(sentence).toMatch(/The network reads “[A-Z][a-z- ]+” with/);
  });
  it("network-city: its own street with values, and the way to the microscope", async () => {
    const { data, sentence, panels } = await runFigure<CityData>("network-city", { ...fashion, block: 4 });
    expect(data.street.madds).toBe(totals(layers).madds);
    expect(data.answer!.truth).toBe(4);
    expect(panels.map(({ html }) => html).join()).toMatch(
      /lab\/block\/\?garment=coat-1&amp;block=4&amp;step=input&amp;network=fashion/,
    );
    expect(sentence).not.toContain("undefined");
  });
  it("receptive-field: measures on its own values", async () => {
    const { data } = await runFigure<FieldData>("receptive-field", fashion);
    expect(data.tensors[0]!.shape).toEqual([28, 28, 1]);
    expect(data.tensors[0]!.measured!.carry).toBeGreaterThan(1);
    expect(data.source).toBe("sample");
  });
});

const photos = (
  JSON.parse(readFileSync("public/networks/cifar-samples.json", "utf8")) as {
    samples: { id: string; label: number; wrong?: boolean; pixels: string }[];
  }
).samples;
const cifar = { network: "cifar" };

test("the photos that a link may name are those of the file", () => {
  expect([...PHOTOS]).toEqual(["none", ...photos.map(({ id }) => id)]);
});

describe("the photos network in every figure that runs one", () => {
  const layers = build(CIFAR);
  it.each(photos)("predictions: $id, in its colours", async ({ id, label, wrong = false, pixels }) => {
    const { data, sentence } = await runFigure<ShippedAnswer>("predictions", { ...cifar, photo: id });
    expect([data.network, data.label, data.source]).toEqual(["cifar", label, "sample"]);
    expect(data.input).toEqual(Float32Array.from(Buffer.from(pixels, "base64"), (value) => value / 255));
    expect(data.top[0]!.index === label).toBe(!wrong);
    expect(sentence).toContain(wrong ? "It is wrong" : "That is right");
  });
  it("predictions: the middle square of a picture of the reader's, in colour; each colour in its channel", async () => {
    const [width, height] = [96, 64];
    const rgba = new Uint8ClampedArray(4 * width * height).fill(255);
    // Red on the left third, green in the middle, blue on the right.
    for (let i = 0; i < width * height; i++) {
      const third = Math.floor((i % width) / 32);
      [0, 1, 2].forEach((c) => (rgba[4 * i + c] = c === third ? 240 : 0));
    }
    const picture = { name: "flag.png", width, height, rgba };
    const { data, sentence } = await runFigure<ShippedAnswer>("predictions", { ...cifar, photo: "none", picture });
    expect(data.crop).toEqual({ x: 16, y: 0, size: 64 });
    expect(data.source).toBe("picture");
    const at = (x: number): number[] => [...data.input.subarray(3 * (16 * 32 + x), 3 * (16 * 32 + x) + 3)];
    const full = Math.fround(240 / 255);
    expect([at(2), at(16), at(29)]).toEqual([
      [full, 0, 0],
      [0, full, 0],
      [0, 0, full],
    ]);
    expect(sentence).toContain("the middle 64 × 64 pixels of your picture");
  });
  it("predictions: without a photo there is nothing to read, and it says what to do", async () => {
    const { data, sentence } = await runFigure<ShippedAnswer>("predictions", { ...cifar, photo: "none" });
    expect([data.source, sentence.includes("open one of an animal or a vehicle")]).toEqual(["blank", true]);
  });
  it("predictions: counts nothing, since no test image of it may be shipped", async () => {
    const { data } = await runFigure<ShippedAnswer>("predictions", { ...cifar, count: true });
    expect(data.counted).toBeNull();
    const hidden = (network: string) => predictions.hides!({ ...initialState(predictions.controls), network } as never);
    expect(hidden("cifar")).toContain("count");
    expect(hidden("fashion")).not.toContain("count");
  });
  it("predictions: the picture, its samples and where their authors stand", async () => {
    const { panels, nodes } = await runFigure<ShippedAnswer>("predictions", cifar);
    expect(panels.find(({ id }) => id === "seen")).toMatchObject({ title: "What the network sees: 32 × 32" });
    expect(panels.find(({ id }) => id === "seen")!.svg).toContain('href="data:image/bmp;base64,');
    const html = panels.find(({ id }) => id === "samples")!.html!;
    expect(html.split("<button").length - 1).toBe(photos.length);
    expect(html).toContain('href="/models/#gallery"');
    expect(nodes).toBeLessThanOrEqual(300);
  });
  it("block-microscope: three channels in, the picture as it is, and the answer in words", async () => {
    const { data, sentence } = await runFigure<MicroscopeData>("block-microscope", {
      ...cifar,
      block: 0,
      step: "input",
    });
    expect([data.network, ...data.shape]).toEqual(["cifar", 32, 32, 3]);
    expect([data.image.width, data.image.grey.length, data.seen!.slice(0, 15)]).toEqual([32, 0, "data:image/bmp;"]);
    expect(sentence).toMatch(/The network reads “[a-z]+” with/);
  });
  it("network-city: its own street with values, and the way to the microscope", async () => {
    const { data, sentence, panels } = await runFigure<CityData>("network-city", { ...cifar, block: 4 });
    expect(data.street.madds).toBe(totals(layers).madds);
    expect(data.answer!.truth).toBe(2);
    expect(panels.map(({ html }) => html).join()).toMatch(
      /lab\/block\/\?photo=bird-1&amp;block=4&amp;step=input&amp;network=cifar/,
    );
    expect(sentence).not.toContain("undefined");
  });
  it("receptive-field: the gradient reaches the picture, whose outline is drawn", async () => {
    const { data, panels } = await runFigure<FieldData>("receptive-field", cifar);
    expect(data.tensors[0]!.shape).toEqual([32, 32, 3]);
    expect(data.tensors[0]!.measured!.carry).toBeGreaterThan(1);
    expect(panels[0]!.svg).toContain('stroke="var(--ink)"');
  });
});

describe("inputs", () => {
  const state: InputState = { sample: "test-35", garment: "coat-1", photo: "cat-1", strokes: "", picture: null };
  it("asks for what a network can use", () => {
    expect(idleInputs("digits")).toEqual(["garment", "photo"]);
    expect(idleInputs("fashion")).toEqual(["sample", "photo", "strokes"]);
    expect(idleInputs("cifar")).toEqual(["sample", "garment", "strokes"]);
    expect(idleInputs("mobilenet-v2")).toEqual(["sample", "garment", "photo", "strokes", "picture"]);
    expect(idleBesideSample("fashion", state)).toContain("picture");
    expect(idleBesideSample("fashion", { ...state, garment: "none" })).not.toContain("picture");
    expect(idleBesideSample("digits", { ...state, strokes: "1,1 2,2" })).toEqual(["garment", "photo"]);
  });
  it("lets a new sample or picture end what was there", () => {
    expect(followInput({ garment: "bag-1" }, state)).toEqual({ picture: null });
    expect(followInput({ photo: "dog-1" }, state)).toEqual({ picture: null });
    const picture = { name: "a.png", width: 1, height: 1, rgba: new Uint8ClampedArray(4) };
    expect(followInput({ picture }, state)).toEqual({ strokes: "", sample: "none", garment: "none", photo: "none" });
    expect(followInput({}, state)).toBeNull();
  });
  it("fills the picture with a piece of clothing, and keeps pale cloth", () => {
    // A pale block of 40 × 80 pixels with a dark collar, on white.
    const [width, height] = [100, 120];
    const rgba = new Uint8ClampedArray(4 * width * height).fill(255);
    for (let y = 20; y < 100; y++) {
      for (let x = 30; x < 70; x++) rgba.fill(y < 30 ? 20 : 190, 4 * (y * width + x), 4 * (y * width + x) + 3);
    }
    const { image, crop } = digitFromPixels(width, height, rgba, CLOTHES)!;
    expect(crop).toEqual({ x: 10, y: 20, size: 80 });
    const columns = [...image.grey.keys()].filter((i) => Math.floor(i / 28) === 20 && image.grey[i]! > 20);
    expect(columns.map((i) => i % 28)).toEqual(Array.from({ length: 14 }, (_, i) => i + 7));
    expect(image.grey[14]).toBeGreaterThan(image.grey[20 * 28 + 14]!);
  });
});

test("a link to another laboratory carries network and input along", () => {
  const to = new URL("https://x.org/lab/block/");
  const from = (query: string): URL => new URL(`https://x.org/${query}`);
  expect(carried(to, from("?network=fashion&garment=bag-1")).search).toMatch(/network=fashion&garment=bag-1/);
  expect(carried(to, from("?sample=none")).href).toBe(to.href);
  const drawn = carried(to, from("?sample=none#~strokes=1,1"));
  expect([drawn.searchParams.get("sample"), drawn.hash.includes("strokes")]).toEqual(["none", true]);
});
