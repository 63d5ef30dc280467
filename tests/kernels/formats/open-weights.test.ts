import { openWeights } from "@kernels/formats/open-weights.ts";
import { writeNetwork } from "@kernels/formats/network-file.ts";
import { NETWORKS } from "@kernels/models/catalogue.ts";
import { DIGITS } from "@kernels/models/digits.ts";
import { parameterTensors } from "@kernels/models/parameters.ts";
import { seededRandom } from "@kernels/random.ts";
import { build } from "@kernels/models/build.ts";
import { describe, expect, it } from "vitest";
import { seededWeights } from "../seeded-network.ts";
import { fileOf, type FileTensor, refusal, seededFile, timmName } from "./weight-files.ts";

const { layers, tensors } = seededFile(0.35);
const changed = (change: (copy: Map<string, FileTensor>) => void): ArrayBuffer => {
  const copy = new Map(tensors);
  change(copy);
  return fileOf(copy);
};

describe("what shapes tell", () => {
  it.each([
    [1, 8],
    [1.4, 8],
    [0.75, 8],
    [0.5, 8],
    [0.35, 8],
    [0.1, 8],
    [0.62, 8],
    [0.35, 1],
    [0.5, 4],
  ])("width %d, rounded to %d, is recognised, and the layers are its own", (width, divisor) => {
    const file = seededFile(width, { classes: 7, divisor });
    const opened = openWeights(fileOf(file.tensors, { resolution: "96" }));
    expect(opened.recognised).toEqual({ width, divisor });
    expect(opened.naming).toBe("torchvision");
    const shape = (one: (typeof layers)[number]) => [one.name, one.outShape, one.stride, one.params];
    expect(opened.layers.map(shape)).toEqual(file.layers.map(shape));
  });

  it("channels of no width multiplier are read all the same", () => {
    const spec = { ...DIGITS, input: { h: 224, w: 224, c: 3 } };
    const own = build(spec).flatMap(parameterTensors);
    const zeros = own.map(({ name, shape }) => [
      name,
      { shape, data: new Float32Array(shape.reduce((a, b) => a * b)) },
    ]);
    const opened = openWeights(fileOf(new Map(zeros as [string, FileTensor][])));
    expect(opened.recognised).toBeNull();
    expect(opened.spec.rows.map(({ t, c, n }) => [t, c, n])).toEqual(DIGITS.rows.map(({ t, c, n }) => [t, c, n]));
    expect(opened.spec.lastC).toBe(128);
  });
});

describe("names and types", () => {
  it("timm's names give the same network; num_batches_tracked is passed over; a wrapper's prefix too", () => {
    const counters = layers
      .filter(({ kind }) => kind === "batch-norm")
      .map(({ name }) => [`${name}.num_batches_tracked`, { dtype: "I64", shape: [], data: [7] }] as const);
    const all = new Map<string, FileTensor>([...tensors, ...counters]);
    const direct = openWeights(fileOf(tensors));
    const timm = openWeights(fileOf(new Map([...all].map(([name, one]) => [timmName(name), one]))));
    const wrapped = openWeights(fileOf(new Map([...all].map(([name, one]) => [`module.${name}`, one]))));
    expect(timm.naming).toBe("timm");
    for (const other of [timm, wrapped]) {
      expect(other.spec).toEqual(direct.spec);
      expect(other.weights).toEqual(direct.weights);
    }
  });

  it("F16, BF16 and F32 stand in one file: each value is within half a step of what was written", () => {
    const dtypes = ["F32", "F16", "BF16"] as const;
    const mixed = new Map([...tensors].map(([name, one], i) => [name, { ...one, dtype: dtypes[i % 3]! }] as const));
    const { weights } = openWeights(fileOf(mixed));
    let i = 0;
    for (const [name, { data }] of tensors) {
      const step = [0, 2 ** -11, 2 ** -7][i++ % 3]!;
      const read = weights.get(name)!.data;
      const worst = read.reduce((most, value, at) => {
        const exact = data[at]!;
        return Math.max(most, Math.abs(value - exact) - (Math.abs(exact) * step + 2 ** -24));
      }, -1);
      expect(worst, name).toBeLessThanOrEqual(0);
    }
  });
});

describe("what a file says of its input", () => {
  const said = (metadata: Record<string, string>) => openWeights(fileOf(tensors, metadata)).says;
  it("padding, scaling and resolution are taken from the metadata, and null where they are not there", () => {
    expect(said({})).toEqual({ padding: null, scaling: null, resolution: null });
    expect(said({ padding: "same-tf", input: "[-1, 1]", resolution: "160" })).toEqual({
      padding: "same-tf",
      scaling: { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
      resolution: 160,
    });
    expect(said({ input: "[0,1]" }).scaling).toEqual({ mean: [0, 0, 0], std: [1, 1, 1] });
    expect(said({ input: "imagenet" }).scaling!.mean).toEqual([0.485, 0.456, 0.406]);
  });
  it.each([
    [{ padding: "reflect" }, 'padding = "reflect"; expected "symmetric" or "same-tf"'],
    [{ input: "0..255" }, 'input = "0..255"; expected'],
    [{ resolution: "1e9" }, 'resolution = "1e9"; expected a whole number from 32 to 512'],
    [{ labels: '["one"]' }, "1 labels; the network has 10 classes"],
  ])("%o is refused in a sentence", (metadata, sentence) => {
    expect(refusal(fileOf(tensors, metadata as Record<string, string>))).toContain(sentence);
  });
  it("a network of ours comes back as it was written, rows and all", () => {
    const own = build(DIGITS);
    const weights = seededWeights(own, seededRandom(4));
    const labels = "0123456789".split("");
    const scaling = { mean: [0.1], std: [0.3] };
    const opened = openWeights(writeNetwork(DIGITS, weights, { dtype: "F32", labels, scaling }));
    expect(opened.spec).toEqual(DIGITS);
    expect(opened.metadata.labels).toEqual(labels);
    expect(opened.says).toEqual({ padding: "symmetric", scaling, resolution: 28 });
    for (const [name, { data }] of weights) expect(opened.weights.get(name)!.data, name).toEqual(data);
  });
});

describe("bad input gets a sentence that names the tensor or the rule", () => {
  const named = (name: string) => new Map([[name, { shape: [1], data: [0] }]]);
  it.each([
    ["nothing", new ArrayBuffer(0), "This is not a safetensors file: it has 0 bytes"],
    ["a picture", new TextEncoder().encode("\x89PNG\r\n\x1a\n, and so on").buffer, "This is not a safetensors file"],
    ["ResNet", fileOf(named("layer1.0.conv1.weight")), "a ResNet: it has a tensor layer1.0.conv1.weight"],
    [
      "MobileNetV1",
      fileOf(new Map([...named("model.1.0.weight"), ...named("fc.weight")])),
      "a MobileNetV1: it has a tensor model.1.0.weight",
    ],
    ["Keras's MobileNetV1", fileOf(named("conv_dw_1.weight")), "a MobileNetV1"],
    [
      "timm's MobileNetV1",
      fileOf(new Map([...named("conv_stem.weight"), ...named("blocks.1.0.conv_pw.weight")])),
      "a MobileNetV1: it has no tensor blocks.1.0.conv_pwl.weight",
    ],
    ["MobileNetV3", fileOf(named("features.1.block.0.0.weight")), "a MobileNetV3"],
    ["something else", fileOf(named("wte.weight")), "does not hold a MobileNetV2"],
    [
      "a missing convolution",
      changed((copy) => copy.delete("features.2.conv.1.0.weight")),
      "Tensor features.2.conv.1.0.weight is missing; expected shape [48, 1, 3, 3]",
    ],
    [
      "a missing projection",
      changed((copy) => copy.delete("features.3.conv.2.weight")),
      "Tensor features.3.conv.2.weight is missing; expected a 1×1 convolution [channels, 48, 1, 1]",
    ],
    [
      "a missing statistic, timm's name",
      fileOf(
        new Map(
          [...tensors]
            .filter(([name]) => name !== "features.5.conv.1.1.running_var")
            .map(([name, one]) => [timmName(name), one]),
        ),
      ),
      "Tensor blocks.2.1.bn2.running_var is missing",
    ],
    [
      "an extra tensor",
      changed((copy) => copy.set("features.19.weight", { shape: [1], data: [1] })),
      "Tensor features.19.weight is not part of this network",
    ],
    [
      "a misshapen classifier",
      changed((copy) => copy.set("classifier.1.weight", { shape: [10, 9], data: new Float32Array(90) })),
      "Tensor classifier.1.weight has shape [10, 9]; expected a linear layer [classes, 1280]",
    ],
    [
      "NaN",
      changed((copy) => copy.set("features.0.1.bias", { shape: [16], data: new Float32Array(16).fill(NaN) })),
      "Tensor features.0.1.bias holds NaN at index 0; expected a finite number",
    ],
    [
      "too few blocks",
      fileOf(new Map([...tensors].filter(([name]) => !name.startsWith("features.17.")))),
      "The file has 16 blocks of inverted residuals, MobileNetV2 has 17",
    ],
  ])("%s", (_, buffer, sentence) => {
    expect(refusal(buffer)).toContain(sentence);
  });

  it("ResNet and MobileNetV1 as our own catalogue lists them", () => {
    for (const [id, family] of [
      ["resnet-18", "a ResNet"],
      ["mobilenet-v1", "a MobileNetV1"],
      ["mobilenet-v3-small", "a MobileNetV3"],
      ["shufflenet-v2-0.5", "a ShuffleNetV2"],
    ] as const) {
      const own = NETWORKS[id].build().flatMap(parameterTensors);
      expect(refusal(fileOf(new Map(own.map(({ name }) => [name, { shape: [0], data: [] }])))), id).toContain(family);
    }
  });
});
