import { bottleneckMadds } from "@kernels/cost/madds.ts";
import { inOutBytes, liveBytes, liveTensors, peak } from "@kernels/cost/memory.ts";
import { totals } from "@kernels/cost/totals.ts";
import { build } from "@kernels/models/build.ts";
import { mobilenetV3Block } from "@kernels/models/inverted-residual.ts";
import type { Layer } from "@kernels/models/layer.ts";
import { LayerList, PYTORCH } from "@kernels/models/layer-list.ts";
import { resnetBottleneck } from "@kernels/models/resnet.ts";
import { shufflenetV2Unit } from "@kernels/models/shufflenet-v2.ts";
import { DIGITS } from "@kernels/models/digits.ts";
import { MOBILENET_V2 } from "@kernels/models/mobilenet-v2.ts";
import { describe, expect, it } from "vitest";

const layers = build(MOBILENET_V2);
const index = (block: number, step: string): number =>
  layers.findIndex((layer) => layer.block === block && layer.step === step);
const kb = (values: number): number => values * 4;

describe("live tensors, layer by layer, in float32", () => {
  it("the first convolution needs the image and its own output", () => {
    expect(liveTensors(layers, 0)).toEqual([
      { layer: -1, bytes: kb(224 * 224 * 3) },
      { layer: 0, bytes: kb(112 * 112 * 32) },
    ]);
  });

  it("batch norm and ReLU6 work in place: one tensor, made by the convolution", () => {
    expect(liveTensors(layers, 1)).toEqual([{ layer: 0, bytes: kb(112 * 112 * 32) }]);
    expect(liveTensors(layers, 2)).toEqual(liveTensors(layers, 1));
  });

  it("block 3 keeps its input for the shortcut until it is added", () => {
    const [input, inner, neck] = [56 * 56 * 24, 56 * 56 * 144, 56 * 56 * 24].map(kb) as [number, number, number];
    expect(liveBytes(layers, index(3, "expand"))).toBe(input + inner);
    expect(liveBytes(layers, index(3, "expand-relu6"))).toBe(input + inner);
    expect(liveBytes(layers, index(3, "depthwise"))).toBe(input + inner + inner);
    expect(liveBytes(layers, index(3, "project"))).toBe(input + inner + neck);
    expect(liveBytes(layers, index(3, "add"))).toBe(input + neck);
    expect(liveTensors(layers, index(3, "add")).map(({ layer }) => layer)).toEqual([
      index(2, "project"),
      index(3, "project"),
    ]);
    // Block 4 reads what was added, which stands in block 3's neck.
    expect(liveTensors(layers, index(4, "expand")).map(({ layer }) => layer)).toEqual([
      index(3, "project"),
      index(4, "expand"),
    ]);
  });

  it("block 2 has no shortcut and keeps nothing", () => {
    expect(liveBytes(layers, index(2, "project"))).toBe(kb(56 * 56 * 96 + 56 * 56 * 24));
    expect(inOutBytes(layers.filter((layer) => layer.block === 2))).toBe(kb(112 * 112 * 16 + 56 * 56 * 24));
    expect(inOutBytes([])).toBe(0);
  });

  it("the peak is where the most bytes live", () => {
    const { layer, bytes } = peak(layers);
    expect(layer).toBe(index(2, "depthwise"));
    expect(bytes).toBe(Math.max(...layers.map((one) => liveBytes(layers, one.index))));
  });
});

describe("memory with branches, in float32", () => {
  const at = (list: readonly Layer[], end: string): number => list.findIndex(({ name }) => name.endsWith(end));

  it("a ResNet bottleneck keeps its input beside the branch; the last ReLU writes over the sum", () => {
    const block = resnetBottleneck([8, 8, 16], { outC: 16, stride: 1 });
    // Input 8·8·16, middle 8·8·4.
    expect(liveBytes(block, at(block, "conv2"))).toBe(kb(1024 + 256 + 256));
    expect(liveBytes(block, at(block, "conv3"))).toBe(kb(1024 + 256 + 1024));
    expect(liveBytes(block, at(block, "add"))).toBe(kb(1024 + 1024));
    expect(liveBytes(block, at(block, "relu.join"))).toBe(kb(1024));
  });

  it("a split copies nothing: its tensor lives until the halves are joined", () => {
    const unit = shufflenetV2Unit([4, 4, 8], { outC: 8, stride: 1 });
    expect(liveBytes(unit, at(unit, "split.0"))).toBe(kb(128));
    expect(liveBytes(unit, at(unit, "branch2.0"))).toBe(kb(128 + 64));
    expect(liveBytes(unit, at(unit, "branch2.3"))).toBe(kb(128 + 64 + 64));
    expect(liveBytes(unit, at(unit, "concat"))).toBe(kb(128 + 64 + 128));
    expect(liveBytes(unit, at(unit, "shuffle"))).toBe(kb(128 + 128));
  });

  it("a gate is computed beside the tensor that it scales in place", () => {
    const size = { kernel: 3, hidden: 32, outC: 8, stride: 1, activation: "relu", squeezeExcite: true } as const;
    const block = mobilenetV3Block([4, 4, 8], size);
    // Input 128 for the shortcut, inner 512; pooled 32, squeezed 8.
    expect(liveBytes(block, at(block, "avgpool"))).toBe(kb(128 + 512 + 32));
    expect(liveBytes(block, at(block, "fc1"))).toBe(kb(128 + 512 + 32 + 8));
    expect(liveBytes(block, at(block, "2.scale"))).toBe(kb(128 + 512 + 32));
    expect(liveBytes(block, at(block, "3.0"))).toBe(kb(128 + 512 + 128));
  });

  it("nothing writes over what is read later", () => {
    const list = new LayerList(PYTORCH, [2, 2, 4]);
    const place = { block: 1, row: 0, part: "filter" } as const;
    list.pointwise("conv", 4, place);
    list.activate("relu", "relu", place);
    list.add("add", 0, place);
    // The add reads the convolution as well as its ReLU, so the ReLU needs a buffer of its own.
    expect(liveBytes(list.layers, 1)).toBe(kb(32));
  });
});

it("a layer's bytes are its output in float32", () => {
  for (const { bytes, outShape } of layers) expect(bytes).toBe(4 * outShape[0] * outShape[1] * outShape[2]);
});

it("bottleneckMadds equals the layer list for every block of MobileNetV2 and digits", () => {
  for (const network of [layers, build(DIGITS)]) {
    for (let block = 1; block <= 17; block++) {
      const own = network.filter((layer) => layer.block === block);
      const [h, w, inC] = own[0]!.inShape;
      const depthwise = own.find((layer) => layer.kind === "depthwise")!;
      const parts = bottleneckMadds({
        h,
        w,
        inC,
        outC: own.at(-1)!.outShape[2],
        expansion: depthwise.inShape[2] / inC,
        stride: depthwise.stride,
      });
      for (const { part, madds } of parts) {
        expect(madds).toBe(totals(own.filter((layer) => layer.step === part)).madds);
      }
    }
  }
});
