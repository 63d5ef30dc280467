import { expect, test } from "vitest";
import type { CostData } from "@/figures/conv-cost/compute.ts";
import { fact } from "@kernels/facts/index.ts";
import { conv2d } from "@kernels/ops/conv2d.ts";
import { runFigure } from "./run.ts";

const run = (initial = {}) => runFigure<CostData>("conv-cost", initial);

test("the VGG layer costs what is published, and the sentence says it", async () => {
  const { data, sentence } = await run();
  expect(data.price.madds).toBe(fact("separable.112-64-128.standard-madds").value);
  expect(data.price.params).toBe(9 * 64 * 128 + 256);
  expect(data.price.bytes).toBe(4 * (112 * 112 * 64 + 9 * 64 * 128 + 112 * 112 * 128));
  expect(sentence).toContain("from 112×112×64 to 112×112×128 takes 924,844,032 multiply-adds");
});

test.each([
  { size: 5, kernel: 3, stride: "1" },
  { size: 6, kernel: 5, stride: "2" },
  { size: 1, kernel: 7, stride: "2" },
])("products on pixels are those that the kernel adds: %o", async ({ size, kernel, stride }) => {
  const { data } = await run({ size, kernel, stride, inC: 2, outC: 3 });
  const ones = conv2d(
    { shape: [size, size, 2], data: new Float32Array(size * size * 2).fill(1) },
    new Float32Array(kernel ** 2 * 6).fill(1),
    { kernel, stride: Number(stride), padding: "symmetric", outC: 3 },
  );
  expect(data.madds.pixels).toBe(ones.data.reduce((sum, value) => sum + value, 0));
  expect(data.out).toBe(ones.shape[0]);
  expect(data.madds.pixels + data.madds.padding).toBe(data.price.madds);
});

test("doubling: size and kernel take four times the multiply-adds, channels twice; size adds no parameter", async () => {
  const { doubled } = (await run()).data;
  expect([doubled.size.madds, doubled.kernel.madds, doubled.inC.madds, doubled.outC.madds]).toEqual([4, 4, 2, 2]);
  expect([doubled.size.params, doubled.outC.params]).toEqual([1, 2]);
  expect(doubled.outC.bytes).toBeLessThan(2);
});

test("the curve runs through the present value", async () => {
  const { data, state } = { ...(await run({ factor: "inC", inC: 37 })), state: 37 };
  expect(data.curve.find(({ at }) => at === state)?.madds).toBe(data.price.madds);
});

test.each([{}, { size: 1, inC: 1, outC: 1, kernel: 7, factor: "size" }, { factor: "kernel", stride: "2", size: 224 }])(
  "the picture of %o is light",
  async (initial) => {
    const { nodes, bytes, panels } = await run(initial);
    expect(nodes).toBeLessThanOrEqual(300);
    expect(bytes).toBeLessThanOrEqual(8 * 1024);
    expect(panels.map(({ svg, html }) => `${svg ?? ""}${html ?? ""}`).join("")).not.toMatch(/NaN|undefined|Infinity/);
  },
);
