import { describe, expect, it } from "vitest";
import { seededRandom } from "@kernels/random.ts";
import { softmaxCrossEntropy } from "@kernels/training/loss.ts";
import { initialise } from "@kernels/training/initialise.ts";
import { TrainingNetwork } from "@kernels/training/network.ts";
import type { Normalisation } from "@kernels/training/ops.ts";
import { pool, poolGradient } from "@kernels/training/pool.ts";
import { REFERENCE_OPS as ops } from "@kernels/training/reference.ts";
import { transpose } from "@kernels/training/matmul.ts";
import { DoubleArena, doubles, normals } from "./double.ts";
import { gradientError } from "./gradients.ts";
import { TINY_LAYERS } from "./tiny.ts";

const STEP = 1e-6;
/** Σ output · weight: a loss whose gradient for the output is `weight`. */
const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

describe("gradients equal finite differences in float64 within 1e-6 of the largest", () => {
  it("matrix product, for input and weights", () => {
    const random = seededRandom(1);
    const shape = { m: 7, k: 5, n: 6 };
    const [x, w, g] = [normals(35, random), normals(30, random), normals(42, random)];
    const [y, dx, dw, wT] = [doubles(42), doubles(35), doubles(30), doubles(30)];
    const loss = (): number => {
      ops.matmul(y, x, w, shape, false);
      return dot(y, g);
    };
    ops.matmulWeightGradient(dw, x, g, shape);
    transpose(wT, w, 5, 6);
    ops.matmul(dx, g, wT, { m: 7, k: 6, n: 5 }, false);
    expect(gradientError(w, dw, loss, STEP)).toBeLessThan(1e-6);
    expect(gradientError(x, dx, loss, STEP)).toBeLessThan(1e-6);
  });

  it.each([
    [1, 5, 4],
    [2, 5, 4],
    [2, 6, 7],
  ])("depthwise layer of stride %i on %i × %i pixels, for input and filters", (stride, h, w) => {
    const random = seededRandom(2);
    const [outH, outW] = [Math.ceil(h / stride), Math.ceil(w / stride)];
    const shape = { batch: 2, h, w, c: 3, outH, outW, stride };
    const [x, f, g] = [normals(2 * h * w * 3, random), normals(27, random), normals(2 * outH * outW * 3, random)];
    const [y, dx, df] = [doubles(g.length), doubles(x.length), doubles(27)];
    const loss = (): number => {
      ops.depthwise(y, x, f, shape);
      return dot(y, g);
    };
    ops.depthwiseInputGradient(dx, g, f, shape);
    ops.depthwiseFilterGradient(df, x, g, shape);
    expect(gradientError(x, dx, loss, STEP)).toBeLessThan(1e-6);
    expect(gradientError(f, df, loss, STEP)).toBeLessThan(1e-6);
  });

  it("softmax cross-entropy with label smoothing, for the logits", () => {
    const logits = normals(12, seededRandom(3), 2);
    const labels = Uint8Array.of(3, 0, 1);
    const d = doubles(12);
    const options = { classes: 4, smoothing: 0.1, divisor: 3 };
    softmaxCrossEntropy(d, logits, labels, options);
    const loss = (): number => softmaxCrossEntropy(doubles(12), logits, labels, options).loss / 3;
    expect(gradientError(logits, d, loss, STEP)).toBeLessThan(1e-6);
  });

  it("global average pool, for its input", () => {
    const random = seededRandom(4);
    const [x, g] = [normals(2 * 6 * 3, random), normals(6, random)];
    const [y, dx] = [doubles(6), doubles(36)];
    poolGradient(dx, g, 2, 3, 6);
    const loss = (): number => {
      pool(y, x, 2, 3);
      return dot(y, g);
    };
    expect(gradientError(x, dx, loss, STEP)).toBeLessThan(1e-6);
  });

  it.each([false, true])("batch norm in training mode, clamped to [0, 6]: %s, for its input", (clamp) => {
    const random = seededRandom(5);
    const shape = { rows: 40, c: 3 };
    const [x, g, y, dx] = [normals(120, random), normals(120, random), doubles(120), doubles(120)];
    const [mean, variance, sumG, sumGX] = [doubles(3), doubles(3), doubles(3), doubles(3)];
    const [p, q] = [doubles(3), doubles(3)];
    const gamma = [0.5, 3, 4];
    const norm: Normalisation = { scale: doubles(3), shift: doubles(3), mean };
    const loss = (): number => {
      ops.moments(mean, variance, x, shape);
      gamma.forEach((scale, i) => {
        norm.scale[i] = scale / Math.sqrt(variance[i]! + 1e-5);
        norm.shift[i] = 1 - mean[i]! * norm.scale[i];
      });
      ops.scaleShift(y, x, norm.scale, norm.shift, shape, clamp);
      return dot(y, g);
    };
    loss();
    ops.gradientSums(sumG, sumGX, g, x, norm, shape, clamp);
    for (let i = 0; i < 3; i++) {
      p[i] = -(norm.scale[i]! * sumGX[i]!) / (40 * (variance[i]! + 1e-5));
      q[i] = -(norm.scale[i]! * sumG[i]!) / 40 - p[i]! * mean[i]!;
    }
    ops.normInputGradient(dx, g, x, norm, { p, q }, shape, clamp);
    expect(gradientError(x, dx, loss, STEP)).toBeLessThan(1e-6);
  });

  it("a whole tiny network, for every learned number", () => {
    const network = new TrainingNetwork(TINY_LAYERS, 4, ops, new DoubleArena());
    const random = seededRandom(6);
    initialise(network.layout, network.learned, network.statistics, random);
    network.learned.forEach((value, i) => (network.learned[i] = value + 0.3 * normals(1, random)[0]!));
    network.input.forEach((_, i) => (network.input[i] = random()));
    const run = (): number => {
      network.forward(true);
      return network.backward(Uint8Array.of(0, 1, 2, 1), { smoothing: 0.1, divisor: 4 }).loss / 4;
    };
    run();
    const gradient = network.gradient.slice();
    // A neck's bias moves every pixel alike, and the next batch norm takes that away: its gradient is zero.
    const vanishes = /conv\.\d\.bias$/;
    for (const { name, offset, length, learned } of network.layout.slots) {
      if (!learned) continue;
      const [values, analytic] = [network.learned, gradient].map((flat) => flat.subarray(offset, offset + length)) as [
        Float32Array,
        Float32Array,
      ];
      if (vanishes.test(name) && analytic.every((value) => Math.abs(value) < 1e-12)) continue;
      expect(gradientError(values, analytic, run, STEP), name).toBeLessThan(1e-6);
    }
  });
});
