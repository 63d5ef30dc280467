import { inOutBytes, peak } from "@kernels/cost/memory.ts";
import { conv2dMadds, depthwiseMadds, pointwiseMadds } from "@kernels/cost/madds.ts";
import { totals } from "@kernels/cost/totals.ts";
import { fact, factIds, withUnit } from "@kernels/facts/index.ts";
import { build } from "@kernels/models/build.ts";
import { NETWORKS } from "@kernels/models/catalogue.ts";
import type { Layer } from "@kernels/models/layer.ts";
import { MOBILENET_V2, MOBILENET_V2_ROWS } from "@kernels/models/mobilenet-v2.ts";
import { parameterTensors } from "@kernels/models/parameters.ts";
import { torchsummaryRows } from "@kernels/models/torchsummary.ts";
import { describe, expect, it } from "vitest";
import sources from "../../../content/sources.json" with { type: "json" };

const value = (id: string): number => fact(id).value;
const NETWORK = "mobilenet-v2-1.0-224";
const layers = build(MOBILENET_V2);
const blockLayers = (block: number): Layer[] => layers.filter((layer) => layer.block === block);
const kb = (bytes: number): number => Math.round(bytes / 1000);

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const WORDS: Record<string, number> = { two: 2, "about half": 0.5, "1/6": 1 / 6 };

/** What a fact's text says ("3.4M", "18.75%", "2.9 · 10⁻⁸"), and half a unit of its last digit. */
function said(text: string, unit: string): { value: number; half: number } {
  if (WORDS[text] !== undefined) return { value: WORDS[text], half: 0 };
  const [, sign, digits = "", power, scale = ""] =
    /^(?:about )?(−?)([\d.,]+)(?: · 10⁻([⁰¹²³⁴⁵⁶⁷⁸⁹]+))?(?: ?(million|[MBG%])(?!i))?/.exec(text) ?? [];
  const exponent = Array.from(power ?? "").reduce((sum, digit) => 10 * sum + SUPERSCRIPTS.indexOf(digit), 0);
  const factor =
    10 ** -exponent * ({ M: 1e6, million: 1e6, B: 1e9, G: 1e9, "%": unit === "share" ? 0.01 : 1 }[scale] ?? 1);
  const decimals = /\.(\d+)/.exec(digits)?.[1]?.length ?? 0;
  const number = digits === "" ? NaN : Number(digits.replaceAll(",", "")) * (sign ? -1 : 1);
  return { value: number * factor, half: (0.5000001 * factor) / 10 ** decimals };
}

describe("every fact", () => {
  it.each(factIds)("%s has value, unit, a text that says the value, a known paper and a place", (id) => {
    const { value, unit, text, source, where, basis, note } = fact(id);
    expect(Number.isFinite(value)).toBe(true);
    expect(unit).toEqual(expect.any(String));
    expect(Object.keys(sources)).toContain(source);
    for (const words of [text, where, ...(note === undefined ? [] : [note])]) expect(words).toMatch(/\S/);
    expect(["printed", "recounted", "code", "simulated", "unconfirmed"]).toContain(basis);
    expect(Math.abs(said(text, unit).value - value)).toBeLessThanOrEqual(said(text, unit).half);
  });
});

it("a number alone names its unit once, and a share none", () => {
  expect(["madds", "top-1", "pixel-1-ms"].map((part) => withUnit(fact(`${NETWORK}.${part}`)))).toEqual([
    "300,774,272 MAdds",
    "72.0%",
    "75 ms",
  ]);
  expect(withUnit({ text: "39.3", unit: "%" })).toBe("39.3%");
  expect(withUnit({ text: "about half", unit: "share" })).toBe("about half");
});

it("an unknown id is refused with ids that begin alike", () => {
  expect(() => fact("mobilenet-v2-1.0-224.maddz")).toThrow(
    'fact: kernels/facts/published.json has no "mobilenet-v2-1.0-224.maddz"; ids that begin alike: ' +
      "mobilenet-v2-1.0-224.madds, mobilenet-v2-1.0-224.madds-printed",
  );
});

describe("MobileNetV2 1.0 at 224 px, recounted", () => {
  it("totals, weights, batch norm, bias, outputs, blocks and shortcuts", () => {
    const sum = (kind: Layer["kind"]): number => totals(layers.filter((layer) => layer.kind === kind)).params;
    expect(totals(layers)).toEqual({ params: value(`${NETWORK}.params`), madds: value(`${NETWORK}.madds`) });
    expect(sum("batch-norm")).toBe(value(`${NETWORK}.batch-norm-params`));
    const bias = parameterTensors(layers.at(-1)!)[1]!.shape[0]!;
    expect(bias).toBe(value(`${NETWORK}.bias-params`));
    expect(totals(layers).params - sum("batch-norm") - bias).toBe(value(`${NETWORK}.weights`));
    expect(MOBILENET_V2_ROWS.reduce((total, { n }) => total + n, 0)).toBe(value(`${NETWORK}.blocks`));
    expect(layers.filter((layer) => layer.kind === "add")).toHaveLength(value(`${NETWORK}.shortcuts`));
    const rows = torchsummaryRows(layers);
    const values = rows.reduce((total, row) => total + row.outputShape.slice(1).reduce((a, b) => a * b), 0);
    expect(values).toBe(value(`${NETWORK}.output-values`));
    expect((values * 8) / 2 ** 20).toBeCloseTo(value(`${NETWORK}.summary-activations-mib`), 2);
    expect((totals(layers).params * 4) / 2 ** 20).toBeCloseTo(value(`${NETWORK}.summary-params-mib`), 2);
    const count = (type: string): number => rows.filter((row) => row.type === type).length;
    const counted = {
      convolutions: "Conv2d",
      "batch-norms": "BatchNorm2d",
      relu6: "ReLU6",
      "block-ends": "InvertedResidual",
    };
    for (const [id, type] of Object.entries(counted)) expect(count(type)).toBe(value(`${NETWORK}.summary-${id}`));
    expect(rows).toHaveLength(value(`${NETWORK}.summary-rows`));
  });

  it.each(Array.from({ length: 17 }, (_, i) => i + 1))("block %i: parameters, MAdds, both memory figures", (block) => {
    const own = blockLayers(block);
    const id = `${NETWORK}.block-${block}`;
    expect(totals(own)).toEqual({ params: value(`${id}.params`), madds: value(`${id}.madds`) });
    expect(kb(inOutBytes(own, 2))).toBe(value(`${id}.in-out-kb`));
    expect(kb(peak(layers, own, 2).bytes)).toBe(value(`${id}.peak-kb`));
  });

  it("peak memory is block 2's, fused it is block 1's", () => {
    const worst = peak(layers, layers, 2);
    expect(layers[worst.layer]?.block).toBe(2);
    expect(kb(worst.bytes)).toBe(value(`${NETWORK}.peak-kb`));
    const fused = Array.from({ length: 17 }, (_, i) => inOutBytes(blockLayers(i + 1), 2));
    expect(kb(Math.max(...fused))).toBe(value(`${NETWORK}.fused-peak-kb`));
  });

  it("parts: blocks, stem, last 1×1, classifier, and shares by layer type", () => {
    const blocks = totals(layers.filter((layer) => layer.block >= 1 && layer.block <= 17));
    expect(blocks).toEqual({ params: value(`${NETWORK}.block-params`), madds: value(`${NETWORK}.block-madds`) });
    expect(totals(blockLayers(0)).params).toBe(value(`${NETWORK}.stem.params`));
    for (const [block, part] of [
      [18, "last-conv"],
      [19, "classifier"],
    ] as const) {
      const { params, madds } = totals(blockLayers(block));
      expect({ params, madds }).toEqual({
        params: value(`${NETWORK}.${part}.params`),
        madds: value(`${NETWORK}.${part}.madds`),
      });
    }
    const weights = value(`${NETWORK}.weights`);
    const all = value(`${NETWORK}.madds`);
    const named: Record<string, (layer: Layer) => boolean> = {
      project: (layer) => layer.step === "project",
      expand: (layer) => layer.step === "expand",
      depthwise: (layer) => layer.kind === "depthwise",
      stem: (layer) => layer.name === "features.0.0",
      "last-conv": (layer) => layer.name === "features.18.0",
      classifier: (layer) => layer.kind === "linear",
    };
    for (const [part, is] of Object.entries(named)) {
      const { params, madds } = totals(layers.filter(is));
      const bias = part === "classifier" ? 1000 : 0;
      expect((100 * madds) / all).toBeCloseTo(value(`${NETWORK}.${part}.share-of-madds`), 1);
      expect((100 * (params - bias)) / weights).toBeCloseTo(
        value(`${NETWORK}.${part}.share-of-weights`),
        part === "stem" ? 2 : 1,
      );
    }
  });
});

it.each(["1.4", "1.3", "1.0", "0.75", "0.5", "0.35"])("width %s: parameters, weights, MAdds, stem, last", (width) => {
  const scaled = build(MOBILENET_V2, { width: Number(width) });
  const id = `mobilenet-v2-${width}-224`;
  expect(totals(scaled)).toEqual({ params: value(`${id}.params`), madds: value(`${id}.madds`) });
  const norms = totals(scaled.filter((layer) => layer.kind === "batch-norm")).params;
  expect((totals(scaled).params - norms - 1000) / 1e6).toBeCloseTo(value(`${id}.weights-rounded`) / 1e6, 2);
  expect(scaled[0]?.outShape[2]).toBe(value(`${id}.stem-channels`));
  expect(scaled.at(-1)?.inShape[2]).toBe(value(`${id}.last-channels`));
});

it("MobileNetV1's printed multiply-adds and parameters are ours to the printed digit, at every width and size", () => {
  const ids = factIds.filter((id) => /^mobilenet-v1-[\d.]+-\d+\.madds-printed$/.test(id));
  expect(ids).toHaveLength(8);
  for (const id of ids) {
    const [, width, resolution] = /v1-(.+)-(\d+)\.madds/.exec(id) ?? [];
    const sum = totals(NETWORKS["mobilenet-v1"].build({ width: Number(width), resolution: Number(resolution) }));
    expect(Math.abs(sum.madds - value(id)), id).toBeLessThan(1e6);
    expect(Math.abs(sum.params - value(id.replace("madds", "params"))), id).toBeLessThan(5e4);
  }
});

it("the official checkpoint table's multiply-adds are ours within 1.2 million", () => {
  const ids = factIds.filter((id) => /mobilenet-v2\.checkpoint\..*\.madds$/.test(id));
  expect(ids).toHaveLength(22);
  for (const id of ids) {
    const [, width, resolution] = /checkpoint\.(.+)-(\d+)\.madds/.exec(id) ?? [];
    const scaled = build(MOBILENET_V2, { width: Number(width), resolution: Number(resolution) });
    expect(Math.abs(totals(scaled).madds - value(id))).toBeLessThan(1.2e6);
  }
});

describe("worked examples", () => {
  it("separable convolutions", () => {
    const vgg = { outH: 112, outW: 112, kernel: 3 };
    const standard = conv2dMadds({ ...vgg, inC: 64, outC: 128 });
    const depthwise = depthwiseMadds({ ...vgg, c: 64 });
    const pointwise = pointwiseMadds({ h: 112, w: 112, inC: 64, outC: 128 });
    const id = "separable.112-64-128";
    expect([standard, depthwise, pointwise, depthwise + pointwise]).toEqual(
      ["standard", "depthwise", "pointwise", "separable"].map((part) => value(`${id}.${part}-madds`)),
    );
    expect((depthwise + pointwise) / standard).toBeCloseTo(value(`${id}.ratio`), 4);
    expect(standard / (depthwise + pointwise)).toBeCloseTo(value(`${id}.saving`), 1);
    const small = { outH: 8, outW: 8, kernel: 5 };
    const other = [
      conv2dMadds({ ...small, inC: 3, outC: 256 }),
      depthwiseMadds({ ...small, c: 3 }),
      pointwiseMadds({ h: 8, w: 8, inC: 3, outC: 256 }),
    ] as const;
    expect([...other, other[1] + other[2]]).toEqual(
      ["standard", "depthwise", "pointwise", "separable"].map((part) => value(`separable.8-3-256.${part}-madds`)),
    );
    expect([5 * 5 * 3 * 256, 5 * 5 * 3, 3 * 256, 5 * 5 * 3 + 3 * 256]).toEqual(
      ["standard", "depthwise", "pointwise", "separable"].map((part) => value(`separable.8-3-256.${part}-weights`)),
    );
  });

  it("memory access of 1×1 convolutions at 56×56", () => {
    const pixels = 56 * 56;
    for (const id of factIds.filter((known) => /^memory-access\.\d+-\d+\.madds$/.test(known))) {
      const [, c1 = 0, c2 = 0] = (/(\d+)-(\d+)/.exec(id) ?? []).map(Number);
      const madds = pointwiseMadds({ h: 56, w: 56, inC: c1, outC: c2 });
      expect(madds).toBe(value(id));
      expect(pixels * (c1 + c2) + c1 * c2).toBe(value(id.replace("madds", "accesses")));
      expect(Math.round(2 * Math.sqrt(pixels * madds) + madds / pixels)).toBe(value(id.replace("madds", "bound")));
    }
    for (const id of factIds.filter((known) => /^memory-access\.groups-.*madds$/.test(known))) {
      const [, groups = 0, c = 0] = (/groups-(\d+)-(\d+)/.exec(id) ?? []).map(Number);
      expect((pixels * c * c) / groups).toBe(value(id));
      expect(2 * pixels * c + (c * c) / groups).toBe(value(id.replace("madds", "accesses")));
    }
  });
});

describe("what ReLU destroys", () => {
  /** P(Binomial(n, ½) < d): the mean share of points with fewer than d active rows of n. */
  function lostShare(n: number, d: number): number {
    let choose = 1;
    let below = 0;
    for (let k = 0; k < d; k++) {
      below += choose / 2 ** n;
      choose = (choose * (n - k)) / (k + 1);
    }
    return below;
  }

  it("the law at the paper's n, and measurements within four standard errors", () => {
    for (const n of [2, 3, 5, 8, 15, 30]) {
      expect(lostShare(n, 2)).toBeCloseTo(value(`relu-collapse.law.n-${n}`), 12);
      for (const method of ["gaussian", "angles"]) {
        const id = `relu-collapse.measured-${method}.n-${n}`;
        if (!factIds.includes(id)) continue;
        const error = Number(/standard error ([\d.e-]+?)\.?$/.exec(fact(id).note ?? "")?.[1]);
        expect(Math.abs(value(id) - lostShare(n, 2))).toBeLessThan(4 * error);
      }
    }
  });

  it("blocks of width d expanded by t, within 5 % of the two digits printed", () => {
    const ids = factIds.filter((id) => id.startsWith("relu-collapse.block."));
    expect(ids).toHaveLength(30);
    for (const id of ids) {
      const [, d = 0, t = 0] = (/block\.(\d+)-t-(\d+)/.exec(id) ?? []).map(Number);
      expect(Math.abs(lostShare(d * t, d) / value(id) - 1)).toBeLessThan(0.05);
    }
  });
});
