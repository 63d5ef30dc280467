import { describe, expect, it, test } from "vitest";
import type { ArchitectureData } from "@/figures/architecture-table/compute.ts";
import figure from "@/figures/architecture-table/figure.ts";
import { nextSort, sorted, SORTS } from "@/figures/architecture-table/sort.ts";
import { fact } from "@kernels/facts/index.ts";
import { NETWORK_IDS } from "@kernels/models/catalogue.ts";
import { runFigure } from "./run.ts";

const run = (initial = {}) => runFigure<ArchitectureData>("architecture-table", initial);
const html = ({ panels }: Awaited<ReturnType<typeof run>>): string => panels.map((panel) => panel.html).join("");

test("another network closes the open row; a whole state that names one keeps it", () => {
  const state = { network: "mobilenet-v2", width: 1, resolution: 224, view: "rows", sort: "order", open: 3 } as const;
  expect(figure.follow?.({ network: "resnet-50" }, state)).toEqual({ open: -1 });
  expect(figure.follow?.({ network: "mobilenet-v2", open: 2 }, state)).toEqual({});
  expect(figure.follow?.({ width: 0.5 }, state)).toEqual({});
});

test("rows carry the parts that words light, and pools none", async () => {
  const { panels } = await run();
  const parts = [...(panels[1]!.html ?? "").matchAll(/<tr class="row"(?: data-part="(\w+)")?>/g)].map(
    ([, part]) => part,
  );
  expect(parts).toEqual(["first", ...Array<string>(7).fill("blocks"), "last", undefined, "classifier"]);
});

describe("the numbers", () => {
  it("MobileNetV2: the published totals, 152 layers in the 11 rows of table 2", async () => {
    const { data } = await run();
    expect([data.params, data.madds]).toEqual([3_504_872, 300_774_272]);
    expect(data.layers).toHaveLength(152);
    expect(data.rows.map(({ operator, expansion, outC, repeats, stride }) => [operator, expansion, outC, repeats, stride])).toEqual([
      ["conv", 32 / 3, 32, 1, 2],
      ["bottleneck", 1, 16, 1, 1],
      ["bottleneck", 6, 24, 2, 2],
      ["bottleneck", 6, 32, 3, 2],
      ["bottleneck", 6, 64, 4, 2],
      ["bottleneck", 6, 96, 3, 1],
      ["bottleneck", 6, 160, 3, 2],
      ["bottleneck", 6, 320, 1, 1],
      ["conv", 4, 1280, 1, 1],
      ["pool", 1, 1280, 1, 1],
      ["linear", 1, 1000, 1, 1],
    ]); // prettier-ignore
    expect(data.layers[0]).toMatchObject({ name: "features.0.0", shape: [112, 112, 32], params: 864 });
    expect(data.sorts).toEqual({ weights: 3_469_760, batchNorm: 34_112, biases: 1000 });
  });

  it.each(NETWORK_IDS)("%s: rows hold every layer once and sum to the totals; parameter sorts do too", async (network) => {
    const { data } = await run({ network });
    const sum = (list: readonly { params: number; madds: number }[]): number[] => [
      list.reduce((total, { params }) => total + params, 0),
      list.reduce((total, { madds }) => total + madds, 0),
    ];
    expect(sum(data.layers)).toEqual([data.params, data.madds]);
    expect(sum(data.rows)).toEqual([data.params, data.madds]);
    expect(data.rows.flatMap(({ layers: [from, to] }) => Array.from({ length: to - from }, (_, i) => from + i))).toEqual(
      data.layers.map((_, i) => i),
    );
    expect(data.sorts.weights + data.sorts.batchNorm + data.sorts.biases).toBe(data.params);
  }); // prettier-ignore

  it.each([
    ["mobilenet-v1", 4_231_976, 568_740_352],
    ["mobilenet-v3-large", 5_483_032, 216_589_760],
    ["shufflenet-v2-1.0", 2_278_604, 144_907_992],
    ["resnet-50", 25_557_032, 4_089_184_256],
  ])("%s: %i parameters, %i multiply-adds", async (network, params, madds) => {
    const { data } = await run({ network });
    expect([data.params, data.madds]).toEqual([params, madds]);
  });
});

describe("published totals beside the counted ones", () => {
  it("MobileNetV2: paper and checkpoints, and why 3.4M is not 3.50M", async () => {
    const made = await run();
    expect(made.data.published.params.map(({ text }) => text)).toEqual(["3.4M", "3.47M"]);
    expect(html(made)).toContain("the checkpoints’ 3.47M are the weights alone");
    expect(html(made)).toContain("3,469,760 are weights, 34,112 batch norm’s scales and shifts, 1,000 biases");
  });
  it("MobileNetV1: 569M, and the 575M of another paper", async () => {
    const made = await run({ network: "mobilenet-v1" });
    expect(made.data.published.madds.map(({ text }) => text)).toEqual(["569M", "569M", "575M"]);
    expect(html(made)).toContain("prints 575M for this network; its own paper and this count say 569M");
  });
  it("ResNet-50: the paper's stride", async () => {
    expect(html(await run({ network: "resnet-50" }))).toContain(fact("resnet-50.madds").text);
  });
  it("a setting that nobody printed says so", async () => {
    const made = await run({ width: 0.6, resolution: 272 });
    expect(made.data.published).toEqual({ params: [], madds: [] });
    expect(html(made)).toContain("Nothing is printed for this setting.");
  });
});

describe("kinds of layers", () => {
  it("MobileNetV1: the shares of its paper's table 2, once batch norm and bias are set apart", async () => {
    const { data } = await run({ network: "mobilenet-v1" });
    const { conv2d, depthwise, pointwise, linear } = data.kinds;
    const weights = { conv2d, depthwise, pointwise, linear: { ...linear, params: linear.params - data.sorts.biases } };
    for (const [kind, { params, madds }] of Object.entries(weights)) {
      expect(100 * (madds / data.madds)).toBeCloseTo(fact(`mobilenet-v1.table-2.${kind}.madds-recounted`).value, 2);
      expect(100 * (params / data.sorts.weights)).toBeCloseTo(fact(`mobilenet-v1.table-2.${kind}.params`).value, 2);
    }
    expect(data.kinds["batch-norm"].params).toBe(data.sorts.batchNorm);
  });
  it("the first convolution moves its input, weights and output once", async () => {
    const { data } = await run({ network: "mobilenet-v1" });
    expect(data.kinds.conv2d.moved).toBe(224 * 224 * 3 + 864 + 112 * 112 * 32);
    expect(data.kinds["batch-norm"].moved).toBe(0);
  });
  it.each(NETWORK_IDS)("%s: the kinds sum to the totals, their shares to one", async (network) => {
    const { data } = await run({ network });
    const kinds = Object.values(data.kinds);
    const sum = (of: (kind: (typeof kinds)[number]) => number): number =>
      kinds.reduce((total, kind) => total + of(kind), 0);
    expect([sum(({ params }) => params), sum(({ madds }) => madds)]).toEqual([data.params, data.madds]);
    for (const what of ["params", "madds", "moved"] as const) expect(sum(({ share }) => share[what])).toBeCloseTo(1, 12);
  }); // prettier-ignore
  it("the table and the sentence show them", async () => {
    const made = await run({ network: "mobilenet-v1", view: "kinds" });
    expect(html(made)).toContain("539,492,352 <small>94.9%</small>");
    expect(made.sentence).toContain(
      "3.1% of them and move 35.0% of the values: 3.5 multiply-adds for each value moved",
    );
    expect((await run({ network: "resnet-18", view: "kinds" })).sentence).toContain("depthwise layers there are none");
  });
});

describe("the table", () => {
  const layerRows = (text: string): number => text.match(/<tr class="layer">/g)?.length ?? 0;

  it("shows rows first, the layers of an open one by block, all layers on demand", async () => {
    expect(layerRows(html(await run()))).toBe(0);
    const open = html(await run({ open: 2 }));
    expect(layerRows(open)).toBe(17); // two blocks: 8 layers, and 9 with the addition
    expect(open).toContain('colspan="4">block 2</th>');
    expect(layerRows(html(await run({ view: "layers" })))).toBe(152);
  });

  it("sorts rows and layers by any column, and gives the order back", async () => {
    const { data } = await run();
    const names = sorted(data.layers, "params-down", data.layers).map(({ name }) => name);
    expect(names.slice(0, 2)).toEqual(["classifier.1", "features.18.0"]);
    expect(sorted(data.rows, "madds-up", data.rows)[0]?.operator).toBe("pool");
    expect(sorted(data.layers, "shape-down", data.layers)[0]?.name).toBe("features.2.conv.0.0");
    expect(sorted(data.layers, "layer-up", data.layers)[0]?.kind).toBe("add");
    for (const sort of SORTS) expect(sorted(data.rows, sort, data.rows)).toHaveLength(11);
    expect(nextSort("order", "madds")).toBe("madds-down");
    expect(nextSort("madds-down", "madds")).toBe("madds-up");
    expect(nextSort("madds-up", "madds")).toBe("order");
    expect(nextSort("madds-up", "layer")).toBe("layer-up");
  });

  it("draws bars relative to the longest in view", async () => {
    const widths = [...html(await run()).matchAll(/--bar:([\d.]+)"/g)].map(([, width]) => Number(width));
    expect(Math.max(...widths)).toBe(1);
    expect(widths).toHaveLength(22);
  });

  it.each(NETWORK_IDS)("the first picture of %s is light", async (network) => {
    const made = await run({ network });
    expect(made.nodes).toBeLessThanOrEqual(300);
    expect(made.bytes).toBeLessThanOrEqual(8 * 1024);
    expect(html(made)).not.toMatch(/NaN|undefined|Infinity/);
  });
});

test("the sentence tells totals and where most of each sits", async () => {
  const { sentence } = await run();
  expect(sentence).toBe(
    "MobileNetV2 at width 1.00 and 224 × 224 pixels has 3,504,872 parameters and needs 300,774,272 multiply-adds an image, in 152 layers. Most parameters sit in classifier layer (1,000 outputs) with 36.5%, most multiply-adds in bottleneck (t 6, c 96, n 3, s 1) with 19.3%.",
  );
});
