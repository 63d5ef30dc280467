import { beforeAll, describe, expect, it } from "vitest";
import { seededRandom } from "@kernels/random.ts";
import type { Random } from "@kernels/random.ts";
import { Arena } from "@kernels/training/arena.ts";
import { LINEAR, RELU, RELU6, type TrainingOps } from "@kernels/training/ops.ts";
import { REFERENCE_OPS as reference } from "@kernels/training/reference.ts";
import { type SimdExports, simdOps } from "@kernels/training/simd-ops.ts";
import { compileWasm } from "../../tools/build/wasm.mjs";
import { normals } from "./double.ts";

let twin: TrainingOps;
let memory: WebAssembly.Memory;
beforeAll(async () => {
  memory = new WebAssembly.Memory({ initial: 64 });
  const { instance } = await WebAssembly.instantiate(await compileWasm("kernels/training/training.simd.ts"), {
    env: { memory },
  });
  twin = simdOps(instance.exports as unknown as SimdExports);
  // The compiler takes three seconds, much more on a busy machine.
}, 120_000);

/** Runs one operator on both, from the same inputs, and returns the largest difference over the largest value. */
function compare(
  inputs: readonly Float32Array[],
  outputs: readonly number[],
  run: (ops: TrainingOps, out: Float32Array[], x: Float32Array[]) => void,
): number {
  const results = [reference, twin].map((ops) => {
    const arena = new Arena(memory.buffer, 65536);
    const x = inputs.map((input) => {
      const array = arena.floats(input.length);
      array.set(input);
      return array;
    });
    const out = outputs.map((length) => arena.floats(length).fill(NaN));
    run(ops, out, x);
    return out.map((array) => array.slice());
  }) as [Float32Array[], Float32Array[]];
  let worst = 0;
  results[0].forEach((expected, i) => {
    const scale = Math.max(...expected.map(Math.abs));
    expected.forEach((value, at) => {
      worst = Math.max(worst, Math.abs(value - results[1][i]![at]!) / scale);
      if (Number.isNaN(results[1][i]![at])) worst = Infinity;
    });
  });
  return worst;
}

const floats = (length: number, random: Random): Float32Array => Float32Array.from(normals(length, random));
const TOLERANCE = 2e-5;

describe("SIMD twins equal the reference within 2e-5 of the largest value", () => {
  // m with and without a rest of 4, k with a rest, n of 4, 8, a rest of 4, and 10 (which falls back).
  it.each([
    [4, 8, 8],
    [5, 9, 12],
    [130, 6, 4],
    [64, 24, 144],
    [67, 7, 20],
    [3, 5, 10],
  ])("products of %i × %i by %i", (m, k, n) => {
    const random = seededRandom(m * k + n);
    const inputs = [floats(m * k, random), floats(k * n, random), floats(m * n, random)];
    const shape = { m, k, n };
    for (const accumulate of [false, true]) {
      const error = compare(inputs, [m * n, k * n], (ops, [y, dw], [x, w, dy]) => {
        y!.set(dy!);
        ops.matmul(y!, x!, w!, shape, accumulate);
        ops.matmulWeightGradient(dw!, x!, dy!, shape);
      });
      expect(error).toBeLessThan(TOLERANCE);
    }
  });

  it.each([
    [4, 5, 5, 1],
    [8, 6, 7, 1],
    [12, 7, 6, 2],
    [4, 14, 14, 2],
    [20, 2, 2, 1],
    [16, 4, 4, 2],
    [6, 5, 4, 1],
  ])("depthwise layers of %i channels on %i × %i pixels, stride %i", (c, h, w, stride) => {
    const random = seededRandom(c * h + w);
    const [outH, outW] = [Math.ceil(h / stride), Math.ceil(w / stride)];
    const shape = { batch: 3, h, w, c, outH, outW, stride };
    const [inside, outside] = [3 * h * w * c, 3 * outH * outW * c];
    const inputs = [floats(inside, random), floats(9 * c, random), floats(outside, random)];
    const error = compare(inputs, [outside, inside, 9 * c], (ops, [y, dx, df], [x, f, dy]) => {
      ops.depthwise(y!, x!, f!, shape);
      ops.depthwiseInputGradient(dx!, dy!, f!, shape);
      ops.depthwiseFilterGradient(df!, x!, dy!, shape);
    });
    expect(error).toBeLessThan(TOLERANCE);
  });

  it.each([
    [64, 4],
    [129, 12],
    [20, 8],
    [33, 5],
  ])("batch norm over %i rows of %i channels, with a mean far from zero", (rows, c) => {
    const random = seededRandom(rows);
    const shape = { rows, c };
    const x = floats(rows * c, random).map((value) => value + 50);
    const inputs = [x, floats(rows * c, random), floats(c, random)];
    const error = compare(inputs, [c, c, rows * c, c, c, rows * c], (ops, out, [x, dy, spread]) => {
      const [mean, variance, y, sumG, sumGX, dx] = out as [
        Float32Array,
        Float32Array,
        Float32Array,
        Float32Array,
        Float32Array,
        Float32Array,
      ];
      ops.moments(mean, variance, x!, shape);
      // The twins get the reference's constants: at an edge of ReLU6 the last bit would decide.
      const arena = new Arena(memory.buffer, 3_000_000);
      const [scale, shift, centre] = [arena.floats(c), arena.floats(c), arena.floats(c)];
      for (let i = 0; i < c; i++) {
        centre[i] = 50;
        scale[i] = 2 + spread![i]! ** 2;
        shift[i] = 3 - 50 * scale[i]!;
      }
      const norm = { scale, shift, mean: centre };
      for (const range of [RELU6, RELU, LINEAR]) {
        ops.scaleShift(y, x!, scale, shift, shape, range);
        ops.gradientSums(sumG, sumGX, dy!, x!, norm, shape, range);
        ops.normInputGradient(dx, dy!, x!, norm, { p: spread!, q: centre }, shape, range);
      }
    });
    expect(error).toBeLessThan(TOLERANCE);
  });

  it("cut at 0 and 6, at 0, or nowhere, and stop the gradient there", () => {
    const inputs = [Float32Array.of(-1, 3, 9, 0.5), Float32Array.of(1, 1, 1, 1), new Float32Array(4)];
    for (const ops of [reference, twin]) {
      const arena = new Arena(memory.buffer, 65536);
      const [x, one, zero] = inputs.map((input) => {
        const array = arena.floats(4);
        array.set(input);
        return array;
      }) as [Float32Array, Float32Array, Float32Array];
      const [y, dx] = [arena.floats(4), arena.floats(4)];
      const shape = { rows: 1, c: 4 };
      const norm = { scale: one, shift: zero, mean: zero };
      const passes = [
        [RELU6, [0, 3, 6, 0.5], [0, 1, 0, 1]],
        [RELU, [0, 3, 9, 0.5], [0, 1, 1, 1]],
        [LINEAR, [-1, 3, 9, 0.5], [1, 1, 1, 1]],
      ] as const;
      for (const [range, out, gradient] of passes) {
        ops.scaleShift(y, x, one, zero, shape, range);
        expect([...y]).toEqual(out);
        ops.normInputGradient(dx, one, x, norm, { p: zero, q: zero }, shape, range);
        expect([...dx]).toEqual(gradient);
      }
    }
  });
});
