import { roundToInt8 } from "@kernels/formats/int8.ts";
import { build } from "@kernels/models/build.ts";
import { parameterTensors } from "@kernels/models/parameters.ts";
import { seededRandom } from "@kernels/random.ts";
import { expect, it } from "vitest";
import { SMALL } from "../small-network.ts";

const layers = build(SMALL);
const random = seededRandom(8);
const weights = new Map(
  layers.flatMap(parameterTensors).map(({ name, shape }) => {
    const size = shape.reduce((a, b) => a * b, 1);
    return [name, { shape, data: Float32Array.from({ length: size }, () => random() - 0.5) }];
  }),
);
const stem = weights.get(layers.flatMap(parameterTensors)[0]!.name)!;
stem.data.fill(0, 0, stem.data.length / stem.shape[0]!);

it("each weight is a whole number of its channel's scale, at most half a scale off; the largest becomes ±127", () => {
  const rounded = roundToInt8(layers, weights);
  for (const [name, { shape, data }] of weights) {
    const found = rounded.weights.get(name)!.data;
    if (shape.length < 2) {
      expect(found, name).toBe(data);
      continue;
    }
    const each = data.length / shape[0]!;
    for (let channel = 0; channel < shape[0]!; channel++) {
      const [own, now] = [data, found].map((all) => all.subarray(channel * each, (channel + 1) * each));
      const scale = Math.max(...own!.map(Math.abs)) / 127;
      now!.forEach((value, i) => {
        const whole = scale === 0 ? 0 : value / scale;
        expect(Math.abs(whole - Math.round(whole))).toBeLessThan(1e-4);
        expect(Math.abs(value - own![i]!)).toBeLessThanOrEqual(scale * 0.5001);
      });
      if (scale > 0) expect(Math.max(...now!.map((value) => Math.abs(value / scale)))).toBeCloseTo(127, 3);
    }
  }
});

it("a channel of zeros stays zero", () => {
  const [name] = [...weights].find(([, tensor]) => tensor === stem)!;
  const found = roundToInt8(layers, weights).weights.get(name)!.data;
  expect(found.subarray(0, stem.data.length / stem.shape[0]!).every((value) => value === 0)).toBe(true);
  expect(found.some((value) => value !== 0)).toBe(true);
});

it("counts 1 byte a weight, 4 a scale, 2 for every other value", () => {
  const tensors = [...weights.values()];
  const filters = tensors.filter(({ shape }) => shape.length > 1);
  const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
  const [inFilters, inAll] = [filters, tensors].map((list) => sum(list.map(({ data }) => data.length)));
  const scales = sum(filters.map(({ shape }) => shape[0]!));
  const { bytes, halfBytes, channels } = roundToInt8(layers, weights);
  expect(channels).toBe(scales);
  expect(halfBytes).toBe(2 * inAll!);
  expect(bytes).toBe(inFilters! + 4 * scales + 2 * (inAll! - inFilters!));
});

it("a missing tensor is named", () => {
  const fewer = new Map(weights);
  fewer.delete("classifier.1.weight");
  expect(() => roundToInt8(layers, fewer)).toThrow(/no tensor classifier\.1\.weight/);
});
