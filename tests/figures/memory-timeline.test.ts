import { describe, expect, it, test } from "vitest";
import type { MemoryData, ScheduleName } from "@/figures/memory-timeline/compute.ts";
import { fact } from "@kernels/facts/index.ts";
import { runFigure } from "./run.ts";

const run = (initial = {}) => runFigure<MemoryData>("memory-timeline", initial);
const peak = ({ schedules }: MemoryData, name: ScheduleName): { bytes: number; block: number } =>
  schedules.find((schedule) => schedule.name === name)!.peak;

describe("peaks at width 1 and 224 px, two bytes a value", () => {
  it("layer by layer and fused are the fact sheet's", async () => {
    const { data, sentence } = await run();
    expect(peak(data, "layers")).toMatchObject({ bytes: 3_010_560, block: 2 });
    expect(peak(data, "fused")).toMatchObject({ bytes: 1_204_224, block: 1 });
    expect(sentence).toContain(`needs ${fact("mobilenet-v2-1.0-224.peak-kb").text} of activations`);
    expect(sentence).toContain(
      `${fact("mobilenet-v2-1.0-224.fused-peak-kb").text} are left: input and output of block 1`,
    );
  });
  it("splitting saves; one part does not, and the sentence says so", async () => {
    const four = await run();
    expect(peak(four.data, "split").bytes).toBeLessThan(peak(four.data, "layers").bytes);
    const one = await run({ parts: 1 });
    expect(peak(one.data, "split").bytes).toBeGreaterThan(peak(one.data, "layers").bytes);
    expect(one.sentence).toContain("no less: input and output wait there");
  });
  it("block 2 in four parts, by hand: ends, 24 channels at 112², 24 at 56²", async () => {
    const { data } = await run();
    const ends = 2 * (112 * 112 * 16 + 56 * 56 * 24);
    const most = Math.max(
      ...data.schedules.find(({ name }) => name === "split")!.moments.filter(({ block }) => block === 2).map(({ bytes }) => bytes),
    ); // prettier-ignore
    expect(most).toBe(ends + 2 * 24 * (112 * 112 + 56 * 56));
  });
  it("our engine's line stands beside values of its own size alone; its peak is known for any", async () => {
    const [two, four] = [await run(), await run({ bytes: "4" })];
    for (const { data } of [two, four]) {
      expect(data.engine.peak).toMatchObject({ bytes: 1_485_776, block: 1 });
      expect(data.peakKb).toEqual(
        Object.fromEntries([...data.schedules, data.engine].map(({ name, peak }) => [name, peak.bytes / 1000])),
      );
    }
    const drawn = ({ panels }: typeof two): boolean => panels[0]!.svg!.includes('data-part="engine"');
    expect([drawn(two), drawn(four)]).toEqual([false, true]);
    expect(two.sentence).not.toContain("Our engine");
    expect(four.sentence).toContain("Our engine, at 4 bytes a value, needs 1,486 kB (in block 1)");
  });
  it("bytes scale with the value's size", async () => {
    const [two, four] = [await run(), await run({ bytes: "4" })];
    expect(peak(four.data, "split").bytes).toBe(2 * peak(two.data, "split").bytes);
  });
});

describe("table 3", () => {
  it("counted for MobileNetV2 it is the fact sheet's recount", async () => {
    const { data } = await run();
    expect(data.tableThree.map(({ side }) => side)).toEqual([112, 56, 28, 14, 7, 1]);
    for (const { paperSide, counted } of data.tableThree) {
      const said = fact(`mobilenet-v2.table-3-recounted.${paperSide}.kb`).value;
      const kb = counted["mobilenet-v2"].bytes / 1000;
      expect(Math.abs(kb - said), String(paperSide)).toBeLessThanOrEqual(said < 10 ? 0.05 : 0.5);
    }
  });
  it("counted for MobileNetV1 it is the printed one but for rounding and the slip at 7 × 7", async () => {
    const { data } = await run();
    for (const { paperSide, counted, printed } of data.tableThree) {
      const { channels, bytes } = counted["mobilenet-v1"];
      expect(channels).toBe(Number(printed["mobilenet-v1"].channels));
      const said = Number(printed["mobilenet-v1"].kb.replace(/[, kB]/g, ""));
      if (paperSide === 7) expect(bytes / 1000 / said).toBeCloseTo(0.5, 1);
      else expect(Math.abs(bytes / 1000 / said - 1), String(paperSide)).toBeLessThan(0.03);
    }
  });
  it("both versions of its last row are there", async () => {
    const { panels } = await run();
    const text = panels.find(({ id }) => id === "table3")!.html!;
    for (const kb of ["1,600 <small>(800)", "400 <small>(200)", "600 <small>(600)"]) expect(text).toContain(kb);
  });
});

test.each([{}, { parts: 16, width: 1.5, resolution: 256, bytes: "4" }, { width: 0.25, resolution: 96, bytes: "1" }])(
  "the picture of %o is light and whole",
  async (initial) => {
    const { nodes, bytes, panels, sentence } = await run(initial);
    expect(nodes).toBeLessThanOrEqual(300);
    expect(bytes).toBeLessThanOrEqual(8 * 1024);
    expect(panels.map(({ svg, html }) => `${svg ?? ""}${html ?? ""}`).join("") + sentence).not.toMatch(
      /NaN|Infinity|undefined/,
    );
  },
);
