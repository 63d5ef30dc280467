import { type Explanation, explainCell } from "@kernels/engine/explain.ts";
import { run } from "@kernels/engine/reference.ts";
import { build } from "@kernels/models/build.ts";
import { NETWORKS } from "@kernels/models/catalogue.ts";
import { mobilenetV3Block } from "@kernels/models/inverted-residual.ts";
import type { Layer } from "@kernels/models/layer.ts";
import { resnetBottleneck } from "@kernels/models/resnet.ts";
import { shufflenetV2Unit } from "@kernels/models/shufflenet-v2.ts";
import { DIGITS } from "@kernels/models/digits.ts";
import { seededRandom } from "@kernels/random.ts";
import { describe, expect, it } from "vitest";
import { seededTensor, seededWeights } from "../seeded-network.ts";

const SEED = 20261122;

describe.each(["symmetric", "same-tf"] as const)(`explainCell on digits, padding %s, seed ${SEED}`, (padding) => {
  const random = seededRandom(SEED);
  const layers = build({ ...DIGITS, padding });
  const weights = seededWeights(layers, random);
  const input = seededTensor([28, 28, 1], random);
  const { tensors, logits } = run(layers, weights, input, { keep: true });
  const explain = (layer: number, y: number, x: number, c: number): Explanation =>
    explainCell(layers, weights, tensors, input, layer, { y, x, c });
  const under = (size: number): number => Math.floor(random() * size);

  it("equals the tensor's value bit for bit: corners and 40 random cells of every layer", () => {
    for (const layer of layers) {
      const [h, w, channels] = layer.outShape;
      const cells = [[0, 0, 0], [h - 1, w - 1, channels - 1]]; // prettier-ignore
      for (let i = 0; i < 40; i++) cells.push([under(h), under(w), under(channels)]);
      for (const [y = 0, x = 0, c = 0] of cells) {
        const { value, terms, bias, sum } = explain(layer.index, y, x, c);
        expect({ layer: layer.name, y, x, c, value }).toEqual({
          layer: layer.name,
          y,
          x,
          c,
          value: tensors[layer.index]?.data[(y * w + x) * channels + c],
        });
        const exact = terms.reduce((total, term) => total + term.a * term.b, bias);
        const size = terms.reduce((total, term) => total + Math.abs(term.product), Math.abs(bias));
        expect(Math.abs(exact - sum)).toBeLessThanOrEqual(size * terms.length * 2 ** -23);
        expect(Math.fround((terms.at(-1)?.runningSum ?? 0) + bias)).toBe(sum);
      }
    }
  });

  it("says where each value came from, so that a reader can walk to the pixels", () => {
    const mean = (name: string, c: number): number => weights.get(`${name}.running_mean`)!.data[c]!;
    for (const layer of layers) {
      const [h, w, channels] = layer.outShape;
      for (const { a, b, from, weight } of explain(layer.index, under(h), under(w), under(channels)).terms) {
        if (from) {
          const { data, shape } = from.layer < 0 ? input : tensors[from.layer]!;
          const value = data[(from.y * shape[1] + from.x) * shape[2] + from.c]!;
          expect(a).toBe(layer.kind === "batch-norm" ? Math.fround(value - mean(layer.name, from.c)) : value);
        } else expect(a).toBe(0);
        if (weight && layer.kind !== "batch-norm") {
          const { data, shape } = weights.get(weight.tensor)!;
          expect(b).toBe(data[weight.index.reduce((at, i, axis) => at * shape[axis]! + i, 0)]);
        }
      }
    }
  });

  it("counts its terms: 9 in a window, C in a 1×1, H·W in the pool, two in an add", () => {
    const layerOf = (is: (layer: Layer) => boolean): Layer => layers.find(is)!;
    const terms = ({ index }: Layer): number => explain(index, 0, 0, 0).terms.length;
    const ofKind = (kind: Layer["kind"]): Layer => layerOf((layer) => layer.kind === kind);
    const kinds = ["conv2d", "depthwise", "batch-norm", "relu6", "add"] as const;
    expect(kinds.map((kind) => terms(ofKind(kind)))).toEqual([9, 9, 1, 1, 2]);
    const pool = ofKind("global-average-pool");
    expect(terms(pool)).toBe(pool.inShape[0] * pool.inShape[1]);
    expect(terms(ofKind("linear"))).toBe(DIGITS.lastC);
    expect(terms(layerOf((layer) => layer.step === "expand"))).toBe(DIGITS.rows[0]!.c);
  });

  it("gives batch norm's parts by name", () => {
    const { norm, terms, bias, value } = explain(1, 2, 3, 4);
    if (!norm) throw new Error("layer 1 is a batch norm");
    const { fround } = Math;
    expect(norm.centred).toBe(fround(norm.x - norm.mean));
    expect(norm.deviation).toBe(fround(Math.sqrt(fround(norm.variance + norm.epsilon))));
    expect(norm.scale).toBe(fround(norm.gamma / norm.deviation));
    expect([terms[0]?.a, terms[0]?.b, bias]).toEqual([norm.centred, norm.scale, norm.beta]);
    expect(value).toBe(fround(fround(norm.centred * norm.scale) + norm.beta));
  });

  it("refuses cells and layers that do not exist", () => {
    expect(() => explain(999, 0, 0, 0)).toThrow(`explainCell: there is no layer 999, the network has ${layers.length}`);
    const [h, , c] = layers[0]!.outShape;
    expect(() => explain(0, h, 0, 0)).toThrow(`explainCell: y must be from 0 to ${h - 1} in features.0.0, got ${h}`);
    expect(() => explain(0, 0, 0, 0.5)).toThrow(`explainCell: c must be from 0 to ${c - 1} in features.0.0, got 0.5`);
    expect(() => explainCell(layers, weights, [], input, 1, { y: 0, x: 0, c: 0 })).toThrow(
      "explainCell: the output of layer 0 was not kept",
    );
  });

  it("run without keep gives the same logits and keeps nothing", () => {
    const bare = run(layers, weights, input);
    expect(bare.tensors).toEqual([]);
    expect(bare.logits).toEqual(logits);
    expect(logits).toHaveLength(10);
    expect(logits.every(Number.isFinite)).toBe(true);
  });
});

const BLOCKS: [string, readonly Layer[]][] = [
  [
    "a MobileNetV3 block with its gate",
    mobilenetV3Block([5, 4, 8], {
      ...{ kernel: 5, hidden: 24, outC: 8, stride: 1 },
      ...{ activation: "h-swish", squeezeExcite: true },
    }),
  ],
  ["a ShuffleNetV2 unit", shufflenetV2Unit([5, 4, 8], { outC: 8, stride: 1 })],
  ["a ResNet bottleneck", resnetBottleneck([5, 4, 8], { outC: 16, stride: 2 })],
  ["ShuffleNetV2's beginning, with its max pool", NETWORKS["shufflenet-v2-0.5"].build({ resolution: 12 }).slice(0, 4)],
];

it.each(BLOCKS)("explainCell of %s: every cell of every layer equals its tensor, bit for bit", (_name, layers) => {
  const random = seededRandom(SEED);
  const weights = seededWeights(layers, random);
  const input = seededTensor(layers[0]!.inShape, random);
  const { tensors } = run(layers, weights, input, { keep: true });
  for (const layer of layers) {
    const { shape, data } = tensors[layer.index]!;
    for (let i = 0; i < data.length; i++) {
      const [y, x] = [Math.floor(i / shape[2] / shape[1]), Math.floor(i / shape[2]) % shape[1]];
      const { value, terms } = explainCell(layers, weights, tensors, input, layer.index, { y, x, c: i % shape[2] });
      expect(value + 0, `${layer.name} at ${i}`).toBe(data[i]! + 0);
      for (const { a, from } of terms.filter((term) => term.from)) {
        const read = from!.layer < 0 ? input : tensors[from!.layer]!;
        const found = read.data[(from!.y * read.shape[1] + from!.x) * read.shape[2] + from!.c]!;
        if (layer.kind !== "batch-norm") expect(a, layer.name).toBe(found);
      }
    }
  }
});
