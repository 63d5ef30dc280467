import { blockByBlock, layerByLayer, peakMoment } from "@kernels/cost/schedule.ts";
import { fact } from "@kernels/facts/index.ts";
import { build } from "@kernels/models/build.ts";
import { invertedResidual, mobilenetV3Block } from "@kernels/models/inverted-residual.ts";
import { MOBILENET_V2 } from "@kernels/models/mobilenet-v2.ts";
import { describe, expect, it } from "vitest";

const bytes = (moments: readonly { bytes: number }[]): number[] => moments.map((moment) => moment.bytes);

describe("one small block, 4 × 4 × 2, expanded three times, stride 2, to 3 channels, one byte a value", () => {
  const block = invertedResidual([4, 4, 2], { expansion: 3, outC: 3, stride: 2 });
  // Input 32, inside 96, filtered 2·2·6 = 24, output 12.
  it("layer by layer: expand, depthwise, project", () => {
    expect(bytes(layerByLayer(block, 1))).toEqual([32 + 96, 96 + 24, 24 + 12]);
  });
  it("fused: input and output alone", () => {
    expect(bytes(blockByBlock(block, null, 1))).toEqual([32 + 12]);
  });
  it("in one part input and output are there all the time", () => {
    expect(bytes(blockByBlock(block, 1, 1))).toEqual([44 + 96, 44 + 96 + 24, 44 + 24]);
  });
  it("in three parts of two channels", () => {
    const part = [44 + 32, 44 + 32 + 8, 44 + 8];
    expect(bytes(blockByBlock(block, 3, 1))).toEqual([...part, ...part, ...part]);
  });
  it("in four parts: two channels, two, one, one", () => {
    const two = [44 + 32, 44 + 40, 44 + 8];
    const one = [44 + 16, 44 + 20, 44 + 4];
    expect(bytes(blockByBlock(block, 4, 1))).toEqual([...two, ...two, ...one, ...one]);
  });
  it("never more parts than channels", () => {
    expect(blockByBlock(block, 99, 1)).toHaveLength(18);
  });
});

it("a shortcut keeps the input beside a layer-by-layer run", () => {
  const block = invertedResidual([2, 2, 4], { expansion: 2, outC: 4, stride: 1 });
  // Input 16, inside 32, filtered 32, output 16; the sum is written over the output.
  expect(bytes(layerByLayer(block, 1))).toEqual([48, 16 + 32 + 32, 16 + 32 + 16, 32]);
});

it("a block without expansion cuts its depthwise layer alone", () => {
  const block = invertedResidual([2, 2, 4], { expansion: 1, outC: 2, stride: 1 });
  expect(bytes(blockByBlock(block, 2, 1))).toEqual([16 + 8 + 8, 16 + 8 + 8, 16 + 8 + 8, 16 + 8 + 8]);
});

it("a gate needs every channel, so its block is not cut", () => {
  const size = { kernel: 3, hidden: 8, outC: 4, stride: 1, activation: "relu", squeezeExcite: true } as const;
  const block = mobilenetV3Block([2, 2, 4], size);
  expect(blockByBlock(block, 4, 1)).toEqual(layerByLayer(block, 1));
});

describe("MobileNetV2 1.0 at 224 px, 16 bits a value", () => {
  const layers = build(MOBILENET_V2);
  const kb = (moments: ReturnType<typeof layerByLayer>): number => Math.round((peakMoment(moments)?.bytes ?? 0) / 1000);
  it("peaks as the facts sheet counts them", () => {
    expect(kb(layerByLayer(layers, 2))).toBe(fact("mobilenet-v2-1.0-224.peak-kb").value);
    expect(peakMoment(layerByLayer(layers, 2))?.block).toBe(2);
    expect(kb(blockByBlock(layers, null, 2))).toBe(fact("mobilenet-v2-1.0-224.fused-peak-kb").value);
    expect(peakMoment(blockByBlock(layers, null, 2))?.block).toBe(1);
  });
  it("more parts never need more", () => {
    const peaks = [1, 2, 3, 4, 5, 8, 16].map((parts) => kb(blockByBlock(layers, parts, 2)));
    expect(peaks).toEqual([...peaks].sort((a, b) => b - a));
    expect(peaks[0]).toBeGreaterThan(kb(layerByLayer(layers, 2)));
  });
  it("no moments have no peak", () => {
    expect(peakMoment([])).toBeNull();
  });
});
