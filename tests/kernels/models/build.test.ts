import { readFileSync } from "node:fs";
import { totals } from "@kernels/cost/totals.ts";
import { build } from "@kernels/models/build.ts";
import { DIGITS } from "@kernels/models/digits.ts";
import { FASHION } from "@kernels/models/fashion.ts";
import { makeDivisible } from "@kernels/models/make-divisible.ts";
import { MOBILENET_V2, MOBILENET_V2_ROWS } from "@kernels/models/mobilenet-v2.ts";
import { torchsummaryRows, torchsummaryText } from "@kernels/models/torchsummary.ts";
import { describe, expect, it } from "vitest";

/** index,layer,type,"[shape]",params,block after a comment line and a header. */
function publishedRows(): { name: string; type: string; outputShape: number[]; params: number; block: string }[] {
  const text = readFileSync(new URL("../fixtures/torchsummary.csv", import.meta.url), "utf8");
  return text
    .trim()
    .split("\n")
    .slice(2)
    .map((line) => {
      const [, name, type, shape, params, block] = /^\d+,([^,]+),([^,]+),"\[([^\]]+)\]",(\d+),(.+)$/.exec(line) ?? [];
      if (!name || !type || !shape || !params || !block) throw new Error(`fixture line not understood: ${line}`);
      return { name, type, outputShape: shape.split(",").map(Number), params: Number(params), block };
    });
}

describe("MobileNetV2 1.0 at 224 px", () => {
  const layers = build(MOBILENET_V2);

  it("equals torchsummary row by row: name, type, output shape, parameters, block", () => {
    const blockName = (block: number): string => ({ 0: "stem", 18: "last conv", 19: "head" })[block] ?? String(block);
    const ours = torchsummaryRows(layers).map((row) => ({ ...row, block: blockName(row.block) }));
    const published = publishedRows();
    expect(published).toHaveLength(159);
    expect(ours).toEqual(published);
  });

  it("prints torchsummary's text, with the sizes that the published summary ends with", () => {
    const lines = torchsummaryText(layers).split("\n");
    expect(lines.slice(0, 4)).toEqual([
      "-".repeat(64),
      "        Layer (type)               Output Shape         Param #",
      "=".repeat(64),
      "            Conv2d-1         [-1, 32, 112, 112]             864",
    ]);
    expect(lines).toHaveLength(3 + 159 + 11);
    expect(lines.slice(-11).join("\n")).toContain("Total params: 3,504,872");
    expect(lines.filter((line) => line.includes("(MB)")).map((line) => line.split(": ")[1])).toEqual(
      ["0.57", "152.88", "13.37", "166.82"], // the summary of the facts sheet, section 3.2
    ); // prettier-ignore
  });

  it("has 17 blocks, 10 of them with a shortcut, and block 1 without expansion", () => {
    expect(MOBILENET_V2_ROWS.reduce((sum, row) => sum + row.n, 0)).toBe(17);
    const adds = layers.filter((layer) => layer.kind === "add");
    expect(adds.map((layer) => layer.block)).toEqual([3, 5, 6, 8, 9, 10, 12, 13, 15, 16]);
    for (const add of adds) {
      const [input, neck] = add.inputs.map((index) => layers[index]);
      expect(input?.block).toBe(add.block - 1);
      expect(neck?.step).toBe("project-bn");
    }
    expect(layers.filter((layer) => layer.block === 1).map((layer) => layer.step)).toEqual([
      "depthwise",
      "depthwise-bn",
      "depthwise-relu6",
      "project",
      "project-bn",
    ]);
  });

  it("names layers as torchvision does", () => {
    const names = layers.filter((layer) => layer.block === 2 || layer.block === 1).map((layer) => layer.name);
    expect(names).toEqual(
      ["1.conv.0.0", "1.conv.0.1", "1.conv.0.2", "1.conv.1", "1.conv.2"]
        .concat(["2.conv.0.0", "2.conv.0.1", "2.conv.0.2", "2.conv.1.0", "2.conv.1.1", "2.conv.1.2"])
        .concat(["2.conv.2", "2.conv.3"])
        .map((name) => `features.${name}`),
    );
    expect(layers.at(-1)?.name).toBe("classifier.1");
  });
});

it.each([
  // α, parameters, multiply-adds in millions (facts sheet: official checkpoint table, recounted), stem, stages, last
  [1.4, 6_108_776, 582.2, 48, [24, 32, 48, 88, 136, 224, 448], 1792],
  [1.3, 5_386_792, 509.4, 40, [24, 32, 40, 80, 128, 208, 416], 1664],
  [1.0, 3_504_872, 300.8, 32, [16, 24, 32, 64, 96, 160, 320], 1280],
  [0.75, 2_636_424, 209.1, 24, [16, 24, 24, 48, 72, 120, 240], 1280],
  [0.5, 1_968_680, 97.1, 16, [8, 16, 16, 32, 48, 80, 160], 1280],
  [0.35, 1_677_128, 59.3, 16, [8, 8, 16, 24, 32, 56, 112], 1280],
])("width %f: published parameters, multiply-adds and channels", (width, params, millions, stem, stages, last) => {
  const layers = build(MOBILENET_V2, { width });
  const sum = totals(layers);
  expect(sum.params).toBe(params);
  expect((sum.madds / 1e6).toFixed(1)).toBe(millions.toFixed(1));
  const outC = (block: number): number | undefined => layers.findLast((layer) => layer.block === block)?.outShape[2];
  expect(outC(0)).toBe(stem);
  expect([1, 2, 4, 7, 11, 14, 17].map(outC)).toEqual(stages);
  expect(outC(18)).toBe(last);
});

it("makeDivisible rounds to multiples of 8 but never loses more than a tenth", () => {
  expect([8.4, 11, 12, 19.6, 33.6, 1].map((v) => makeDivisible(v))).toEqual([8, 16, 16, 24, 32, 8]);
  expect([1.4, 20, 27.5].map((v) => makeDivisible(v, 1))).toEqual([2, 20, 28]);
});

it("options change resolution, input channels and classes", () => {
  const layers = build(MOBILENET_V2, { resolution: 96, inC: 1, classes: 10 });
  expect(layers[0]?.inShape).toEqual([96, 96, 1]);
  expect(layers[0]?.params).toBe(288);
  expect(layers.at(-1)?.params).toBe(12_810);
  expect(layers.findLast((layer) => layer.block === 17)?.outShape).toEqual([3, 3, 320]);
});

describe.each([
  { spec: DIGITS, mostMadds: 2_500_000, mostParams: 150_000 },
  { spec: FASHION, mostMadds: 6_000_000, mostParams: 300_000 },
])("$spec.name", ({ spec, mostMadds, mostParams }) => {
  it("keeps the paper's t and n, and stays within its multiply-adds and parameters", () => {
    const tn = (rows: typeof MOBILENET_V2_ROWS): number[][] => rows.map(({ t, n }) => [t, n]);
    expect(tn(spec.rows)).toEqual(tn(MOBILENET_V2_ROWS));
    const sum = totals(build(spec));
    expect(sum.madds).toBeLessThanOrEqual(mostMadds);
    expect(sum.params).toBeLessThanOrEqual(mostParams);
  });

  it("says its true size in its docstring", () => {
    const source = readFileSync(new URL(`../../../kernels/models/${spec.name}.ts`, import.meta.url), "utf8");
    const [, params, madds] = /([\d,]+) parameters and ([\d,]+) multiply-adds/.exec(source) ?? [];
    const number = (text = ""): number => Number(text.replaceAll(",", ""));
    expect({ params: number(params), madds: number(madds) }).toEqual(totals(build(spec)));
  });

  it("keeps its rows as they stand and survives JSON", () => {
    const layers = build(JSON.parse(JSON.stringify(spec)));
    expect(layers).toEqual(build(spec));
    const ends = layers.filter((layer) => layer.step === "project").map((layer) => layer.outShape[2]);
    expect(ends).toEqual(spec.rows.flatMap((row) => Array<number>(row.n).fill(row.c)));
  });
});
