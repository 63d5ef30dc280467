import { readFileSync } from "node:fs";
import { liveBytesBySteps } from "@kernels/engine/arena.ts";
import { BLOCK_FIELDS } from "@kernels/engine/block.ts";
import { Engine } from "@kernels/engine/engine.ts";
import { fusedMoments } from "@kernels/engine/footprint.ts";
import { compile, type Plan, type PlanOptions } from "@kernels/engine/plan.ts";
import { run } from "@kernels/engine/reference.ts";
import { build } from "@kernels/models/build.ts";
import { NETWORKS } from "@kernels/models/catalogue.ts";
import { DIGITS } from "@kernels/models/digits.ts";
import type { Layer } from "@kernels/models/layer.ts";
import { MOBILENET_V2 } from "@kernels/models/mobilenet-v2.ts";
import type { NetworkSpec } from "@kernels/models/spec.ts";
import { type Random, seededRandom } from "@kernels/random.ts";
import { beforeAll, describe, expect, it } from "vitest";
import { compileWasm } from "../../../tools/build/wasm.mjs";
import { seededTensor, seededWeights } from "../seeded-network.ts";
import { SMALL } from "../small-network.ts";
import { engineModule } from "./module.ts";

const SEED = 20261125;
const VARIANTS = ["plain", "relaxed"] as const;
const MODES: readonly (readonly [name: string, options: PlanOptions])[] = [
  ["fused", {}],
  ["operation by operation", { fuse: false }],
  ["layer by layer, all kept", { keep: "all" }],
];

beforeAll(async () => {
  for (const variant of VARIANTS) await compileWasm("kernels/engine/engine.simd.ts", variant);
}, 120_000);

/** Largest difference over the largest value. */
function distance(ours: Float32Array, reference: Float32Array): number {
  expect(ours.length).toBe(reference.length);
  const size = reference.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return reference.reduce((most, value, i) => Math.max(most, Math.abs(value - ours[i]!) / size), 0);
}

/** A network with seeded weights and input, and what the reference engine makes of it. */
function seeded(layers: readonly Layer[], random: Random = seededRandom(SEED)) {
  const weights = seededWeights(layers, random);
  const input = seededTensor(layers[0]!.inShape, random);
  return { layers, weights, input, reference: run(layers, weights, input, { keep: true }) };
}

describe.each(VARIANTS)("%s SIMD", (variant) => {
  const big = build(MOBILENET_V2);
  const cases: [string, () => ReturnType<typeof seeded>][] = [
    ["digits", () => seeded(build(DIGITS))],
    ["small", () => seeded(build(SMALL))],
    ["MobileNetV2 1.0 at 224 px", () => seeded(big)],
  ];
  it.each(cases)("%s: logits of every mode within 1e-4 of the reference's largest", async (_, make) => {
    const { layers, weights, input, reference } = make();
    for (const [mode, options] of MODES) {
      const engine = new Engine(compile(layers, weights, options), await engineModule(variant, 1));
      const logits = engine.run(input).slice();
      expect(distance(logits, reference.logits), mode).toBeLessThan(1e-4);
      expect(engine.run(input), `${mode}, run again`).toEqual(logits);
    }
  });

  it("keeps every tensor of digits, each within 1e-4 of the reference's largest", async () => {
    const { layers, weights, input, reference } = seeded(build(DIGITS));
    const engine = new Engine(compile(layers, weights, { keep: "all" }), await engineModule(variant, 1));
    engine.run(input);
    for (const { index, name } of layers) {
      const tensor = engine.tensor(index);
      expect(tensor?.shape, name).toEqual(reference.tensors[index]!.shape);
      expect(distance(tensor!.data, reference.tensors[index]!.data), name).toBeLessThan(1e-4);
    }
  });

  it("networks of odd widths, sizes, strides and paddings: logits within 1e-4 of the largest, over 30 seeded cases", async () => {
    const random = seededRandom(SEED);
    const from = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
    for (let i = 0; i < 30; i++) {
      const rows = Array.from({ length: from(1, 3) }, () => ({
        t: from(1, 6),
        c: from(3, 14),
        n: from(1, 2),
        s: from(1, 2),
      }));
      const spec: NetworkSpec = {
        name: "odd",
        input: { h: from(9, 33), w: from(9, 33), c: from(1, 5) },
        stem: { c: from(3, 13), s: from(1, 2) },
        rows,
        lastC: from(5, 40),
        classes: from(2, 21),
        padding: i % 2 === 0 ? "symmetric" : "same-tf",
        channelDivisor: 1,
        epsilon: 1e-5,
      };
      const { layers, weights, input, reference } = seeded(build(spec), random);
      for (const [mode, options] of MODES) {
        const engine = new Engine(compile(layers, weights, options), await engineModule(variant, 1));
        const what = `case ${i}, ${mode}: ${JSON.stringify(spec)}`;
        expect(distance(engine.run(input), reference.logits), what).toBeLessThan(1e-4);
      }
    }
  });
});

describe("the plan of MobileNetV2 1.0 at 224 px", () => {
  const layers = build(MOBILENET_V2);
  const weights = seededWeights(layers, seededRandom(SEED));
  const fused = compile(layers, weights);
  const separate = compile(layers, weights, { fuse: false });
  const kept = compile(layers, weights, { keep: "all" });

  it("keeps no activation over 803 kB whole, the input apart", () => {
    const largest = Math.max(...fused.buffers.filter(({ what }) => what !== "input").map(({ bytes }) => bytes));
    expect(largest).toBe(4 * 112 * 112 * 16);
  });
  it.each([1, 0.25])("at width %d every step's live bytes are known from the layer list alone", (width) => {
    const layers = NETWORKS["mobilenet-v2"].build({ width, resolution: 96 });
    const plan = compile(layers, seededWeights(layers, seededRandom(SEED)));
    const live = liveBytesBySteps(plan.buffers, plan.steps.length);
    const blocks = plan.steps.map((step) => new Set(step.layers.map((index) => layers[index]!.block)));
    expect(fusedMoments(layers).map(({ block, bytes }) => [block, bytes])).toEqual(
      blocks.flatMap((own, at) => [...own].map((block) => [block, live[at]])),
    );
  });
  it("lives in at most 1.5 MB with the stem and the first block fused, input included", () => {
    expect(fused.peak.bytes).toBeLessThanOrEqual(1_500_000);
    expect(fused.arenaBytes).toBeLessThanOrEqual(1_500_000);
    expect(fused.peak.step).toBe(0);
    expect(fused.input.bytes).toBe(4 * 224 * 224 * 3);
  });
  it("needs a quarter of the memory of operation by operation with reuse, and that less than a tenth of keeping all", () => {
    expect(4 * fused.peak.bytes).toBeLessThan(separate.peak.bytes);
    expect(10 * separate.peak.bytes).toBeLessThan(kept.peak.bytes);
  });
  it("runs each inverted residual as one step, stem and first block together", () => {
    const blocks = fused.steps.filter(({ call }) => call === "invertedResidual");
    expect(blocks.length).toBe(17);
    expect(fused.steps.map(({ call }) => call).slice(17)).toEqual(["pointwise", "globalAveragePool", "linear"]);
    expect(fused.steps.reduce((sum, { madds }) => sum + madds, 0)).toBe(300_774_272);
    expect(fused.steps[0]!.layers).toContain(0);
  });
  it("never makes an expanded tensor whole", () => {
    const expanded = layers.filter(({ step, kind }) => step?.startsWith("expand") || kind === "depthwise");
    expect(expanded.length).toBe(16 * 3 + 17);
    const whole = new Set(fused.buffers.filter(({ what }) => what === "tensor").map(({ layer }) => layer));
    for (const { index } of expanded) expect(whole.has(index)).toBe(false);
    const scratch = fused.buffers.filter(({ what }) => what === "scratch");
    expect(scratch.length).toBe(17);
    for (const { bytes, from } of scratch) {
      const done = fused.steps[from]!.layers.map((index) => layers[index]!);
      const hidden = done.find(({ kind }) => kind === "depthwise")!.inShape;
      expect(bytes, done[0]!.name).toBeLessThan(4 * hidden[0] * hidden[1] * hidden[2]);
    }
  });
  it.each([["fused", fused], ["separate", separate], ["kept", kept]])("%s: no two buffers share a byte at the same step", (_, plan: Plan) => {
    const sorted = plan.buffers.toSorted((a, b) => a.at - b.at);
    for (const [i, a] of sorted.entries()) {
      for (const b of sorted.slice(i + 1)) {
        const meet = a.from <= b.to && b.from <= a.to;
        if (meet) expect(a.at + a.bytes).toBeLessThanOrEqual(b.at);
      }
      expect(a.at % 16).toBe(0);
      expect(a.at + a.bytes).toBeLessThanOrEqual(plan.memoryBytes);
    }
  }); // prettier-ignore
});

describe("the engine", () => {
  const { layers, weights, input } = seeded(build(DIGITS));

  it("stops between steps and starts again", async () => {
    const engine = new Engine(compile(layers, weights), await engineModule("plain", 1));
    const whole = engine.run(input).slice();
    const steps = engine.steps(input);
    steps.next();
    steps.return();
    expect([...engine.steps(input)].flatMap((step) => step.layers).length).toBe(layers.length - 1);
    expect(engine.logits).toEqual(whole);
  });
  it("allocates nothing: 2,000 runs leave the module's memory as long as it was and the heap within 100 bytes a run", async () => {
    const module = await engineModule("plain", 1);
    const engine = new Engine(compile(layers, weights), module);
    const before = module.memory.buffer;
    for (let i = 0; i < 500; i++) engine.run(input);
    const heap = process.memoryUsage().heapUsed;
    for (let i = 0; i < 2000; i++) engine.run(input);
    expect(process.memoryUsage().heapUsed - heap).toBeLessThan(200_000);
    expect(module.memory.buffer).toBe(before);
  });
  it("says what does not fit", async () => {
    const engine = new Engine(compile(layers, weights), await engineModule("plain", 1));
    const wrong = { shape: [27, 28, 1], data: new Float32Array(27 * 28) } as const;
    expect(() => engine.run(wrong)).toThrow("engine: input is 27 × 28 × 1, the network takes 28 × 28 × 1");
    expect(() => engine.run({ shape: [28, 28, 1], data: new Float32Array(7) })).toThrow("engine: input holds 7 values, its shape needs 784");
    expect(() => compile(layers, new Map())).toThrow("features.0.0: weights have no tensor features.0.0.weight");
  }); // prettier-ignore

  it("describes a block in the order in which the twin reads it", () => {
    const text = readFileSync(new URL("../../../kernels/engine/inverted-residual.simd.ts", import.meta.url), "utf8");
    const fields = /class Block \{([^}]*)\}/.exec(text)?.[1]?.match(/\w+(?=: (usize|i32);)/g);
    expect(fields).toEqual([...BLOCK_FIELDS]);
  });
});
