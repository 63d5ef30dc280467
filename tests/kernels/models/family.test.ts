import { peak } from "@kernels/cost/memory.ts";
import { totals } from "@kernels/cost/totals.ts";
import { fact } from "@kernels/facts/index.ts";
import { NETWORK_IDS, NETWORKS } from "@kernels/models/catalogue.ts";
import type { Layer } from "@kernels/models/layer.ts";
import { MOBILENET_V1_ROWS } from "@kernels/models/mobilenet-v1.ts";
import { parameterTensors } from "@kernels/models/parameters.ts";
import { receptiveField } from "@kernels/models/receptive-field.ts";
import { buildResnet, RESNET_50 } from "@kernels/models/resnet.ts";
import { buildShufflenetV2 } from "@kernels/models/shufflenet-v2.ts";
import { torchsummaryRows } from "@kernels/models/torchsummary.ts";
import { describe, expect, it } from "vitest";

const outC = (layers: readonly Layer[], name: string): number | undefined =>
  layers.find((layer) => layer.name === name)?.outShape[2];

describe("totals equal the published ones, counted layer by layer", () => {
  it.each(["mobilenet-v1-1.0-224", "mobilenet-v3-large", "mobilenet-v3-small"] as const)("%s", (id) => {
    const layers = NETWORKS[id.replace("-1.0-224", "") as keyof typeof NETWORKS].build();
    expect(totals(layers)).toEqual({ params: fact(`${id}.params`).value, madds: fact(`${id}.madds`).value });
  });

  it("MobileNetV1: every layer of the paper's table 1, multiply-adds and weights", () => {
    const madds = NETWORKS["mobilenet-v1"]
      .build()
      .filter((layer) => layer.madds > 0)
      .map((layer) => layer.madds);
    // Facts sheet, section 3.1: the first convolution, 13 pairs, the classifier.
    expect(madds.slice(0, 9)).toEqual([
      10_838_016, 3_612_672, 25_690_112, 1_806_336, 25_690_112, 3_612_672, 51_380_224, 903_168, 25_690_112,
    ]);
    expect(madds.slice(-5)).toEqual([225_792, 25_690_112, 451_584, 51_380_224, 1_024_000]);
    expect(madds).toHaveLength(28);
    expect(MOBILENET_V1_ROWS.reduce((sum, { n }) => sum + n, 0)).toBe(13);
  });

  it.each([
    // Size, torchvision's parameters and multiply-adds (facts sheet, section 3.4).
    ["0.5", 1_366_792, 40_476_448],
    ["1.0", 2_278_604, 144_907_992],
    ["1.5", 3_503_624, 295_759_392],
    ["2.0", 7_393_996, 583_253_464],
  ] as const)("ShuffleNetV2 %s, torchvision's and the authors'", (size, params, madds) => {
    expect(totals(NETWORKS[`shufflenet-v2-${size}`].build())).toEqual({ params, madds });
    expect(totals(buildShufflenetV2(size, { variant: "authors" }))).toEqual({
      params: fact(`shufflenet-v2-${size}.params`).value,
      madds: fact(`shufflenet-v2-${size}.madds`).value,
    });
  });

  it("ResNet-50: the paper's stride in the 1×1 costs less than torchvision's in the 3×3", () => {
    expect(totals(buildResnet(RESNET_50, { strideIn: "1x1" }))).toEqual({
      params: fact("resnet-50.params").value,
      madds: fact("resnet-50.madds").value,
    });
    const torchvision = totals(NETWORKS["resnet-50"].build());
    expect(torchvision.params).toBe(25_557_032);
    expect((torchvision.madds / 1e9).toFixed(2)).toBe("4.09");
  });

  it.each([
    // Width, resolution, the paper's millions (V1 tables 6, 7 and 9).
    [0.75, 224, 325],
    [0.5, 224, 149],
    [0.25, 224, 41],
    [1, 192, 418],
    [1, 160, 290],
    [1, 128, 186],
    [0.5, 160, 76],
  ])("MobileNetV1 at width %f and %i px: %iM", (width, resolution, millions) => {
    const { madds } = totals(NETWORKS["mobilenet-v1"].build({ width, resolution }));
    expect(Math.abs(madds / 1e6 - millions)).toBeLessThan(1);
  });
});

describe("names, rows and branches", () => {
  const v3 = NETWORKS["mobilenet-v3-large"].build();
  const shuffle = NETWORKS["shufflenet-v2-1.0"].build();
  const resnet = NETWORKS["resnet-50"].build();

  it("names layers as torchvision does", () => {
    expect(v3.filter(({ block }) => block === 4).map(({ name }) => name)).toEqual(
      ["0.0", "0.1", "0.2", "1.0", "1.1", "1.2"]
        .concat(["avgpool", "fc1", "activation", "fc2", "scale_activation", "scale"].map((name) => `2.${name}`))
        .concat(["3.0", "3.1"])
        .map((name) => `features.4.block.${name}`),
    );
    expect(v3.at(-1)?.name).toBe("classifier.3");
    const convs = (layers: readonly Layer[], block: number): string[] =>
      layers.filter((layer) => layer.block === block && layer.madds > 0).map(({ name }) => name);
    expect(convs(shuffle, 1)).toEqual(["1.0", "1.2", "2.0", "2.3", "2.5"].map((name) => `stage2.0.branch${name}`));
    expect(convs(resnet, 4)).toEqual(["conv1", "conv2", "conv3", "downsample.0"].map((name) => `layer2.0.${name}`));
  });

  it("a gate of V3-Large's block 5 is a quarter wide, rounded to eights: 120 channels, 32 inside", () => {
    expect(outC(v3, "features.5.block.2.fc1")).toBe(32);
    expect(outC(v3, "features.5.block.2.fc2")).toBe(120);
  });

  it.each(NETWORK_IDS)("%s: each layer fits those it reads, and says the parameters its tensors hold", (id) => {
    const layers = NETWORKS[id].build();
    for (const layer of layers) {
      const read = layer.inputs.map((input) => (input < 0 ? layers[0]!.inShape : layers[input]!.outShape));
      expect(read[0], layer.name).toEqual(layer.inShape);
      if (layer.kind === "add") expect(read[1], layer.name).toEqual(read[0]);
      if (layer.kind === "concat") expect(read[0]![2] + read[1]![2], layer.name).toBe(layer.outShape[2]);
      if (layer.kind === "scale") expect(read[1], layer.name).toEqual([1, 1, layer.inShape[2]]);
      const held = parameterTensors(layer)
        .filter(({ name }) => !name.includes("running"))
        .reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
      expect(held, layer.name).toBe(layer.params);
    }
    const rows = layers.map(({ row }) => row);
    expect(rows).toEqual([...rows].sort((a, b) => a - b));
    expect(new Set(layers.map(({ name }) => name)).size).toBe(layers.length);
    expect(peak(layers).bytes).toBeGreaterThan(0);
  });

  it("prints torchsummary's modules: a gate, a block, and no row for what PyTorch writes as a function", () => {
    const types = torchsummaryRows(v3).filter(({ block }) => block === 4);
    expect(types.map(({ type }) => type).slice(6)).toEqual(
      ["AdaptiveAvgPool2d", "Conv2d", "ReLU", "Conv2d", "Hardsigmoid", "SqueezeExcitation"]
        .concat(["Conv2d", "BatchNorm2d", "InvertedResidual"]),
    ); // prettier-ignore
    expect(torchsummaryRows(shuffle).some(({ type }) => type === "AdaptiveAvgPool2d")).toBe(false);
    expect(torchsummaryRows(resnet).filter(({ type }) => type === "Bottleneck")).toHaveLength(16);
  });

  it("sees through branches: ResNet-50's last block sees 427 pixels, or 483 with the paper's strides", () => {
    // By hand: 7 + 4 for the pool, then each 3×3 adds twice the pixels between its inputs.
    for (const [strideIn, size] of [
      ["3x3", 7 + 4 + 3 * 8 + (8 + 3 * 16) + (16 + 5 * 32) + (32 + 2 * 64)],
      ["1x1", 7 + 4 + 3 * 8 + 4 * 16 + 6 * 32 + 3 * 64],
    ] as const) {
      const layers = buildResnet(RESNET_50, { strideIn });
      const last = layers.findLast(({ kind }) => kind === "add")!;
      const { top, bottom } = receptiveField(layers, last.index, { y: 3, x: 3 });
      expect(bottom - top + 1).toBe(size);
    }
  });

  it("a gate reaches every pixel: from 17 above the first position's to those of the last, 27 · 8 further", () => {
    const gated = v3.find(({ kind }) => kind === "scale")!;
    const { top, bottom } = receptiveField(v3, gated.index, { y: 0, x: 0 });
    expect([top, bottom]).toEqual([-17, -17 + 34 + 27 * 8]);
  });
});
