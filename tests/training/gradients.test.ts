import { describe, expect, it } from "vitest";
import { seededRandom } from "@kernels/random.ts";
import type { Layer } from "@kernels/models/layer.ts";
import { col2im, im2col } from "@kernels/training/im2col.ts";
import { softmaxCrossEntropy } from "@kernels/training/loss.ts";
import { initialise } from "@kernels/training/initialise.ts";
import { TrainingNetwork } from "@kernels/training/network.ts";
import { LINEAR, type Normalisation, RELU, RELU6 } from "@kernels/training/ops.ts";
import { pool, poolGradient } from "@kernels/training/pool.ts";
import { REFERENCE_OPS as ops } from "@kernels/training/reference.ts";
import { transpose } from "@kernels/training/matmul.ts";
import { DoubleArena, doubles, normals } from "./double.ts";
import { gradientError } from "./gradients.ts";
import { TINY, TINY_LAYERS } from "./tiny.ts";
import { build } from "@kernels/models/build.ts";
import { ablate, AFTERS, FILTERS, NECKS, SHORTCUTS } from "@kernels/models/variant.ts";

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

  it.each([LINEAR, RELU, RELU6])("batch norm in training mode, cut to %o, for its input", (range) => {
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
      ops.scaleShift(y, x, norm.scale, norm.shift, shape, range);
      return dot(y, g);
    };
    loss();
    ops.gradientSums(sumG, sumGX, g, x, norm, shape, range);
    for (let i = 0; i < 3; i++) {
      p[i] = -(norm.scale[i]! * sumGX[i]!) / (40 * (variance[i]! + 1e-5));
      q[i] = -(norm.scale[i]! * sumG[i]!) / 40 - p[i]! * mean[i]!;
    }
    ops.normInputGradient(dx, g, x, norm, { p, q }, shape, range);
    expect(gradientError(x, dx, loss, STEP)).toBeLessThan(1e-6);
  });

  it("im2col, for its input: every pixel gathers what its windows hand back", () => {
    const random = seededRandom(8);
    for (const stride of [1, 2]) {
      const out = Math.ceil(5 / stride);
      const layer = { inShape: [5, 5, 2], outShape: [out, out, 3], kernel: 3, stride, padding: "symmetric" } as const;
      const length = 2 * out * out * 9 * 2;
      const [x, g, columns, dx] = [normals(100, random), normals(length, random), doubles(length), doubles(100)];
      col2im(dx, g, 2, layer);
      const loss = (): number => {
        im2col(columns, x, 2, layer);
        return dot(columns, g);
      };
      expect(gradientError(x, dx, loss, STEP)).toBeLessThan(1e-6);
    }
  });

  it("a whole tiny network, for every learned number", () => {
    checkNetwork(TINY_LAYERS, 1e-6);
  });
});

describe("gradients of every variant equal finite differences in float64 within 3e-6 of the largest", () => {
  // Every option, and the pairs that meet in one unit: an activation in front of a sum, and either filter behind one.
  const variants = [
    ...NECKS.flatMap((neck) => SHORTCUTS.map((shortcut) => ({ neck, shortcut }))),
    ...FILTERS.flatMap((filter) => AFTERS.map((after) => ({ filter, after }))),
    ...FILTERS.map((filter) => ({ filter, shortcut: "expansions" as const })),
    ...[1, 4].map((t) => ({ t })),
  ];
  it.each(variants.map((variant) => [JSON.stringify(variant), variant] as const))(
    "a whole tiny network with %s, for up to six numbers of every tensor",
    (_, variant) => {
      checkNetwork(build(ablate({ ...TINY, rows: DEEP }, variant)), 3e-6, 6);
    },
  );
});

/** Blocks 2, 3 and 4 have expansions of equal shape, so shortcuts between them follow each other. */
const DEEP = [
  { t: 1, c: 4, n: 1, s: 2 },
  { t: 2, c: 4, n: 2, s: 1 },
  { t: 2, c: 8, n: 1, s: 1 },
];

/** Compares all numbers of each tensor, or the one with the largest gradient and some spread over the rest. */
function checkNetwork(layers: readonly Layer[], tolerance: number, most = Infinity): void {
  const network = new TrainingNetwork(layers, 4, ops, new DoubleArena());
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
  // A bias that moves every pixel alike, with no activation behind it, is taken away by the next batch norm.
  const vanishes = /conv\.\d(\.1)?\.bias$/;
  for (const { name, offset, length, learned } of network.layout.slots) {
    if (!learned) continue;
    const [values, analytic] = [network.learned, gradient].map((flat) => flat.subarray(offset, offset + length)) as [
      Float32Array,
      Float32Array,
    ];
    if (vanishes.test(name) && analytic.every((value) => Math.abs(value) < 1e-12)) continue;
    const largest = analytic.reduce((best, value, i) => (Math.abs(value) > Math.abs(analytic[best]!) ? i : best), 0);
    const spread = Array.from({ length: Math.min(most, length) }, (_, i) =>
      Math.floor((i * length) / Math.min(most, length)),
    );
    expect(gradientError(values, analytic, run, STEP, [largest, ...spread]), name).toBeLessThan(tolerance);
  }
}
