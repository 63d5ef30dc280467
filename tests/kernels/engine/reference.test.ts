import { run, runLayers } from "@kernels/engine/reference.ts";
import { prepareWeights, toKernelOrder } from "@kernels/engine/weights.ts";
import { build } from "@kernels/models/build.ts";
import { seededRandom } from "@kernels/random.ts";
import { ShapeError } from "@kernels/tensor.ts";
import { expect, it } from "vitest";
import { seededTensor, seededWeights } from "../seeded-network.ts";
import { SMALL } from "../small-network.ts";

const random = seededRandom(11);
const layers = build(SMALL);
const weights = seededWeights(layers, random);
const input = seededTensor([28, 28, 1], random);

it("toKernelOrder turns OIHW into HWIO and linear [out, in] into [in, out]", () => {
  // O = 2, I = 3, two taps: value 100·o + 10·i + tap must stand at (tap · I + i) · O + o.
  const oihw = Float32Array.from(
    { length: 12 },
    (_, n) => 100 * Math.floor(n / 6) + 10 * (Math.floor(n / 2) % 3) + (n % 2),
  );
  expect([...toKernelOrder(oihw, 2, 3, 2)]).toEqual([0, 100, 10, 110, 20, 120, 1, 101, 11, 111, 21, 121]);
  expect([...toKernelOrder(Float32Array.of(1, 2, 3, 4, 5, 6), 2, 3, 1)]).toEqual([1, 4, 2, 5, 3, 6]);
});

it("yields every layer in order, so that a worker can stop between two", () => {
  const seen: number[] = [];
  for (const { layer } of runLayers(layers, prepareWeights(layers, weights), input)) {
    seen.push(layer.index);
    if (layer.index === 4) break;
  }
  expect(seen).toEqual([0, 1, 2, 3, 4]);
});

it("changing one weight of the stem changes the logits; the same weights give the same bits", () => {
  const { logits } = run(layers, weights, input);
  expect(run(layers, weights, input).logits).toEqual(logits);
  const touched = seededWeights(layers, seededRandom(11));
  touched.get("features.0.0.weight")!.data[0]! += 0.5;
  expect(run(layers, touched, input).logits).not.toEqual(logits);
});

it("names the layer when input or weights do not fit", () => {
  const without = new Map([...weights].filter(([name]) => name !== "features.2.conv.1.0.weight"));
  expect(() => run(layers, without, input)).toThrow(
    new ShapeError("features.2.conv.1.0: weights have no tensor features.2.conv.1.0.weight"),
  );
  const short = new Map(weights).set("classifier.1.bias", { shape: [9], data: new Float32Array(9) });
  expect(() => run(layers, short, input)).toThrow("classifier.1: classifier.1.bias holds 9 values, the layer needs 10");
  expect(() => run(layers, weights, seededTensor([14, 28, 1], random))).toThrow(
    "features.0.0: input is 14 × 28 × 1, the layer takes 28 × 28 × 1",
  );
  expect(() => run(layers, weights, { shape: [28, 28, 1], data: new Float32Array(3) })).toThrow(
    "network: input holds 3 values, its shape 28 × 28 × 1 needs 784",
  );
});
