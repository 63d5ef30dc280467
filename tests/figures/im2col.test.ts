import { describe, expect, test } from "vitest";
import { compute, type Im2colData, type Im2colState } from "@/figures/im2col/compute.ts";
import figure from "@/figures/im2col/figure.ts";
import { cellUnder, layoutOf, WIDTH } from "@/figures/im2col/layout.ts";
import { outOf, REAL } from "@/figures/im2col/sizes.ts";
import type { AnyState } from "@/figures/shell/contract.ts";
import { initialState, settle } from "@/figures/shell/state.ts";
import { patchMatrix } from "@kernels/cost/patches.ts";
import { build } from "@kernels/models/build.ts";
import { MOBILENET_V2 } from "@kernels/models/mobilenet-v2.ts";
import { conv2d } from "@kernels/ops/conv2d.ts";
import { seededRandom } from "@kernels/random.ts";
import { runFigure } from "./run.ts";

const run = (initial = {}) => runFigure<Im2colData>("im2col", initial);
const stateOf = (change: AnyState): Im2colState =>
  settle(figure.controls, { ...initialState(figure.controls), ...change }) as unknown as Im2colState;

const random = seededRandom(5);
const below = (count: number): number => Math.floor(random() * count);
const one = <T>(list: readonly T[]): T => list[below(list.length)] as T;
const some = Array.from({ length: 200 }, () =>
  stateOf({
    kernel: one(["1", "3", "5"]),
    stride: one(["1", "2"]),
    size: 3 + below(4),
    inC: 1 + below(2),
    outC: 1 + below(4),
    seed: below(1000),
    y: below(6),
    x: below(6),
    o: below(4),
  }),
);

test("patches times filters is the convolution, bit by bit, in 200 random states of seed 5", () => {
  for (const state of some) {
    const { input, filters, product, outShape } = compute(state);
    const [kernel, stride] = [Number(state.kernel), Number(state.stride)];
    const output = conv2d(input, filters, { kernel, stride, padding: "symmetric", outC: state.outC });
    expect(output.shape).toEqual(outShape);
    expect(Array.from(product, (value) => value + 0)).toEqual(Array.from(output.data, (value) => value + 0));
  }
});

test("the terms are the picked row and column, and add up to the value", () => {
  for (const state of some) {
    const { terms, matrix, filters, row, value, product } = compute(state);
    expect(row).toBe(state.y * outOf(state) + state.x);
    terms.forEach(({ a, b, column }) => {
      expect(a).toBe(matrix.data[row * matrix.columns + column]);
      expect(b).toBe(filters[column * state.outC + state.o]);
    });
    expect(terms.at(-1)!.sum + 0).toBe(value + 0);
    expect(value).toBe(product[row * state.outC + state.o]);
  }
});

test("only the 1×1 kernel at stride 1 finds the matrix in the input itself", () => {
  for (const state of some) expect(compute(state).isInput).toBe(state.kernel === "1" && state.stride === "1");
});

test("every pixel stands in the matrix as often as a window covers it; the rest is padding", async () => {
  const { data } = await run();
  expect(data.matrix.data).toHaveLength(144);
  expect(data.isPadding.filter(Boolean)).toHaveLength(44);
  expect(data.isPadding.every((padding, i) => !padding || data.matrix.data[i] === 0)).toBe(true);
});

describe("what the matrix takes", () => {
  test("k² times the input at stride 1, a quarter of that at stride 2", async () => {
    const [{ data: one }, { data: two }] = [await run(), await run({ stride: "2" })];
    expect(one.small.map(({ times }) => times)).toEqual([1, 9, 25]);
    expect(two.small.map(({ times }) => times)).toEqual([0.25, 2.25, 6.25]);
    expect(one.real.map(({ values }) => values)).toEqual([401_408, 3_612_672, 10_035_200]);
  });
  test("the tensor of practice is the first layer's of MobileNetV2", () => {
    expect(build(MOBILENET_V2)[0]!.outShape).toEqual(REAL);
  });
  test("a window without padding leaves fewer rows", () => {
    expect(patchMatrix([5, 5, 1], { kernel: 3, stride: 1, padding: "valid" })).toEqual({
      rows: 9,
      columns: 9,
      values: 81,
    });
  });
});

test("the sentence follows the state", async () => {
  const { sentence, data } = await run({ y: 2, x: 3, o: 1 });
  expect(sentence).toContain(
    `channel 1 is row 11 times column 1: 9 products, sum ${String(data.value).replace("-", "−")}.`,
  );
  expect(sentence).toContain("144 values, 9 times the input’s 16; 44 of them are padding.");
  expect((await run({ kernel: "1" })).sentence).toContain("is the input itself, 16 values in the same order");
});

test("pointing and drawing agree on where a cell stands", () => {
  for (const state of some) {
    const data = compute(state);
    const { matrix, filters, product, height } = layoutOf(data, state);
    const under = ({ left, top, size }: typeof matrix, row: number, column: number) =>
      cellUnder(data, state, (left + (column + 0.5) * size) / WIDTH, (top + (row + 0.5) * size) / height);
    const [out] = data.outShape;
    const [row, o] = [data.matrix.rows - 1, state.outC - 1];
    const last = { y: out - 1, x: out - 1 };
    expect(under(product, row, o)).toEqual({ c: o, ...last });
    expect(under(matrix, row, data.matrix.columns - 1)).toEqual({ c: state.o, ...last });
    expect(under(filters, data.matrix.columns - 1, o)).toEqual({ c: o, y: state.y, x: state.x });
    expect(product.left + state.outC * product.size).toBeLessThanOrEqual(WIDTH);
  }
});

test("a press into the input picks the window around that pixel", () => {
  for (const state of some) {
    const data = compute(state);
    const { planes, height } = layoutOf(data, state);
    const { left, top, size } = planes[0]!;
    const middle = (place: number): number => place * Number(state.stride) + (Number(state.kernel) - 1) / 2;
    const x = (left + (middle(state.x) + 0.5) * size) / WIDTH;
    const y = (top + (middle(state.y) + 0.5) * size) / height;
    expect(cellUnder(data, state, x, y)).toEqual({ c: state.o, y: state.y, x: state.x });
  }
});

test.each([{}, { kernel: "1", inC: 2, outC: 4 }, { kernel: "5", size: 6, inC: 2, outC: 4 }, { stride: "2", size: 5 }])(
  "the picture of %o is light",
  async (initial) => {
    const { nodes, bytes, panels } = await run(initial);
    expect(nodes).toBeLessThanOrEqual(300);
    expect(bytes).toBeLessThanOrEqual(8 * 1024);
    expect(panels.map(({ svg, html }) => `${svg ?? ""}${html ?? ""}`).join("")).not.toMatch(/NaN|undefined|Infinity/);
  },
);
