import { readFileSync } from "node:fs";
import { type GalleryState, compute as gallery } from "@/figures/block-gallery/compute.ts";
import { type BlockId } from "@/figures/block-gallery/blocks.ts";
import { makeVariant, runVariant, type Switches } from "@/figures/block-microscope/variant.ts";
import { compute as sweep, type ExpansionSweepState } from "@/figures/expansion-sweep/compute.ts";
import { totals } from "@kernels/cost/totals.ts";
import { prepareWeights } from "@kernels/engine/weights.ts";
import { readNetwork } from "@kernels/formats/network-file.ts";
import { build } from "@kernels/models/build.ts";
import { MOBILENET_V2 } from "@kernels/models/mobilenet-v2.ts";
import { probabilities } from "@kernels/ops/softmax.ts";
import { describe, expect, it } from "vitest";
import samples from "../../public/networks/digits-samples.json" with { type: "json" };
import { runFigure } from "../figures/run.ts";
import { lessonNamed, says } from "./says.ts";

/** As lesson-numbers.test.ts, for the lessons of chapter 4 (network-numbers.test.ts has the fourth). */
const en = (value: number): string => value.toLocaleString("en");
/** As a formula writes it: 12{,}345. */
const tex = (value: number): string => en(value).replaceAll(",", "{,}");

const block = (id: BlockId, size: Partial<GalleryState>) => {
  const state: GalleryState = {
    a: id,
    b: id,
    at: 0,
    size: 56,
    channels: 24,
    stride: "1",
    expansion: 6,
    shown: "pair",
    ...size,
  };
  return gallery(state).a;
};
const live = (id: BlockId, size: Partial<GalleryState>): number[] =>
  block(id, size).stages.map(({ bytesLive }) => bytesLive);

describe("residual blocks", () => {
  const slug = "residual-blocks";
  it("prices ResNet's two blocks", () => {
    const [basic, narrow, wide] = [
      block("resnet-basic", { channels: 64 }),
      block("resnet-bottleneck", { channels: 64 }),
      block("resnet-bottleneck", { channels: 256 }),
    ];
    says(slug, `takes ${en(basic.madds)} <Term id="multiply-add">`, `the bottleneck ${en(narrow.madds)}.`);
    expect([basic.madds / 56 ** 2 / 64 ** 2, narrow.madds / 56 ** 2 / 64 ** 2]).toEqual([18, 17 / 16]);
    expect((basic.madds / narrow.madds).toFixed(0)).toBe("17");
    expect([wide.madds / 56 ** 2 / 64 ** 2, en(wide.madds)]).toEqual([17, "218,365,952"]);
    const tensor = 4 * 56 * 56 * 64;
    expect([live("resnet-basic", { channels: 64 })[1], basic.peakBytes]).toEqual([2 * tensor, 3 * tensor]);
    says(slug, `takes ${en(tensor)} bytes, and the peak is ${en(basic.peakBytes)}, three`);
  });
  it("sends the shortcut through a 1×1 at stride 2", () => {
    const madds = block("resnet-basic", { channels: 64, stride: "2" }).stages[3]?.madds;
    expect(madds).toBe(28 * 28 * 64 * 128);
    says(slug, `28 \\cdot 28 \\cdot 64 \\cdot 128 = ${tex(28 * 28 * 64 * 128)}`);
  });
  it("multiplies slopes", () => {
    const [a, b, c] = [0.5, -0.4, 0.3];
    expect((a * b * c).toFixed(2)).toBe("-0.06");
    expect(((1 + a) * (1 + b) * (1 + c)).toFixed(2)).toBe("1.17");
    expect([a + b + c, a * b + a * c + b * c].map((ways) => ways.toFixed(2))).toEqual(["0.40", "-0.17"]);
    says(slug, "$1.5 \\cdot 0.6 \\cdot 1.3 = 1.17$", "$+\\,0.4$", "$-\\,0.17$", "= -0.06$");
    expect([0.2 ** 10, 1.2 ** 10, 2 ** 10].map((x) => Number(x.toPrecision(3)))).toEqual([1.02e-7, 6.19, 1020]);
    says(slug, "0.0000001 without, 6.2 with", "$1.2^{10}$ is 6.19", "one of 1,024 ways");
  });
  it("finds exactly 1 more in the gradient behind the addition of block 3, at one place", async () => {
    interface Field {
      readonly tensors: readonly { readonly block: number; readonly measured: { readonly map: Float32Array } }[];
    }
    const mapOf = async (step: string): Promise<Float32Array> =>
      (await runFigure<Field>("receptive-field", { block: 3, step, c: 7, y: 3, x: 3 })).data.tensors.find(
        (tensor) => tensor.block === 2,
      )!.measured.map;
    const [before, after] = [await mapOf("project-bn"), await mapOf("add")];
    expect(after.filter((slope) => slope > 0)).toHaveLength(9);
    before.forEach((slope, at) => expect(after[at]! - slope, String(at)).toBeCloseTo(at === 3 * 7 + 3 ? 1 : 0, 6));
    expect([before[24]!.toFixed(3), after[24]!.toFixed(3)]).toEqual(["0.249", "1.249"]);
    says(slug, "absolute sum 1.249", "before the addition: 0.249");
  });
});

describe("four blocks", () => {
  const slug = "four-blocks";
  const [a, b, c] = (["regular", "separable", "linear-bottleneck"] as const).map((id) => block(id, { channels: 144 }));
  const d = block("expansion-layer", {});
  it("falls from 585 to 26 million", () => {
    says(slug, `= ${tex(a!.madds)}`, `= ${tex(b!.madds)}`, `= ${tex(c!.madds)}$`, `**${en(d.madds)}**`);
    expect([a!.madds / b!.madds, a!.madds / d.madds, b!.madds / d.madds].map((x) => x.toFixed(2))).toEqual([
      "8.47",
      "22.74",
      "2.68",
    ]);
    expect((1 / 144 + 1 / 9).toFixed(3)).toBe("0.118");
    expect([a!.madds, d.madds].map((madds) => Math.round(madds / 1e6))).toEqual([585, 26]);
  });
  it("is the same in (c) and (d) but for where it is cut", () => {
    const stages = (one: typeof d): number[] => one.stages.slice(1).map(({ madds }) => madds);
    const [expand, filter, project] = stages(d) as [number, number, number];
    expect(stages(c!)).toEqual([filter, project]);
    expect(stages(b!)).toEqual([filter, 6 * project]);
    for (const madds of [expand, filter, project, 6 * project]) says(slug, en(madds));
    expect(block("mobilenet-v2", {})).toMatchObject({ madds: d.madds, params: d.params });
    const waits = live("mobilenet-v2", {})[2]! - live("expansion-layer", {})[2]!;
    expect(waits).toBe(4 * 56 * 56 * 24);
  });
  it("works out the paper's example from 64 to 128", () => {
    expect([64 * 384, 9 * 384, 384 * 128, 384 * (64 + 9 + 128), 9 * 64 * 128]).toEqual([
      24576, 3456, 49152, 77184, 73728,
    ]);
    says(slug, "= 24{,}576$", "= 3{,}456$", "= 49{,}152$", "= 77{,}184$", "= 73{,}728$");
    expect(10 * 10 * 48 * (8 + 9 + 8)).toBe(120000);
  });
});

describe("inverted against bottleneck", () => {
  const slug = "inverted-against-bottleneck";
  const [old, inverted] = [block("resnet-bottleneck", {}), block("mobilenet-v2", {})];
  const wide = block("resnet-bottleneck", { channels: 256 });
  it("compares on equal input", () => {
    expect([old.madds, inverted.madds].map(en)).toEqual(["1,919,232", "25,740,288"]);
    expect((inverted.madds / old.madds).toFixed(1) + " " + (inverted.params / old.params).toFixed(1)).toBe("13.4 12.9");
    expect([old.madds / 56 ** 2, inverted.madds / 56 ** 2]).toEqual([612, 8208]);
    expect(((12 * 16) / 17).toFixed(1)).toBe("11.3");
    const at256 = block("mobilenet-v2", { channels: 256 }).madds / wide.madds;
    expect(at256.toFixed(1)).toBe("11.5");
    expect(block("mobilenet-v2", { channels: 256, expansion: 1 }).madds).toBeLessThan(wide.madds);
    says(
      slug,
      `at ${en(old.peakBytes)}</Show>`,
      `peaks at ${en(inverted.peakBytes)} bytes</Show>`,
      "13.4 times more",
      "12.9 times",
    );
  });
  it("compares as the networks have them", () => {
    const waits = [256, 24].map((channels) => 4 * 56 * 56 * channels);
    const rows = [
      [wide.madds, inverted.madds, 1],
      [wide.params, inverted.params, 1],
      [waits[0]!, waits[1]!, 1],
    ] as const;
    for (const [one, other, decimals] of rows) {
      const cells = [en(one), en(other), (one / other).toFixed(decimals)];
      expect(lessonNamed(slug).source).toMatch(new RegExp(`\\| ${cells.join(" *\\| *")} *\\|`));
    }
    const channels = (one: typeof wide): string => [0, 1, 3].map((at) => one.stages[at]!.shape[2]).join(" → ");
    expect(lessonNamed(slug).source).toMatch(new RegExp(`\\| ${channels(wide)} *\\| ${channels(inverted)} *\\|`));
    expect((17 / 16) * 144 ** 2).toBe(22032);
    expect((22032 / 8208).toFixed(1)).toBe("2.7");
  });
  it("needs input and output alone when the inside is never whole", () => {
    const inOut = live("mobilenet-v2", {})[4]!;
    expect(inOut).toBe(2 * 4 * 56 * 56 * 24);
    expect((inverted.peakBytes / inOut).toFixed(1)).toBe("6.5");
    expect(en(2 * 4 * 56 * 56 * 256)).toBe("6,422,528");
    says(slug, "6,422,528 bytes");
  });
});

describe("when is there a shortcut", () => {
  const slug = "when-is-there-a-shortcut";
  const layers = build(MOBILENET_V2);
  const withShortcut = (width: number): number[] =>
    build(MOBILENET_V2, { width })
      .filter(({ kind }) => kind === "add")
      .map((layer) => layer.block);
  it("tells each stage's blocks, channels and shortcuts", () => {
    const ten = withShortcut(1);
    let [first, inC] = [1, 32];
    for (const { c, n, s } of MOBILENET_V2.rows) {
      const last = first + n - 1;
      const blocks = n === 1 ? String(first) : `${first} to ${last}`;
      const own = ten.filter((at) => at >= first && at <= last);
      expect(own).toHaveLength(n - 1);
      expect(own).not.toContain(first);
      const cells = [blocks, `${inC} → ${c}`, n, s, s === 1 ? "channels" : "both", own.length];
      expect(lessonNamed(slug).source).toMatch(new RegExp(`\\| ${cells.join(" *\\| *")} *\\|`));
      [first, inC] = [last + 1, c];
    }
    expect(ten).toHaveLength(10);
  });
  it("gives block 1 a shortcut at width 0.25, and the same ten at the paper's widths", () => {
    for (const width of [1.4, 1.3, 1, 0.75, 0.5, 0.35]) expect(withShortcut(width)).toEqual(withShortcut(1));
    expect(withShortcut(0.25)).toEqual([1, ...withShortcut(1)]);
  });
  it("prices the shortcuts that are not there", () => {
    const prices = Array.from({ length: 17 }, (_, i) => layers.filter((layer) => layer.block === i + 1))
      .filter((own) => own.every(({ kind }) => kind !== "add"))
      .map((own) => {
        const [h, w, outC] = own.at(-1)!.outShape;
        return h * w * own[0]!.inShape[2] * outC;
      });
    const sum = prices.reduce((total, one) => total + one, 0);
    expect(prices).toHaveLength(7);
    expect([sum, ((100 * sum) / totals(layers).madds).toFixed(1)]).toEqual([13095936, "4.4"]);
    const eleven = totals(layers.filter((layer) => layer.block === 11)).madds;
    expect([prices[4], ((100 * prices[4]!) / eleven).toFixed(1)]).toEqual([1204224, "9.5"]);
    says(slug, "13,095,936", "4.4% of 300,774,272", "= 1{,}204{,}224$", "9.5% more");
  });
  it("switches shortcuts off on the 24 samples", () => {
    const file = readFileSync(new URL("../../public/networks/digits.safetensors", import.meta.url));
    const read = readNetwork(new Uint8Array(file).buffer);
    const network = { ...read, prepared: prepareWeights(read.layers, read.weights) };
    const score = (shortcut: Switches["shortcut"]): string => {
      const variant = makeVariant(network, { folded: false, neckRelu6: () => false, shortcut });
      let [right, sum] = [0, 0];
      for (const { label, pixels } of samples.samples) {
        const data = Float32Array.from(Buffer.from(pixels, "base64"), (grey) => grey / 255);
        const shares = probabilities(runVariant(variant, { shape: [28, 28, 1], data }).logits);
        right += Number(shares.indexOf(Math.max(...shares)) === label);
        sum += shares[label]!;
      }
      return `${right} *\\| ${(sum / samples.samples.length).toFixed(3)}`;
    };
    const row = (name: string, cells: string): void =>
      expect(lessonNamed(slug).source).toMatch(new RegExp(`\\| ${name} *\\| ${cells} *\\|`));
    row(
      "no block",
      score(() => true),
    );
    row(
      "all ten",
      score(() => false),
    );
    for (const off of withShortcut(1))
      row(
        `block ${off}`,
        score((at) => at !== off),
      );
  });
  it("splits the energy behind block 3 as the figure says", async () => {
    const { sentence } = await runFigure("block-microscope", { network: "digits", block: 3, step: "add" });
    const shares = ["68.3%", "23.1%", "8.6%"];
    for (const share of shares) expect(sentence).toContain(share);
    says(slug, "68.3% came by the shortcut and 23.1% by the branch; 8.6%");
  });
});

describe("capacity and expressiveness", () => {
  const slug = "capacity-and-expressiveness";
  const level = (t: number, size: Partial<ExpansionSweepState> = {}) =>
    sweep({ t, stride: "1", size: 56, inC: 24, outC: 24, ...size }).level;
  it.each([
    [16, 9],
    [24, 6],
    [48, 3],
    [24, 2],
    [24, 10],
  ])("tells a neck of %d with t = %d", (neck, t) => {
    const { total } = level(t, { inC: neck, outC: neck });
    const cells = [neck, t, neck * t, en(total.madds), en(4 * 56 * 56 * neck)];
    expect(lessonNamed(slug).source).toMatch(new RegExp(`\\| ${cells.join(" *\\| *")} *\\|`));
  });
  it("grows by the same amount from t = 2 on, and lies lower at 1", () => {
    for (let t = 3; t <= 10; t++) expect(level(t).total.madds - level(t - 1).total.madds).toBe(4290048);
    expect([level(1).total.madds, 56 * 56 * 24 * 24]).toEqual([2483712, 4290048 - 2483712]);
    expect(level(0).total).toEqual({ madds: 0, params: 0 });
    says(slug, "= 4{,}290{,}048 \\cdot t$");
  });
  it("adds up parameters and memory at t = 6", () => {
    expect(24 * 6 * (24 + 9 + 24) + 4 * 24 * 6 + 2 * 24).toBe(level(6).total.params);
    expect(24 * (1 + 2 * 6) * 4 * 56 * 56).toBe(level(6).peakBytes);
    says(slug, "$8{,}208 + 576 + 48 = 8{,}832$", "$312 \\cdot 12{,}544 = 3{,}913{,}728$");
  });
  it("sees no further for being wide", async () => {
    interface Field {
      readonly tensors: readonly { readonly reach: { readonly top: number; readonly bottom: number } }[];
    }
    const side = async (step: string): Promise<number> => {
      const { reach } = (await runFigure<Field>("receptive-field", { block: 3, step, c: 7, y: 3, x: 3 })).data
        .tensors[0]!;
      return reach.bottom - reach.top + 1;
    };
    const steps = ["input", "expand-relu6", "depthwise", "project-bn", "add"];
    expect(await Promise.all(steps.map(side))).toEqual([11, 11, 19, 19, 19]);
    says(slug, "11 × 11 pixels", "from 11 to 19 pixels");
  });
});
