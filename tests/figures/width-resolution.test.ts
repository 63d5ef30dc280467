import { describe, expect, it, test } from "vitest";
import type { WidthResolutionData } from "@/figures/width-resolution/compute.ts";
import { fact } from "@kernels/facts/index.ts";
import { runFigure } from "./run.ts";

const run = (initial = {}) => runFigure<WidthResolutionData>("width-resolution", initial);

describe("the grid", () => {
  it.each(["mobilenet-v1", "mobilenet-v2"])("%s: every cell is near what the official list says, with its accuracy", async (network) => {
    const { data } = await run({ network });
    for (const { width, resolution, madds, accuracy } of data.cells) {
      // The list of MobileNetV2 has widths 1.3 and 1.4 at 224 only.
      if (width > 1 && resolution !== 224) {
        expect(accuracy).toBeNull();
        continue;
      }
      expect(accuracy?.value, `${width} at ${resolution}`).toBeGreaterThan(40);
      const listed = fact(`${network}.checkpoint.${width === 1 ? "1.0" : width}-${resolution}.madds`).value;
      // MobileNetV1's list has slips at widths 0.25 and 0.75, of up to 4 and 8 million.
      expect(Math.abs(madds - listed)).toBeLessThan(network === "mobilenet-v1" ? 8.5e6 : 1.2e6);
    }
  }); // prettier-ignore

  it("the paper's accuracy comes before the checkpoint's", async () => {
    const { data } = await run({ network: "mobilenet-v1", width: 1, resolution: 192 });
    expect(data.chosen.accuracy).toMatchObject({ value: 69.1, where: "table 7" });
    expect((await run({ width: 0.75, resolution: 192 })).data.chosen.accuracy?.where).toContain("checkpoint");
  });
});

test("shares are the chosen setting's totals over the whole network's", async () => {
  const { data } = await run({ width: 0.5, resolution: 224 });
  expect(data.share.madds).toBe(97_131_840 / 300_774_272);
  expect(data.share.params).toBe(1_968_680 / 3_504_872);
});

describe("from the law to the count", () => {
  it("at 1.0 and 224 all four agree", async () => {
    const { data, sentence } = await run({ width: 1, resolution: 224 });
    for (const { madds } of data.bends) expect(madds).toBe(300_774_272);
    expect(sentence).toContain("The law α²ρ² says 100% too.");
  });
  it("at half the width the linear layers and the kept 1×1 cost more than the law says", async () => {
    const { data, sentence } = await run({ width: 0.5, resolution: 224 });
    const [law, layers] = data.bends;
    expect(law?.madds).toBe(300_774_272 / 4);
    expect(layers!.madds).toBeGreaterThan(law!.madds * 1.15);
    // Twelve channels become sixteen: that is the rounding's, not the layers'.
    expect(data.bends[2]!.madds).toBeGreaterThan(layers!.madds);
    const v1 = (await run({ network: "mobilenet-v1", width: 0.5, resolution: 224 })).data;
    expect(v1.bends[2]!.madds).toBe(v1.bends[1]!.madds);
    expect(data.bends.at(-1)?.madds).toBe(97_131_840);
    expect(sentence).toContain("the count is 29.2% above it, mostly because the first convolution");
  });
  it("halving the picture leaves the classifier, and nothing else, unshrunk", async () => {
    const { data } = await run({ width: 1, resolution: 112 });
    const classifier = 1_280_000;
    // 112 halves five times to 3.5, which becomes 4: rounding up costs more than the classifier.
    expect(data.chosen.madds).toBeGreaterThan((300_774_272 - classifier) / 4 + classifier);
    const even = (await run({ network: "mobilenet-v1", width: 1, resolution: 160 })).data;
    expect(even.chosen.madds).toBe(((568_740_352 - 1_024_000) * 25) / 49 + 1_024_000);
  });
});

test("channels are rounded as the facts sheet lists them at 0.75", async () => {
  const { data } = await run({ width: 0.75 });
  expect(data.channels.map(({ rounded }) => rounded)).toEqual([24, 16, 24, 24, 48, 72, 120, 240, 1280]);
  expect(data.channels.map(({ exact }) => exact).slice(0, 4)).toEqual([24, 12, 18, 24]);
});

test("the curve of equal cost goes through the chosen setting, the others cost half and twice", async () => {
  const { data } = await run({ width: 0.75, resolution: 160 });
  const side = (share: number): number => data.curves.find((curve) => curve.share === share)!.points.find(([width]) => width === 0.75)![1];
  expect(side(1)).toBeCloseTo(160, 0);
  // All but the classifier's 1.28 million goes with the square of the side.
  expect((side(2) / side(1)) ** 2).toBeCloseTo((2 * data.chosen.madds - 1.28e6) / (data.chosen.madds - 1.28e6), 6);
}); // prettier-ignore

test.each([{}, { network: "mobilenet-v1", width: 0.25, resolution: 96 }, { width: 1.5, resolution: 256 }])(
  "the picture of %o is light and whole",
  async (initial) => {
    const { nodes, bytes, panels } = await run(initial);
    expect(nodes).toBeLessThanOrEqual(300);
    expect(bytes).toBeLessThanOrEqual(8 * 1024);
    expect(panels.map(({ svg, html }) => `${svg}${html}`).join("")).not.toMatch(/NaN|Infinity/);
  },
);
