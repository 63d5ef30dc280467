import { describe, expect, test } from "vitest";
import { type ByHandData, type ByHandState, compute, load } from "@/figures/conv-by-hand/compute.ts";
import figure from "@/figures/conv-by-hand/figure.ts";
import { cellUnder, planesOf, WIDTH } from "@/figures/conv-by-hand/layout.ts";
import { DIGITS, FILTERS, outOf, PADDINGS } from "@/figures/conv-by-hand/sizes.ts";
import type { AnyState } from "@/figures/shell/contract.ts";
import { shortest } from "@/figures/shell/float-words.ts";
import { buildTask } from "@/figures/shell/render.ts";
import { SAMPLES } from "@/figures/shell/samples.ts";
import { initialState, settle } from "@/figures/shell/state.ts";
import { seededRandom } from "@kernels/random.ts";
import { runFigure } from "./run.ts";

const run = (initial = {}) => runFigure<ByHandData>("conv-by-hand", initial);
const at = async (change: AnyState): Promise<ByHandData> => {
  const state = settle(figure.controls, { ...initialState(figure.controls), ...change }) as unknown as ByHandState;
  return compute(state, await load(state, buildTask));
};

test("terms, added in their order, give the kernel's value in 300 random cells of seed 3", async () => {
  const random = seededRandom(3);
  const below = (count: number): number => Math.floor(random() * count);
  const one = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  for (let i = 0; i < 300; i++) {
    const data = await at({
      filter: one(FILTERS),
      source: one(["digit", "seeded"]),
      sample: one(DIGITS),
      seed: below(1000),
      size: 5 + below(4),
      kernel: one(["3", "5"]),
      stride: one(["1", "2"]),
      padding: one(PADDINGS),
      inC: 1 + below(3),
      outC: 1 + below(3),
      learned: below(16),
      weights: "0.1 -0.7 3 0.3333333432674408 -9 0 1 2 5",
      y: below(8),
      x: below(8),
      o: below(3),
    });
    let sum = 0;
    for (const { a, b, product, sum: running } of data.terms) {
      expect(product).toBe(Math.fround(a * b) + 0);
      sum = Math.fround(sum + product);
      expect(running).toBe(sum);
    }
    expect(sum, JSON.stringify(data.cell)).toBe(data.value);
    expect(data.terms.length + data.left).toBe(data.filter.shape[0] ** 2 * data.input.shape[2]);
    for (const { a, inY, inX, c } of data.terms) {
      expect(data.input.data[(inY * data.input.shape[1] + inX) * data.input.shape[2] + c]).toBe(a);
    }
  }
});

describe("filters", () => {
  test("the identity gives the input back", async () => {
    const { input, output } = await at({ filter: "identity", source: "seeded", inC: 3, outC: 3, size: 6 });
    expect(output).toEqual(input);
  });
  test("the blur is the mean of the window", async () => {
    const { terms, value } = await at({ filter: "blur", source: "seeded", y: 3, x: 3 });
    expect(value).toBeCloseTo(terms.reduce((sum, { a }) => sum + a, 0) / 9, 5);
  });
  test("the learned one is the network's stem, tap by tap", async () => {
    const state = { ...initialState(figure.controls), filter: "learned", learned: 4 } as unknown as ByHandState;
    const { stem } = await load(state, buildTask);
    const { filter } = await at({ filter: "learned", learned: 4 });
    expect(Array.from(filter.data)).toEqual(Array.from({ length: 9 }, (_, tap) => stem![tap * 16 + 4]));
    expect(filter.data.some((weight) => weight !== 0)).toBe(true);
  });
  test("an own one is read in the layout's order", async () => {
    expect(Array.from((await at({ filter: "own", weights: "1 2 3 4 5 6 7 8 9" })).filter.data)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9,
    ]);
  });
});

test("the digits are shipped samples", () => {
  for (const name of DIGITS) expect(SAMPLES).toContain(name);
});

test("the output's side is the formula's, and the sentence says it", async () => {
  const { data, sentence } = await run({ stride: "2", padding: "valid", size: 8, y: 1, x: 2 });
  expect(data.output.shape).toEqual([3, 3, 1]);
  expect(outOf({ stride: "2", padding: "valid", size: 8, kernel: "3" })).toBe(3);
  expect(sentence).toContain("⌊(8 − 3) / 2⌋ + 1 = 3");
});

test("a corner has five places in the padding", async () => {
  const { data, sentence } = await run({ y: 0, x: 0 });
  expect([data.terms.length, data.left]).toEqual([4, 5]);
  expect(sentence).toContain("5 places of the window lie in the padding and add nothing");
});

test("pointing and drawing agree on where a cell stands", () => {
  for (const channels of [1, 2, 3]) {
    const { planes, height } = planesOf(7, channels);
    planes.forEach(({ left, top, size }, c) => {
      const cell = { c, y: 4, x: 6 };
      const point = [left + (cell.x + 0.5) * size, top + (cell.y + 0.5) * size] as const;
      expect(cellUnder(7, channels, point[0] / WIDTH, point[1] / height)).toEqual(cell);
    });
  }
  expect(cellUnder(7, 1, 0, 0)).toBeNull();
});

test("a float32 is written with as few digits as tell it apart", () => {
  expect([0.1, -2.5, 1 / 3, 16777217].map((value) => shortest(Math.fround(value)))).toEqual([
    "0.1",
    "−2.5",
    "0.33333334",
    "16777216",
  ]);
});

test.each([
  {},
  { source: "seeded", inC: 3, outC: 3, kernel: "5", size: 8 },
  { padding: "valid", stride: "2", y: 1, x: 1 },
])("the picture of %o is light", async (initial) => {
  const { nodes, bytes, panels } = await run(initial);
  expect(nodes).toBeLessThanOrEqual(300);
  expect(bytes).toBeLessThanOrEqual(8 * 1024);
  expect(panels.map(({ svg, html }) => `${svg ?? ""}${html ?? ""}`).join("")).not.toMatch(/NaN|undefined|Infinity/);
});
