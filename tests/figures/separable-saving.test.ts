import { expect, test } from "vitest";
import type { SavingData } from "@/figures/separable-saving/compute.ts";
import { conv2dMadds } from "@kernels/cost/madds.ts";
import { savingOf, splitMadds, splitShare } from "@kernels/cost/separable.ts";
import { fact } from "@kernels/facts/index.ts";
import { seededRandom } from "@kernels/random.ts";
import { runFigure } from "./run.ts";

const run = (initial = {}) => runFigure<SavingData>("separable-saving", initial);

test("3×3 saves exactly 8 times at 72 channels, less below, never 9", async () => {
  expect((await run({ outC: 72 })).data.saving).toBe(8);
  expect((await run({ outC: 71 })).data.saving).toBeLessThan(8);
  const { saving } = (await run({ outC: 1280 })).data;
  expect(saving).toBeGreaterThan(fact("separable.saving-from").value);
  expect(saving).toBeLessThan(fact("separable.saving-to").value);
});

test("1/N + 1/k² is the ratio of the multiply-adds, at any size (200 seeded convolutions, 1e-12)", () => {
  const random = seededRandom(7);
  const upTo = (most: number): number => 1 + Math.floor(random() * most);
  for (let i = 0; i < 200; i++) {
    const p = { outH: upTo(112), outW: upTo(112), inC: upTo(512), outC: upTo(1280), kernel: upTo(7) };
    expect(savingOf(splitMadds(p)) * splitShare(p), JSON.stringify(p)).toBeCloseTo(1, 12);
  }
});

test("MobileNetV2 has 17 such layers; their saving by the list's multiply-adds is the law's", async () => {
  const { layers } = (await run()).data;
  expect(layers.flatMap(({ blocks }) => blocks)).toEqual(Array.from({ length: 17 }, (_, i) => i + 1));
  expect(layers.map(({ outC }) => outC)).toEqual([16, 24, 32, 64, 96, 160, 320]);
  for (const { outC, kernel, saving } of layers) expect(1 / saving).toBeCloseTo(splitShare({ outC, kernel }), 12);
  // Block 1: 112² × 32, then 16 channels.
  expect(layers[0]!.madds.standard).toBe(conv2dMadds({ outH: 112, outW: 112, inC: 32, outC: 16, kernel: 3 }));
});

test("MobileNetV1 has 13, the last of them to 1,024 channels", async () => {
  const { layers } = (await run({ network: "mobilenet-v1" })).data;
  expect(layers.flatMap(({ blocks }) => blocks)).toHaveLength(13);
  expect(layers.map(({ outC }) => outC)).toEqual([64, 128, 256, 512, 1024]);
  for (const { outC, kernel, saving } of layers) expect(1 / saving).toBeCloseTo(splitShare({ outC, kernel }), 12);
});

test("each regime has its sentence", async () => {
  expect((await run({ outC: 1 })).sentence).toContain("take more than one convolution: 111.1%");
  expect((await run({ outC: 4 })).sentence).toContain("Fewer channels than k² = 9");
  expect((await run({ outC: 24 })).sentence).toContain("from N = 72 on the saving is at least 8 times");
  expect((await run({ outC: 200, kernel: "5" })).sentence).toContain(
    "eight ninths of the limit k² = 25 are reached at N = 200",
  );
});

test.each([{}, { shows: "share", kernel: "7", outC: 1 }])(
  "the picture of %o is light and names its numbers",
  async (initial) => {
    const { nodes, bytes, panels } = await run(initial);
    expect(nodes).toBeLessThanOrEqual(300);
    expect(bytes).toBeLessThanOrEqual(8 * 1024);
    expect(panels.map(({ svg, html }) => `${svg ?? ""}${html ?? ""}`).join("")).not.toMatch(/NaN|undefined|Infinity/);
  },
);

test("a press on a layer moves the point to it", async () => {
  const { panels } = await run({ outC: 160 });
  expect(panels[1]!.html).toContain(
    'data-set="{&quot;kernel&quot;:&quot;3&quot;,&quot;outC&quot;:&quot;160&quot;}" aria-pressed="true"',
  );
});
