import { compute as price, type CostState } from "@/figures/conv-cost/compute.ts";
import { compute as three, type ThreeState } from "@/figures/three-convolutions/compute.ts";
import { compute as scaled } from "@/figures/width-resolution/compute.ts";
import { compute as table } from "@/figures/architecture-table/compute.ts";
import { separablePairs, splitMadds, splitShare } from "@kernels/cost/separable.ts";
import { totals } from "@kernels/cost/totals.ts";
import { fact, factIds } from "@kernels/facts/index.ts";
import { buildMobilenetV1, MOBILENET_V1_ROWS } from "@kernels/models/mobilenet-v1.ts";
import { conv2d } from "@kernels/ops/conv2d.ts";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runHeadless, tableOf } from "../notebook/headless.ts";
import { says } from "./says.ts";

/** Recomputes the numbers that chapter 2 works out in its text, and looks each up in the text. */
const plain = (value: number): string => value.toLocaleString("en-US");
const SMALL: ThreeState = {
  h: 5,
  w: 5,
  inC: 3,
  outC: 4,
  kernel: 3,
  stride: "1",
  padding: "symmetric",
  seed: 1,
  step: 50,
};
const VGG = { size: 112, inC: 64, outC: 128, kernel: 3, stride: "1", factor: "outC" } as const satisfies CostState;
const layers = buildMobilenetV1();
const ofKind = (kind: string): typeof layers => layers.filter((layer) => layer.kind === kind);
const values = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

describe("depthwise and pointwise", () => {
  const data = three(SMALL);
  const at = (tensor: { data: Float32Array; shape: readonly number[] }, y: number, x: number): number[] => {
    const [, w = 0, c = 0] = tensor.shape;
    return [...tensor.data.slice((y * w + x) * c, (y * w + x + 1) * c)];
  };
  it("counts the three layers of the small example", () => {
    expect(data.madds).toEqual({ standard: 2700, depthwise: 675, pointwise: 300 });
    expect(data.weights).toEqual({ standard: 108, depthwise: 27, pointwise: 12 });
    expect(Number((data.share * 100).toFixed(1))).toBe(36.1);
    says("depthwise-and-pointwise", "2700 products", "= 675$", "= 300$", "675 + 300 = 975", "27 + 12 = 39", "= 108$");
  });
  it("works out the middle pixel", () => {
    const { input, filters, depthwise, pointwise } = data.values!;
    const window = [1, 2, 3].map((y) => [1, 2, 3].map((x) => at(input, y, x)[0]));
    const filter = [0, 1, 2].map((ky) => [0, 1, 2].map((kx) => filters.depthwise[(ky * 3 + kx) * 3]));
    expect(window).toEqual([
      [2.5, 2, 1.5],
      [3, 3.5, 3.5],
      [1, 4, 0.5],
    ]);
    expect(filter).toEqual([
      [-2, 0, 0.5],
      [2, 0.5, -1],
      [1, 1, -2],
    ]);
    const products = window.map((row, y) => row.map((value, x) => (value ?? 0) * (filter[y]?.[x] ?? 0) + 0));
    expect(products).toEqual([
      [-5, 0, 0.75],
      [6, 1.75, -3.5],
      [1, 4, -1],
    ]);
    expect(at(depthwise, 2, 2)).toEqual([4, -8, -14.5]);
    expect([0, 1, 2].map((c) => filters.pointwise[c * 4 + 1])).toEqual([1, -0.5, 1.5]);
    expect(at(pointwise, 2, 2)).toEqual([-18.5, -13.75, -22, 0.5]);
    says("depthwise-and-pointwise", "$(4,\\; -8,\\; -14.5)$", "$(1,\\; -0.5,\\; 1.5)$", "−18.5, −22 and 0.5");
  });
  it("reaches that value of the pointwise kernel at step 54, four behind the depthwise one", () => {
    expect(three({ ...SMALL, step: 54 }).position.now.pointwise).toEqual({ y: 2, x: 2, channel: 1 });
    expect(data.position.now.depthwise).toEqual({ y: 2, x: 2, channel: 1 });
  });
  it("the pair is a standard convolution with the weights D · P", () => {
    const { input, filters, pointwise } = data.values!;
    const weights = Float32Array.from({ length: 9 * 3 * 4 }, (_, i) => {
      const [out, channel, tap] = [i % 4, Math.floor(i / 4) % 3, Math.floor(i / 12)];
      return filters.depthwise[tap * 3 + channel]! * filters.pointwise[channel * 4 + out]!;
    });
    const one = conv2d(input, weights, { kernel: 3, stride: 1, padding: "symmetric", outC: 4 });
    expect([...one.data]).toEqual([...pointwise.data]);
  });
  it("prices the layer of the check", () => {
    expect([9 * 16 * 24, 9 * 16 + 16 * 24, 9 * 24 + 16 * 24]).toEqual([3456, 528, 600]);
    says("depthwise-and-pointwise", '"3456"', '"528"', '"600"');
  });
});

describe("two big examples", () => {
  it("larger kernels: the saving grows, the depthwise share too, and a kernel of 1 costs more split", async () => {
    const folder = "content/02-split-it/02-two-big-examples/cells";
    const chain = ["price-a-layer", "larger-kernels"].map((id) => ({ id, text: readFileSync(`${folder}/${id}.ts`, "utf8") })); // prettier-ignore
    const { rows } = tableOf(await runHeadless(chain));
    const column = (at: number): number[] => rows.map((row) => Number(row[at]));
    expect(column(0)).toEqual([1, 3, 5, 7, 9]);
    for (const at of [1, 2]) expect(column(at)).toEqual(column(at).toSorted((a, b) => a - b));
    expect(column(1)[0]).toBeLessThan(1);
    expect(column(1)[1]).toBeCloseTo(1 / 0.1189, 2);
    says(
      "two-big-examples",
      "With a kernel of 1 there is nothing to split: the pair costs more than the single layer.",
    );
  });
  it("saves 22.8 times, in weights too", () => {
    const { madds, weights, saving, share } = three({
      ...SMALL,
      h: 12,
      w: 12,
      outC: 256,
      kernel: 5,
      padding: "valid",
      step: 0,
    });
    expect(madds.depthwise + madds.pointwise).toBe(fact("separable.8-3-256.separable-madds").value);
    expect([saving, weights.standard / (weights.depthwise + weights.pointwise)].map((x) => x.toFixed(1))).toEqual([
      "22.8",
      "22.8",
    ]);
    expect((100 * share).toFixed(1)).toBe("4.4");
    expect((100 * splitShare({ outC: 256, kernel: 3 })).toFixed(1)).toBe("11.5");
    says("two-big-examples", "22.8 times fewer", "from 4.4% to 11.5%");
  });
  it("counts the VGG layer's padding, traffic and intensity", () => {
    const { price: sum, madds } = price(VGG);
    expect(sum.madds).toBe(924_844_032);
    expect(madds.padding).toBe(10_977_280);
    expect((100 * (madds.padding / sum.madds)).toFixed(1)).toBe("1.2");
    const moved = { standard: [802_816, 73_728, 1_605_632], depthwise: [802_816, 576, 802_816] };
    const rows = {
      ...moved,
      pointwise: [802_816, 8192, 1_605_632],
    };
    const split = splitMadds({ outH: 112, outW: 112, inC: 64, outC: 128, kernel: 3 });
    const lines = (["standard", "depthwise", "pointwise"] as const).map((kind) => {
      const all = rows[kind].reduce((a, b) => a + b);
      return [kind, plain(all), (split[kind] / all).toFixed(1)];
    });
    for (const line of lines) {
      says("two-big-examples", line.join(" | "));
    }
    expect((4_022_848 / 2_482_176).toFixed(1)).toBe("1.6");
    expect(1_606_208 + 2_416_640).toBe(4_022_848);
    expect((split.pointwise / split.depthwise).toFixed(1)).toBe("14.2");
    says(
      "two-big-examples",
      "802,816 in, 73,728 weights and 1,605,632 out",
      "in and out and 576 weights",
      "8,192 weights and",
    );
    says("two-big-examples", "128/9 is 14.2", "4,022,848 values, 1.6 times", "10,977,280, or 1.2%");
  });
  it("affords fifteen standard channels for the price of 128", () => {
    expect(price({ ...VGG, outC: 15 }).price.madds).toBeLessThanOrEqual(109_985_792);
    expect(price({ ...VGG, outC: 16 }).price.madds).toBeGreaterThan(109_985_792);
  });
  it("prices the layer of the check", () => {
    expect(14 * 14 * 512 * 9).toBe(903_168);
    expect(14 * 14 * 512 * 512 * 9).toBe(462_422_016);
  });
});

describe("the law of saving", () => {
  it("has the shares and savings of the table", () => {
    for (const n of [1, 9, 32, 72, 256, 1024]) {
      const first = n === 1 ? "1" : (1 / n).toFixed(3);
      const cells = [3, 5].flatMap((kernel) => [
        `${first} + ${kernel === 3 ? "0.111" : "0.04"}`,
        (1 / splitShare({ outC: n, kernel })).toFixed(2),
      ]);
      says("the-law-of-saving", `| ${n} | ${cells.join(" | ")} |`);
    }
    expect([1 / 18 + 1 / 9, 1 / 9 + 1 / 9].map((x) => x.toFixed(4))).toEqual(["0.1667", "0.2222"]);
  });
  it("makes large kernels nearly free", () => {
    expect([25 / 9, 153 / 137, 177 / 137, 49 / 9].map((x) => x.toFixed(2))).toEqual(["2.78", "1.12", "1.29", "5.44"]);
    says("the-law-of-saving", "25/9 = 2.8", "= 1.12$", "= 1.29");
  });
  it("is not exact with batch norm, nor without padding's products", () => {
    expect([9 * 32 * 64, 9 * 32 + 32 * 64]).toEqual([18_432, 2336]);
    const first = totals(layers.filter(({ block }) => block === 1)).params;
    expect([18_432 + 2 * 64, first]).toEqual([18_560, 2528]);
    expect([2336 / 18_432, 2528 / 18_560].map((x) => x.toFixed(4))).toEqual(["0.1267", "0.1362"]);
    const taps = 334 ** 2;
    const share = (taps * 64 + 112 ** 2 * 64 * 128) / (taps * 64 * 128);
    expect(share.toFixed(4)).toBe("0.1203");
    says("the-law-of-saving", "18,432 to 2,336", "0.1267", "18,560 to 2,528, or 0.1362", "0.1203 instead of 0.1189");
  });
  it("counts MobileNetV1 with and without the split", () => {
    const pairs = separablePairs(layers);
    const sum = (of: (pair: (typeof pairs)[number]) => number): number => pairs.reduce((all, pair) => all + of(pair), 0);
    const standard = sum((pair) => pair.standard);
    const split = sum((pair) => pair.depthwise + pair.pointwise);
    expect(pairs).toHaveLength(13);
    expect([standard, split]).toEqual([4_855_431_168, 556_878_336]);
    const rest = 10_838_016 + 1_024_000;
    expect([standard + rest, split + rest]).toEqual([4_867_293_184, 568_740_352]);
    const [free, bound] = [sum((p) => 9 * p.inC * p.outC), sum((p) => 9 * p.inC + p.inC * p.outC)];
    expect([free, bound]).toEqual([28_256_256, 3_184_224]);
    expect([free + 864 + 1_024_000, bound + 864 + 1_024_000]).toEqual([29_281_120, 4_209_088]);
    const ratios = [standard / split, (standard + rest) / (split + rest), free / bound, 29_281_120 / 4_209_088];
    expect(ratios.map((x) => x.toFixed(2))).toEqual(["8.72", "8.56", "8.87", "6.96"]);
    says("the-law-of-saving", "4,855,431,168", "556,878,336 as pairs: 8.72 times fewer", "and 8.56 times", "by 8.87");
    says("the-law-of-saving", "29,281,120 against 4,209,088: only 6.96 times");
    expect(fact("mobilenet-v1.full-convolutions.top-1").value - fact("mobilenet-v1-1.0-224.top-1").value).toBeCloseTo(1.1);
  }); // prettier-ignore
});

describe("MobileNetV1, whole", () => {
  it("has the plan of the text", () => {
    const priced = layers.filter(({ madds }) => madds > 0);
    expect(priced).toHaveLength(fact("mobilenet-v1-1.0-224.layers").value);
    const pointwise = ofKind("pointwise").map(({ madds }) => madds);
    expect(pointwise.filter((madds) => madds === 51_380_224)).toHaveLength(8);
    expect(pointwise.filter((madds) => madds === 25_690_112)).toHaveLength(5);
    expect(Math.max(...ofKind("depthwise").map(({ madds }) => madds))).toBe(3_612_672);
    expect(ofKind("depthwise").at(-1)?.stride).toBe(1);
    expect(MOBILENET_V1_ROWS).toHaveLength(9);
    const heavy = ofKind("pointwise").filter(({ madds }) => madds === 51_380_224);
    expect([heavy[0]?.params, heavy.at(-1)?.params]).toEqual([16_384, 1_048_576]);
  });
  it("is counted whole", () => {
    const of = (kind: string): readonly [string, string] => {
      const { madds, params } = totals(ofKind(kind));
      return [plain(madds), plain(kind === "linear" ? params - 1000 : params)];
    };
    for (const kind of ["conv2d", "depthwise", "pointwise", "linear"]) says("mobilenet-v1", of(kind).join(" | "));
    expect(totals(ofKind("batch-norm")).params).toBe(21_888);
    expect(568_740_352).toBe(totals(layers).madds);
    says("mobilenet-v1", "568,740,352 | 4,209,088", "21,888 scales and shifts");
    expect([15_300 / 569, 138 / 4.2].map(Math.round)).toEqual([27, 33]);
  });
  it("thins to a half in width", () => {
    const half = buildMobilenetV1({ width: 0.5 });
    const of = (kind: string): number => totals(half.filter((layer) => layer.kind === kind)).madds;
    expect(["pointwise", "depthwise", "conv2d", "linear"].map(of)).toEqual([134_873_088, 8_692_992, 5_419_008, 512_000]);
    expect(totals(half)).toEqual({ madds: 149_497_088, params: 1_331_592 });
    says("mobilenet-v1", "134,873,088", "8,692,992 and 5,419,008 and 512,000", "149,497,088, which is 26.3%", "1,331,592");
  }); // prettier-ignore
  it.each([
    [1, 224, "100%", "100%"],
    [0.75, 224, "56.3%", "57.2%"],
    [0.5, 224, "25%", "26.3%"],
    [0.25, 224, "6.3%", "7.2%"],
    [1, 160, "51%", "51.1%"],
    [1, 128, "32.7%", "32.8%"],
    [0.5, 160, "12.8%", "13.5%"],
  ])("at width %d and %d pixels the law says %s and the count %s", (width, resolution, law, counted) => {
    const { chosen, base } = scaled({ network: "mobilenet-v1", width, resolution });
    const text = (share: number): string => `${String(Number((100 * share).toFixed(1)))}%`;
    expect([text(width ** 2 * (resolution / 224) ** 2), text(chosen.madds / base.madds)]).toEqual([law, counted]);
    const name = Number.isInteger(width) ? width.toFixed(1) : String(width);
    says("mobilenet-v1", `| ${name}, ${resolution} | ${law} | ${counted} |`);
  });
  it("has the parameters at every resolution, and nearly four times the work at twice the side", () => {
    const at = (resolution: number) => scaled({ network: "mobilenet-v1", width: 1, resolution }).chosen;
    expect([at(96).params, at(256).params]).toEqual([4_231_976, 4_231_976]);
    expect([at(128).madds, at(256).madds].map((madds) => Math.round(madds / 1e6))).toEqual([186, 743]);
    says("mobilenet-v1", "from 186 to 743 million");
  });
  it("has one printed setting of at least 60% within 100 million", () => {
    const fits = scaled({ network: "mobilenet-v1", width: 1, resolution: 224 }).cells.filter(
      ({ madds, accuracy }) => madds <= 1e8 && (accuracy?.value ?? 0) >= 60,
    );
    expect(fits.map(({ width, resolution }) => [width, resolution])).toEqual([[0.5, 160]]);
  });
});

describe("where the work is", () => {
  const v1 = (width = 1, resolution = 224) => table({ network: "mobilenet-v1", width, resolution }).kinds;
  const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
  it("has the shares of the text", () => {
    const { pointwise, depthwise, conv2d, linear } = v1();
    expect([pointwise, depthwise, conv2d].map(({ share }) => percent(share.madds))).toEqual(["94.9%", "3.1%", "1.9%"]);
    expect([percent(linear.share.params), percent(depthwise.share.moved)]).toEqual(["24.2%", "35.0%"]);
    expect([depthwise.perValue, pointwise.perValue].map((x) => x.toFixed(1))).toEqual(["3.5", "69.3"]);
    expect([depthwise.params, Math.round(linear.params / depthwise.params)]).toEqual([44_640, 23]);
    says("where-the-work-is", "layers have 94.9%", "3.1%, the first convolution 1.9%", "with 24.2%", "have 35.0%");
    says("where-the-work-is", "3.5 multiply-adds for each value moved, against 69.3");
  });
  it("finds the slip by adding", () => {
    const sum = (what: string): number =>
      factIds
        .filter((id) => id.startsWith("mobilenet-v1.table-2.") && id.endsWith(`.${what}`))
        .reduce((all, id) => all + fact(id).value, 0);
    expect(["madds", "madds-recounted", "params"].map((what) => sum(what).toFixed(2))).toEqual(["99.29", "100.01", "100.00"]);
    says("where-the-work-is", "94.86 + 3.06 + 1.19 + 0.18 = 99.29", "sums to 100.01");
  }); // prettier-ignore
  it("works out the seventh pair", () => {
    const pair = layers.filter(({ block, kind }) => block === 7 && (kind === "depthwise" || kind === "pointwise"));
    const lines = pair.map(({ inShape, outShape, params, madds }) => {
      const moved = values(inShape) + params + values(outShape);
      return [plain(moved), plain(madds), (madds / moved).toFixed(1)];
    });
    for (const line of lines) says("where-the-work-is", line.join(" | "));
    expect(pair.map(({ inShape, params }) => [values(inShape), params])).toEqual([
      [100_352, 4608],
      [100_352, 262_144],
    ]);
    expect(Math.round(51_380_224 / 903_168)).toBe(57);
    expect((462_848 / 205_312).toFixed(1)).toBe("2.3");
  });
  it("MobileNetV2 has more depthwise work, and moves more for each multiply-add", () => {
    const v2 = table({ network: "mobilenet-v2", width: 1, resolution: 224 });
    const moved = (kinds: ReturnType<typeof v1>): number => Object.values(kinds).reduce((all, kind) => all + kind.moved, 0);
    expect(v2.kinds.depthwise.madds).toBeGreaterThan(v1().depthwise.madds);
    expect(moved(v2.kinds) / v2.madds).toBeGreaterThan(moved(v1()) / 568_740_352);
    expect([569 / 300, 113 / 75].map((x) => x.toFixed(1))).toEqual(["1.9", "1.5"]);
  }); // prettier-ignore
  it("the tasks can be done", () => {
    expect(v1(0.25).linear.share.params).toBeGreaterThan(0.5);
    expect(v1(1, 96).depthwise.moved).toBeLessThan(v1().linear.moved);
    expect(v1().linear.moved).toBe(1_027_024);
  });
  it("prices the layer of the check", () => {
    const moved = 2 * 28 * 28 * 256 + 256 * 256;
    expect(moved).toBe(466_944);
    expect(Math.round(51_380_224 / moved)).toBe(110);
  });
});
