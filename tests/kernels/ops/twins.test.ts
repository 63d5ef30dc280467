import type { EngineModule } from "@kernels/engine/exports.ts";
import { type Activation, packDepthwise, packPanels, packVectors, rounded } from "@kernels/engine/pack.ts";
import { add } from "@kernels/ops/add.ts";
import { batchNorm, normScale } from "@kernels/ops/batch-norm.ts";
import { conv2d } from "@kernels/ops/conv2d.ts";
import { depthwise } from "@kernels/ops/depthwise.ts";
import { globalAveragePool } from "@kernels/ops/global-average-pool.ts";
import { linear } from "@kernels/ops/linear.ts";
import { pointwise } from "@kernels/ops/pointwise.ts";
import { relu6 } from "@kernels/ops/relu6.ts";
import { slide } from "@kernels/ops/window.ts";
import { gaussian, type Random, seededRandom } from "@kernels/random.ts";
import { OPERATORS } from "@kernels/registry.ts";
import type { Shape, Tensor } from "@kernels/tensor.ts";
import { Arena } from "@kernels/training/arena.ts";
import { beforeAll, describe, expect, it } from "vitest";
import { engineModule } from "../engine/module.ts";
import { seededTensor } from "../seeded-network.ts";

const SEED = 20261125;
/** Plain and relaxed SIMD are judged alike. */
const VARIANTS = ["plain", "relaxed"] as const;
/** Sides odd and even, from one pixel up past the widest strip; channels 4, multiples, below 4, above with a tail. */
const SIDES: readonly (readonly [h: number, w: number])[] = [[1, 1], [2, 3], [5, 4], [7, 7], [8, 15], [3, 16]]; // prettier-ignore
const CHANNELS = [1, 3, 4, 5, 8, 12, 19, 32];

const modules = new Map<string, EngineModule>();
beforeAll(async () => {
  for (const variant of VARIANTS) modules.set(variant, await engineModule(variant));
}, 120_000);

const vector = (random: Random, length: number): Float32Array => Float32Array.from({ length }, () => gaussian(random));
const abs = (data: Float32Array): Float32Array => data.map(Math.abs);
const absTensor = (x: Tensor): Tensor => ({ shape: x.shape, data: abs(x.data) });

/** The module's memory: tensors go in with channels filled up to a multiple of 4, NaN stands wherever nothing does. */
class Bench {
  private readonly module: EngineModule;
  private readonly arena: Arena;
  constructor(variant: string) {
    this.module = modules.get(variant)!;
    new Float32Array(this.module.memory.buffer, 65536).fill(NaN);
    this.arena = new Arena(this.module.memory.buffer, 65536);
  }
  get ops(): EngineModule["exports"] {
    return this.module.exports;
  }
  room(floats: number): number {
    return this.arena.floats(floats).byteOffset;
  }
  put(data: Float32Array): number {
    const floats = this.arena.floats(data.length);
    floats.set(data);
    return floats.byteOffset;
  }
  tensor({ shape, data }: Tensor): number {
    const c = shape[2];
    const floats = this.arena.floats(rounded(c) * shape[0] * shape[1]).fill(0);
    for (let i = 0; i < shape[0] * shape[1]; i++) floats.set(data.subarray(i * c, (i + 1) * c), i * rounded(c));
    return floats.byteOffset;
  }
  /** Reads [H, W, C] back; what stands in the lanes beyond C must be 0, and what follows must be untouched. */
  read(at: number, [h, w, c]: Shape): Tensor {
    const step = rounded(c);
    const all = new Float32Array(this.module.memory.buffer, at, h * w * step);
    const data = new Float32Array(h * w * c);
    for (let i = 0; i < h * w; i++) {
      data.set(all.subarray(i * step, i * step + c), i * c);
      expect([...all.subarray(i * step + c, (i + 1) * step)].every((lane) => lane === 0)).toBe(true);
    }
    expect(new Float32Array(this.module.memory.buffer, at + 4 * h * w * step, 4)).toEqual(
      new Float32Array(4).fill(NaN),
    );
    return { shape: [h, w, c], data };
  }
}

/** Fails with the first value that is further off than `steps` · 2⁻²³ of its terms' magnitude. */
function judge(what: string, twin: Tensor, reference: Tensor, magnitude: Tensor, steps: number): void {
  const off = twin.data.findIndex(
    (value, i) => !(Math.abs(value - reference.data[i]!) <= steps * 2 ** -23 * magnitude.data[i]!),
  );
  expect(off < 0 ? "equal" : `${twin.data[off]} and ${reference.data[off]} at ${off}`, what).toBe("equal");
}

const ACTIVATIONS: readonly Activation[] = ["none", "relu6", "relu"];
const act = (value: number, activation: Activation): number =>
  activation === "none" ? value : Math.min(Math.max(value, 0), activation === "relu" ? Infinity : 6);
/** Adds a bias to every pixel and cuts, as the twins do at their store. */
function finish(x: Tensor, bias: Float32Array, activation: Activation): Tensor {
  return {
    shape: x.shape,
    data: x.data.map((value, i) => act(Math.fround(value + bias[i % bias.length]!), activation)),
  };
}

const rows = OPERATORS.filter((row) => row.twin);
const stepsOf = (id: string): number => rows.find((row) => row.id === id)?.twin?.toleranceSteps ?? NaN;
const title = (id: string): string => `${id}: twin equals reference within ${stepsOf(id)} · 2⁻²³ of the magnitudes`;

describe.each(VARIANTS)("%s SIMD", (variant) => {
  it(title("pointwise"), () => {
    const random = seededRandom(SEED);
    let turn = 0;
    for (const [h, w] of SIDES) {
      for (const inC of CHANNELS) {
        for (const outC of CHANNELS) {
          const bench = new Bench(variant);
          const [x, filter, bias] = [
            seededTensor([h, w, inC], random),
            vector(random, inC * outC),
            vector(random, outC),
          ];
          const activation = ACTIVATIONS[turn++ % 3]!;
          const adds = turn % 2;
          const shortcut = seededTensor([h, w, outC], random);
          const y = bench.tensor(adds ? shortcut : { ...shortcut, data: shortcut.data.map(() => 9) });
          bench.room(4);
          const other = bench.tensor(shortcut);
          const sizes = [h * w, inC, outC, 4 * rounded(inC), 4 * rounded(outC), 2 ** 30, 0, adds, other - y];
          bench.ops.pointwise(y, bench.tensor(x), bench.put(packPanels(filter, bias, activation)), ...sizes);
          const expected = finish(pointwise(x, filter, { outC }), bias, activation);
          const size = finish(pointwise(absTensor(x), abs(filter), { outC }), abs(bias), "none");
          judge(
            `x ${h}×${w}×${inC}, outC ${outC}, ${activation}, adds ${adds}`,
            bench.read(y, [h, w, outC]),
            adds ? add(expected, shortcut) : expected,
            adds ? add(size, absTensor(shortcut)) : size,
            stepsOf("pointwise"),
          );
        }
      }
    }
  });

  it("pointwise leaves a gap after every row of its output, whatever the width", () => {
    const random = seededRandom(SEED);
    for (const w of [1, 2, 3, 5, 6, 7, 13]) {
      const bench = new Bench(variant);
      const [h, inC, outC, gap] = [5, 8, 12, 2];
      const [x, filter] = [seededTensor([h, w, inC], random), vector(random, inC * outC)];
      const y = bench.room((w + gap) * h * outC + 4);
      const weights = bench.put(packPanels(filter, new Float32Array(outC), "none"));
      bench.ops.pointwise(y, bench.tensor(x), weights, h * w, inC, outC, 4 * inC, 4 * outC, w, 4 * gap * outC, 0, 0);
      const expected = pointwise(x, filter, { outC }).data;
      const got = new Float32Array(modules.get(variant)!.memory.buffer, y, (w + gap) * h * outC);
      for (let row = 0; row < h; row++) {
        const start = row * (w + gap) * outC;
        const end = start + w * outC;
        got.subarray(start, end).forEach((value, i) => expect(value).toBeCloseTo(expected[row * w * outC + i]!, 4));
        expect(got.subarray(end, end + gap * outC).every(Number.isNaN)).toBe(true);
      }
    }
  });

  it(title("conv2d"), () => {
    const random = seededRandom(SEED);
    let turn = 0;
    for (const [h, w] of SIDES) {
      for (const inC of [1, 3, 4]) {
        for (const outC of CHANNELS) {
          for (const [kernel, stride] of [
            [3, 1],
            [3, 2],
            [5, 2],
            [1, 1],
          ] as const) {
            // prettier-ignore
            const bench = new Bench(variant);
            const padding = turn % 2 ? "symmetric" : "same-tf";
            const activation = ACTIVATIONS[turn++ % 3]!;
            const [vertical, horizontal] = [slide(h, kernel, stride, padding), slide(w, kernel, stride, padding)];
            const [x, filter] = [seededTensor([h, w, inC], random), vector(random, kernel ** 2 * inC * outC)];
            const bias = vector(random, outC);
            const y = bench.room(vertical.out * horizontal.out * rounded(outC));
            bench.room(4);
            const scratch = bench.room(((horizontal.out - 1) * stride + kernel) * inC * kernel);
            const window = [kernel, stride, vertical.before, horizontal.before, 4 * rounded(outC)];
            const weights = bench.put(packPanels(filter, bias, activation));
            const sizes = [0, vertical.out, h, w, inC, outC, horizontal.out];
            bench.ops.conv2d(y, bench.put(x.data), weights, scratch, ...sizes, ...window);
            const options = { kernel, stride, padding, outC } as const;
            judge(
              `x ${h}×${w}×${inC}, ${JSON.stringify(options)}, ${activation}`,
              bench.read(y, [vertical.out, horizontal.out, outC]),
              finish(conv2d(x, filter, options), bias, activation),
              finish(conv2d(absTensor(x), abs(filter), options), abs(bias), "none"),
              stepsOf("conv2d"),
            );
          }
        }
      }
    }
  });

  it(title("depthwise"), () => {
    const random = seededRandom(SEED);
    let turn = 0;
    for (const [h, w] of SIDES) {
      for (const c of CHANNELS) {
        for (const [kernel, stride] of [
          [3, 1],
          [3, 2],
          [5, 1],
          [5, 2],
        ] as const) {
          // prettier-ignore
          const bench = new Bench(variant);
          const padding = turn % 2 ? "symmetric" : "same-tf";
          const activation = ACTIVATIONS[turn++ % 3]!;
          const [vertical, horizontal] = [slide(h, kernel, stride, padding), slide(w, kernel, stride, padding)];
          const [x, filter, bias] = [
            seededTensor([h, w, c], random),
            vector(random, kernel ** 2 * c),
            vector(random, c),
          ];
          const y = bench.room(vertical.out * horizontal.out * rounded(c));
          bench.room(4);
          const columns = Math.max((horizontal.out - 1) * stride + kernel, w + horizontal.before);
          const scratch = bench.room(8 + columns * rounded(c) * (kernel + 1));
          const window = [kernel, stride, vertical.before, horizontal.before];
          const weights = bench.put(packDepthwise(filter, bias, activation));
          const sizes = [0, vertical.out, h, w, rounded(c), horizontal.out];
          bench.ops.depthwise(y, bench.tensor(x), weights, scratch, ...sizes, ...window);
          const options = { kernel, stride, padding } as const;
          judge(
            `x ${h}×${w}×${c}, ${JSON.stringify(options)}, ${activation}`,
            bench.read(y, [vertical.out, horizontal.out, c]),
            finish(depthwise(x, filter, options), bias, activation),
            finish(depthwise(absTensor(x), abs(filter), options), abs(bias), "none"),
            stepsOf("depthwise"),
          );
        }
      }
    }
  });

  it(title("linear"), () => {
    const random = seededRandom(SEED);
    for (const inC of CHANNELS) {
      for (const outC of [...CHANNELS, 40, 73, 100]) {
        const bench = new Bench(variant);
        const [x, weight, bias] = [seededTensor([1, 1, inC], random), vector(random, inC * outC), vector(random, outC)];
        const y = bench.room(rounded(outC));
        bench.room(4);
        bench.ops.linear(y, bench.tensor(x), bench.put(packPanels(weight, bias, "none")), inC, 0, rounded(outC));
        const size = linear(absTensor(x), abs(weight), abs(bias));
        const twin = bench.read(y, [1, 1, outC]);
        judge(`${inC} → ${outC}`, twin, linear(x, weight, bias), size, stepsOf("linear"));
      }
    }
  });

  it.each(["add", "relu6", "batch-norm", "global-average-pool"])("%s: twin equals reference bit by bit", (id) => {
    expect(stepsOf(id)).toBe(0);
    const random = seededRandom(SEED);
    for (const [h, w] of SIDES) {
      for (const c of CHANNELS) {
        const bench = new Bench(variant);
        const shape: Shape = [h, w, c];
        const drawn = seededTensor(shape, random);
        const x: Tensor = { shape, data: drawn.data.map((value) => 5 * value) };
        const pooled = id === "global-average-pool";
        const y = bench.room(rounded(c) * (pooled ? 1 : h * w));
        bench.room(4);
        const at = bench.tensor(x);
        const size = h * w * rounded(c);
        let expected: Tensor;
        if (id === "add") {
          const b = seededTensor(shape, random);
          bench.ops.add(y, at, bench.tensor(b), size);
          expected = add(x, b);
        } else if (id === "relu6") {
          bench.ops.relu6(y, at, size);
          expected = relu6(x);
        } else if (id === "batch-norm") {
          const [gamma, beta, mean] = [vector(random, c), vector(random, c), vector(random, c)];
          const norm = { gamma, beta, mean, variance: vector(random, c).map((v) => v * v + 0.01), epsilon: 1e-3 };
          const scale = Float32Array.from({ length: c }, (_, i) => normScale(norm, i));
          bench.ops.batchNorm(y, at, bench.put(packVectors([mean, scale, beta])), h * w, rounded(c));
          expected = batchNorm(x, norm);
        } else {
          bench.ops.globalAveragePool(y, at, h * w, rounded(c), 0, rounded(c));
          expected = globalAveragePool(x);
        }
        judge(`x ${shape.join("×")}`, bench.read(y, expected.shape), expected, expected, 0);
      }
    }
  });
});
