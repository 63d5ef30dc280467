import { addBias } from "@kernels/ops/add-bias.ts";
import { add } from "@kernels/ops/add.ts";
import { batchNorm, type Norm } from "@kernels/ops/batch-norm.ts";
import { channelShuffle } from "@kernels/ops/channel-shuffle.ts";
import { concat } from "@kernels/ops/concat.ts";
import { conv2d } from "@kernels/ops/conv2d.ts";
import { depthwise } from "@kernels/ops/depthwise.ts";
import { globalAveragePool } from "@kernels/ops/global-average-pool.ts";
import { hSigmoid } from "@kernels/ops/h-sigmoid.ts";
import { hSwish } from "@kernels/ops/h-swish.ts";
import { linear } from "@kernels/ops/linear.ts";
import { maxPool } from "@kernels/ops/max-pool.ts";
import { pointwise } from "@kernels/ops/pointwise.ts";
import { relu } from "@kernels/ops/relu.ts";
import { relu6 } from "@kernels/ops/relu6.ts";
import { scale } from "@kernels/ops/scale.ts";
import { softmax } from "@kernels/ops/softmax.ts";
import { split } from "@kernels/ops/split.ts";
import { gaussian, type Random, seededRandom } from "@kernels/random.ts";
import { OPERATORS, type OperatorRow } from "@kernels/registry.ts";
import type { Shape, Tensor } from "@kernels/tensor.ts";
import { expect, it } from "vitest";
import { oracle } from "../oracle.ts";
import { seededTensor } from "../seeded-network.ts";

const SEED = Number(process.env["SEED"] ?? 20261122);
const CASES = 240;

/** Our result, the oracle's, and the sum of the terms' magnitudes by which the tolerance is scaled. */
interface Comparison {
  readonly what: string;
  readonly ours: Tensor;
  readonly theirs: Tensor;
  readonly magnitude: Tensor;
}

const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
const between = (random: Random, [from, to]: readonly [number, number]): number =>
  from + Math.floor(random() * (to - from + 1));
const vector = (random: Random, length: number): Float32Array => Float32Array.from({ length }, () => gaussian(random));
const abs = (data: Float32Array): Float32Array => data.map(Math.abs);
const absTensor = (x: Tensor): Tensor => ({ shape: x.shape, data: abs(x.data) });

/** A shape within the registry's bounds, height and width never equal. */
function drawShape(random: Random, { side, channels }: OperatorRow["cases"]): Shape {
  const h = between(random, side);
  let w = h;
  while (w === h) w = between(random, side);
  return [h, w, between(random, channels)];
}

/** One seeded case of each operator. `i` walks strides and paddings, so that each is met. */
const compare: Record<string, (random: Random, row: OperatorRow, i: number) => Comparison> = {
  conv2d(random, { cases }, i) {
    const x = seededTensor(drawShape(random, cases), random);
    const window = drawWindow(random, cases, i);
    const outC = between(random, cases.channels);
    const filter = vector(random, window.kernel ** 2 * x.shape[2] * outC);
    return {
      what: `x ${x.shape.join("×")}, ${JSON.stringify({ ...window, outC })}`,
      ours: conv2d(x, filter, { ...window, outC }),
      theirs: oracle.conv2d(x, filter, { ...window, outC }),
      magnitude: oracle.conv2d(absTensor(x), abs(filter), { ...window, outC }),
    };
  },
  depthwise(random, { cases }, i) {
    const x = seededTensor(drawShape(random, cases), random);
    const window = drawWindow(random, cases, i);
    const filter = vector(random, window.kernel ** 2 * x.shape[2]);
    return {
      what: `x ${x.shape.join("×")}, ${JSON.stringify(window)}`,
      ours: depthwise(x, filter, window),
      theirs: oracle.depthwise(x, filter, window),
      magnitude: oracle.depthwise(absTensor(x), abs(filter), window),
    };
  },
  pointwise(random, { cases }) {
    const x = seededTensor(drawShape(random, cases), random);
    const outC = between(random, cases.channels);
    const filter = vector(random, x.shape[2] * outC);
    return {
      what: `x ${x.shape.join("×")}, outC ${outC}`,
      ours: pointwise(x, filter, { outC }),
      theirs: oracle.pointwise(x, filter, outC),
      magnitude: oracle.pointwise(absTensor(x), abs(filter), outC),
    };
  },
  "batch-norm"(random, { cases }) {
    const x = seededTensor(drawShape(random, cases), random);
    const c = x.shape[2];
    const variance = vector(random, c).map((value) => value * value + 0.01);
    const norm: Norm = {
      gamma: vector(random, c),
      beta: vector(random, c),
      mean: vector(random, c),
      variance,
      epsilon: 1e-3,
    };
    const size = (i: number): number => {
      const at = i % c;
      const scale = Math.abs(norm.gamma[at]!) / Math.sqrt(variance[at]! + norm.epsilon);
      return (Math.abs(x.data[i]!) + Math.abs(norm.mean[at]!)) * scale + Math.abs(norm.beta[at]!);
    };
    return {
      what: `x ${x.shape.join("×")}`,
      ours: batchNorm(x, norm),
      theirs: oracle.batchNorm(x, norm),
      magnitude: { shape: x.shape, data: x.data.map((_, i) => size(i)) },
    };
  },
  "add-bias"(random, { cases }) {
    const x = seededTensor(drawShape(random, cases), random);
    const bias = vector(random, x.shape[2]);
    return {
      what: `x ${x.shape.join("×")}`,
      ours: addBias(x, bias),
      theirs: oracle.addBias(x, bias),
      magnitude: oracle.addBias(absTensor(x), abs(bias)),
    };
  },
  relu: (random, { cases }) => activation(random, cases, relu, oracle.relu),
  relu6: (random, { cases }) => activation(random, cases, relu6, oracle.relu6),
  "h-swish": (random, { cases }) => activation(random, cases, hSwish, oracle.hSwish),
  "h-sigmoid": (random, { cases }) => activation(random, cases, hSigmoid, oracle.hSigmoid),
  scale(random, { cases }) {
    const x = seededTensor(drawShape(random, cases), random);
    const gate = seededTensor([1, 1, x.shape[2]], random);
    const theirs = oracle.scale(x, gate);
    return { what: `x ${x.shape.join("×")}`, ours: scale(x, gate), theirs, magnitude: absTensor(theirs) };
  },
  split(random, { cases }) {
    const x = seededTensor(drawShape(random, cases), random);
    const from = between(random, [0, x.shape[2] - 1]);
    const to = between(random, [from + 1, x.shape[2]]);
    return {
      what: `x ${x.shape.join("×")}, channels ${from} to ${to}`,
      ours: split(x, [from, to]),
      theirs: oracle.split(x, from, to - from),
      magnitude: split(absTensor(x), [from, to]),
    };
  },
  concat(random, { cases }) {
    const a = seededTensor(drawShape(random, cases), random);
    const b = seededTensor([a.shape[0], a.shape[1], between(random, cases.channels)], random);
    const theirs = oracle.concat(a, b);
    return {
      what: `a ${a.shape.join("×")}, b ${b.shape.join("×")}`,
      ours: concat(a, b),
      theirs,
      magnitude: absTensor(theirs),
    };
  },
  "channel-shuffle"(random, { cases }) {
    const groups = between(random, [1, 5]);
    const [h, w, c] = drawShape(random, cases);
    const x = seededTensor([h, w, c * groups], random);
    const theirs = oracle.channelShuffle(x, groups);
    return {
      what: `x ${x.shape.join("×")}, ${groups} groups`,
      ours: channelShuffle(x, { groups }),
      theirs,
      magnitude: absTensor(theirs),
    };
  },
  "max-pool"(random, { cases }, i) {
    const x = seededTensor(drawShape(random, cases), random);
    const window = drawWindow(random, cases, i);
    const theirs = oracle.maxPool(x, window);
    const what = `x ${x.shape.join("×")}, ${JSON.stringify(window)}`;
    return { what, ours: maxPool(x, window), theirs, magnitude: absTensor(theirs) };
  },
  add(random, { cases }) {
    const a = seededTensor(drawShape(random, cases), random);
    const b = seededTensor(a.shape, random);
    return { what: `a ${a.shape.join("×")}`, ours: add(a, b), theirs: oracle.add(a, b), magnitude: absTensor(a) };
  },
  "global-average-pool"(random, { cases }) {
    const x = seededTensor(drawShape(random, cases), random);
    const magnitude = oracle.globalAveragePool(absTensor(x));
    return {
      what: `x ${x.shape.join("×")}`,
      ours: globalAveragePool(x),
      theirs: oracle.globalAveragePool(x),
      magnitude,
    };
  },
  linear(random, { cases }) {
    const x = seededTensor([1, 1, between(random, cases.channels)], random);
    const outC = between(random, cases.channels);
    const [weight, bias] = [vector(random, x.shape[2] * outC), vector(random, outC)];
    return {
      what: `x ${x.shape.join("×")}, ${outC} outputs`,
      ours: linear(x, weight, bias),
      theirs: oracle.linear(x, weight, bias),
      magnitude: oracle.linear(absTensor(x), abs(weight), abs(bias)),
    };
  },
  softmax(random, { cases }) {
    const drawn = seededTensor(drawShape(random, cases), random);
    const x = { shape: drawn.shape, data: drawn.data.map((value) => value * 10) };
    const theirs = oracle.softmax(x);
    // A logit of size s carries an error of s·2⁻²⁴, which e^x turns into a relative one.
    const size = Math.max(...abs(x.data));
    const magnitude = { shape: x.shape, data: theirs.data.map((value) => value * size) };
    return { what: `x ${x.shape.join("×")}`, ours: softmax(x), theirs, magnitude };
  },
};

/** A function of each value by itself, on values wide enough to meet its corners; x + 3 cancels near −3. */
function activation(
  random: Random,
  cases: OperatorRow["cases"],
  ours: (x: Tensor) => Tensor,
  theirs: (x: Tensor) => Tensor,
): Comparison {
  const drawn = seededTensor(drawShape(random, cases), random);
  const x = { shape: drawn.shape, data: drawn.data.map((value) => value * 5) };
  const magnitude = { shape: x.shape, data: x.data.map((value) => Math.abs(value) + 3) };
  return { what: `x ${x.shape.join("×")}`, ours: ours(x), theirs: theirs(x), magnitude };
}

function drawWindow(
  random: Random,
  { kernels = [], strides = [] }: OperatorRow["cases"],
  i: number,
): { kernel: number; stride: number; padding: "symmetric" | "same-tf" } {
  return {
    kernel: pick(random, kernels),
    stride: strides[i % strides.length]!,
    padding: Math.floor(i / strides.length) % 2 === 0 ? "symmetric" : "same-tf",
  };
}

it.each(OPERATORS)(
  `$id equals TensorFlow.js over ${CASES} cases of seed ${SEED}, within $toleranceSteps · 2⁻²³ of the sum of magnitudes`,
  (row) => {
    const random = seededRandom(SEED);
    const make = compare[row.id];
    if (!make) throw new Error(`the registry has ${row.id}, the oracle has not`);
    for (let i = 0; i < CASES; i++) {
      const { what, ours, theirs, magnitude } = make(random, row, i);
      const at = `case ${i} of seed ${SEED}: ${row.id} of ${what}`;
      expect(ours.shape, at).toEqual(theirs.shape);
      const off = ours.data.findIndex(
        (value, k) => !(Math.abs(value - theirs.data[k]!) <= row.toleranceSteps * 2 ** -23 * magnitude.data[k]!),
      );
      expect(off < 0 ? "equal" : `${ours.data[off]} and ${theirs.data[off]} at ${off}`, at).toBe("equal");
    }
  },
);
