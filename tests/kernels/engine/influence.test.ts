import { type Cell, explainCell } from "@kernels/engine/explain.ts";
import { carriers, influenceMap, influenceOf, type KeptRun } from "@kernels/engine/influence.ts";
import { run } from "@kernels/engine/reference.ts";
import { prepareWeights } from "@kernels/engine/weights.ts";
import { build } from "@kernels/models/build.ts";
import { DIGITS } from "@kernels/models/digits.ts";
import type { Layer } from "@kernels/models/layer.ts";
import { mobilenetV3Block } from "@kernels/models/inverted-residual.ts";
import { reachOf } from "@kernels/models/receptive-field.ts";
import { seededRandom } from "@kernels/random.ts";
import { describe, expect, it, test } from "vitest";
import { seededTensor, seededWeights } from "../seeded-network.ts";

const SEED = 20261125;
const random = seededRandom(SEED);
const layers = build(DIGITS);
const weights = seededWeights(layers, random);
const input = seededTensor([28, 28, 1], random);
const { tensors } = run(layers, weights, input, { keep: true });
const kept: KeptRun = { layers, prepared: prepareWeights(layers, weights), tensors, input };

const under = (size: number): number => Math.floor(random() * size);
const anyCell = ({ outShape: [h, w, c] }: Layer): Cell => ({ y: under(h), x: under(w), c: under(c) });
const at = (layer: Layer, { y, x, c }: Cell): number => (y * layer.outShape[1] + x) * layer.outShape[2] + c;

test(`one layer back, the gradient is the weight of each term, to the last bit (seed ${SEED})`, () => {
  for (const layer of layers) {
    const cell = anyCell(layer);
    const { terms, value } = explainCell(layers, weights, tensors, input, layer.index, cell);
    const { input: pixels, layers: found } = influenceOf(kept, layer.index, [cell]);
    const passes = layer.kind !== "relu6" || (value > 0 && value < 6);
    const share = layer.kind === "global-average-pool" ? terms.length : 1;
    for (const { b, from } of terms) {
      if (!from) continue;
      const [, w, c] = from.layer < 0 ? input.shape : tensors[from.layer]!.shape;
      const gradient = (from.layer < 0 ? pixels : found[from.layer]!)[(from.y * w + from.x) * c + from.c];
      // Where a shortcut's two ways meet again further back, only its branch is one layer away.
      if (layer.kind === "add" && from.layer === layer.inputs[0]) continue;
      expect(gradient, `${layer.name} ${JSON.stringify(from)}`).toBe(passes ? Math.fround(b / share) : 0);
    }
  }
});

test("along a shortcut and its branch the gradients add up", () => {
  const add = layers.find(({ kind }) => kind === "add")!;
  const cell = anyCell(add);
  const [skip] = add.inputs as [number];
  const whole = influenceOf(kept, add.index, [cell]).layers[skip]!;
  const branch = influenceOf(kept, add.inputs[1]!, [cell]).layers[skip]!;
  const own = at(layers[skip]!, cell);
  whole.forEach((value, i) => {
    expect(value).toBeCloseTo(branch[i]! + (i === own ? 1 : 0), 5);
  });
});

describe(`finite differences of the whole network, within 1 % of the largest gradient (seed ${SEED})`, () => {
  const STEP = 2 ** -7;
  const valueWith = (index: number, cell: Cell, pixel: number, change: number): number => {
    const data = input.data.slice();
    data[pixel]! += change;
    const again = run(layers.slice(0, index + 1), weights, { ...input, data }, { keep: true });
    return again.tensors[index]!.data[at(layers[index]!, cell)]!;
  };
  it.each(["features.0.1", "features.3.conv.1.1", "features.5.conv.3", "features.9.conv.3"])("%s", (name) => {
    const layer = layers.find((one) => one.name === name)!;
    const cell = { y: layer.outShape[0] >> 1, x: layer.outShape[1] >> 1, c: 5 };
    const { input: gradient } = influenceOf(kept, layer.index, [cell]);
    const most = Math.max(...gradient.map(Math.abs));
    const value = tensors[layer.index]!.data[at(layer, cell)]!;
    const strong = Array.from(gradient.keys()).filter((i) => Math.abs(gradient[i]!) > most / 10);
    let smooth = 0;
    for (let i = 0; i < 24; i++) {
      const pixel = strong[under(strong.length)]!;
      const [up, down] = [valueWith(layer.index, cell, pixel, STEP), valueWith(layer.index, cell, pixel, -STEP)];
      // A ReLU6 that opens or closes within the step bends the line: both sides then disagree.
      if (Math.abs(up + down - 2 * value) > 0.002 * most * STEP * 2) continue;
      smooth++;
      expect(Math.abs((up - down) / (2 * STEP) - gradient[pixel]!), `pixel ${pixel}`).toBeLessThan(0.01 * most);
    }
    expect(smooth, "pixels without a bend").toBeGreaterThan(2);
  });
});

test("nothing outside the formula's box has influence, in no earlier tensor", () => {
  for (let i = 0; i < 12; i++) {
    const layer = layers[under(layers.length - 3)]!;
    const cell = anyCell(layer);
    const reach = reachOf(layers, layer.index, cell);
    const found = influenceOf(kept, layer.index, [cell]);
    const check = (index: number, gradient: Float32Array, [h, w, c]: readonly [number, number, number]): void => {
      const { top, left, bottom, right } = reach.get(index)!;
      influenceMap(gradient, c).forEach((value, pixel) => {
        const [y, x] = [Math.floor(pixel / w), pixel % w];
        const inside = y >= top && y <= bottom && x >= left && x <= right;
        if (!inside) expect(value, `layer ${index} of ${h}×${w}, row ${y}, column ${x}`).toBe(0);
      });
    };
    check(-1, found.input, input.shape);
    found.layers.forEach((gradient, index) => {
      expect(gradient !== null, `layer ${index}`).toBe(reach.has(index));
      if (gradient) check(index, gradient, tensors[index]!.shape);
    });
  }
});

test("the sum of several cells has the sum of their gradients", () => {
  const layer = layers[20]!;
  const [one, two] = [
    { y: 1, x: 2, c: 3 },
    { y: 2, x: 2, c: 0 },
  ];
  const both = influenceOf(kept, 20, [one, two]).input;
  const [first, second] = [influenceOf(kept, 20, [one]).input, influenceOf(kept, 20, [two]).input];
  both.forEach((value, i) => {
    expect(value).toBeCloseTo(first[i]! + second[i]!, 4);
  });
  expect(layer.outShape[2]).toBeGreaterThan(3);
});

test("carriers: the fewest positions for each share, by hand", () => {
  const { counts, rank } = carriers(Float32Array.of(1, 0, 5, 3, 1), [0.5, 0.8, 0.9]);
  expect(counts).toEqual([1, 2, 3]);
  expect([...rank]).toEqual([2, -1, 0, 1, 3]);
  expect(carriers(new Float32Array(3), [0.9]).counts).toEqual([0]);
});

test("what has no gradient here says so by name", () => {
  const block = mobilenetV3Block([4, 4, 8], {
    kernel: 3,
    hidden: 16,
    outC: 8,
    stride: 1,
    activation: "h-swish",
    squeezeExcite: false,
  });
  const x = seededTensor([4, 4, 8], random);
  const made = block.map(({ outShape }) => seededTensor(outShape, random));
  const prepared = prepareWeights(block, seededWeights(block, random));
  const other: KeptRun = { layers: block, prepared, tensors: made, input: x };
  expect(() => influenceOf(other, 2, [{ y: 0, x: 0, c: 0 }])).toThrow(/h-swish, whose gradient is not here/);
  expect(() => influenceOf(kept, 999, [])).toThrow("influenceOf: there is no layer 999");
});
