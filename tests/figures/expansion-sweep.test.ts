import { describe, expect, it, test } from "vitest";
import type { ExpansionSweepData, Level } from "@/figures/expansion-sweep/compute.ts";
import { niceTicks } from "@/figures/shell/chart-marks.ts";
import { bottleneckMadds } from "@kernels/cost/madds.ts";
import { runFigure } from "./run.ts";

const run = (initial = {}) => runFigure<ExpansionSweepData>("expansion-sweep", initial);
const sum = (of: Readonly<Record<string, number>>): number => Object.values(of).reduce((a, b) => a + b, 0);
const at = (data: ExpansionSweepData, t: number): Level => data.levels[t]!;

describe.each([
  { stride: "1", size: 56, inC: 24, outC: 24 },
  { stride: "2", size: 21, inC: 40, outC: 16 },
])("a block of %o", (state) => {
  it("has the multiply-adds of the formula h · w · d′ · t · (d′ + k² + d″) by parts, for every t", async () => {
    const { data } = await run(state);
    const { size, inC, outC } = state;
    for (const { t, madds } of data.levels.slice(1)) {
      const parts = bottleneckMadds({ h: size, w: size, inC, outC, expansion: t, stride: Number(state.stride) });
      expect(madds, `t = ${t}`).toEqual(Object.fromEntries(parts.map((part) => [part.part, part.madds])));
    }
    expect(data.levels.map(({ t }) => t)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});

test("block 3 of the network by hand: parameters with batch norm, and the tensors at the peak", async () => {
  const { data } = await run({ t: 6 });
  const hidden = 24 * 6;
  expect(at(data, 6).params).toEqual({
    expand: 24 * hidden + 2 * hidden,
    depthwise: 9 * hidden + 2 * hidden,
    project: hidden * 24 + 2 * 24,
  });
  const bytes = 4 * 56 ** 2;
  // The input waits for the shortcut while the depthwise filter reads one wide tensor and writes another.
  expect(at(data, 6).live).toEqual({
    input: 24 * bytes,
    expand: hidden * bytes,
    depthwise: hidden * bytes,
    project: 0,
  });
  expect(at(data, 6).peakBytes).toBe(sum(at(data, 6).live));
  expect(data.inOutBytes).toBe(48 * bytes);
});

test("t = 1 has no expand layer, neither to run nor to keep, and the sentence says so", async () => {
  const { data, sentence } = await run({ t: 1, stride: "1", size: 112, inC: 32, outC: 16 });
  expect([at(data, 1).madds.expand, at(data, 1).params.expand, at(data, 1).live.expand]).toEqual([0, 0, 0]);
  expect(sentence).toContain("At t = 1 the projection leads with 6,422,528 multiply-adds");
  expect(sentence).toContain("1.8 times the depthwise filter");
  expect(sentence).toContain("There is no expand layer at t = 1");
});

describe("t = 0 has nothing inside", () => {
  it("costs nothing, keeps its input, and with the shortcut hands it on", async () => {
    const { data, sentence, panels } = await run({ t: 0 });
    expect(at(data, 0)).toMatchObject({ total: { madds: 0, params: 0 }, peakAt: null, peakBytes: 4 * 56 ** 2 * 24 });
    expect(sentence).toContain("the shortcut hands the input on unchanged");
    expect(panels.find(({ id }) => id === "parts")?.html).toContain("0%");
  });
  it("lets nothing arrive where there is no shortcut", async () => {
    expect((await run({ t: 0, outC: 32 })).sentence).toContain("of the input nothing arrives");
  });
});

test("each part of the stacks is lit by its name, in bars and legend alike", async () => {
  const { panels } = await run();
  const lit = (id: string): string[] => [
    ...new Set(
      [...(panels.find((panel) => panel.id === id)?.svg ?? "").matchAll(/data-part="(\w+)"/g)].map(
        ([, name = ""]) => name,
      ),
    ),
  ];
  expect(lit("madds").toSorted()).toEqual(["depthwise", "expand", "project"]);
  expect(lit("memory").toSorted()).toEqual(["depthwise", "expand", "input", "project"]);
});

test("the total of a level is the sum of its parts", async () => {
  const { data } = await run();
  for (const { madds, params, total } of data.levels) expect(total).toEqual({ madds: sum(madds), params: sum(params) });
});

describe("the sentence", () => {
  it("names both 1×1 layers where they tie, and the factor", async () => {
    const { sentence } = await run();
    expect(sentence).toContain(
      "At t = 6 the expansion and the projection lead with 10,838,016 multiply-adds each, 2.7 times the depthwise filter.",
    );
    expect(sentence).toContain(
      "peaks at the depthwise filter with 3,913,728 bytes, 6.5 times input and output together",
    );
  });
  it("names the leader, its share and the next: at stride 2 the expansion, on the larger picture", async () => {
    const { sentence } = await run({ stride: "2", size: 112, inC: 16, outC: 24 });
    expect(sentence).toContain("the expansion leads with 19,267,584 multiply-adds, 66% of the block");
    expect(sentence).not.toContain("waits");
  });
});

test("the presets are the network's different blocks, and each makes its own block", async () => {
  const { data } = await run();
  expect(data.presets.map(({ block }) => block)).toEqual([1, 2, 3, 4, 5, 7, 8, 11, 12, 14, 15, 17]);
  expect(data.presets[1]).toEqual({ block: 2, size: 112, inC: 16, outC: 24, stride: "2", t: 6 });
  for (const { block: _, ...preset } of data.presets) await expect(run(preset)).resolves.toBeDefined();
});

test.each([
  [10, [0, 2, 4, 6, 8, 10]],
  [24, [0, 5, 10, 15, 20, 25]],
  [0, [0, 1]],
])("round ticks up to %d", (most, ticks) => {
  expect(niceTicks(most)).toEqual(ticks);
});

test.each([{}, { t: 0 }, { t: 1, size: 7, inC: 8, outC: 8 }, { t: 10, size: 112, inC: 320, outC: 320 }])(
  "the picture of %o is light and has no broken number",
  async (initial) => {
    const { nodes, bytes, panels, sentence } = await run(initial);
    expect(nodes).toBeLessThanOrEqual(300);
    expect(bytes).toBeLessThanOrEqual(8 * 1024);
    expect(sentence + panels.map(({ svg, html }) => `${svg ?? ""}${html ?? ""}`).join("")).not.toMatch(/NaN|Infinity/);
  },
);
