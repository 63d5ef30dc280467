import { describe, expect, it, test } from "vitest";
import type { ReluCollapseData } from "@/figures/relu-collapse/compute.ts";
import { scene } from "@/figures/relu-collapse/scene.ts";
import type { Mark } from "@/figures/shell/marks.ts";
import { makeWords } from "@/figures/shell/words.ts";
import strings from "@/figures/relu-collapse/strings.en.json" with { type: "json" };
import { ACTIVATIONS } from "@kernels/manifold/collapse.ts";
import { outline, runFigure } from "./run.ts";

const run = (initial = {}) => runFigure<ReluCollapseData>("relu-collapse", initial);
const words = makeWords(strings, "en");

describe("data", () => {
  it("has a row of T for each n, and a row of n kept values, a flag and two decoded points for each point", async () => {
    const { data } = await run({ n: 7, points: 120 });
    expect([data.T.length, data.points.length, data.embedded.length]).toEqual([7, 120, 120]);
    expect(data.embedded.every((row) => row.length === 7)).toBe(true);
    expect([data.lost?.length, data.recoveredPinv.length, data.recoveredActive?.length]).toEqual([120, 120, 120]);
  });

  it.each([1, 2, 5, 15])(
    "at n = %i marks a point lost if fewer than two rows are active, and decodes all others",
    async (n) => {
      const { data } = await run({ n, seed: 3 });
      data.points.forEach(([x, y], i) => {
        const active = data.T.filter(([a, b]) => a * x + b * y > 0).length;
        if (data.lost?.[i] !== active < 2) expect.fail(`point ${i} has ${active} active rows, lost: ${data.lost?.[i]}`);
      });
      const back = data.recoveredActive ?? [];
      expect(back.map((point) => point === null)).toEqual(data.lost);
      back.forEach((point, i) => {
        const [x, y] = data.points[i]!;
        if (point && Math.hypot(point[0] - x, point[1] - y) > 1e-12)
          expect.fail(`point ${i} is off: ${point.join(", ")}`);
      });
    },
  );

  it.each([1, 7, 12345])("at n = 3 loses exactly half of the spiral, with no spread at all (seed %i)", async (seed) => {
    const { data } = await run({ n: 3, seed, points: 1000 });
    expect([data.lostShare, data.law, data.spread?.low, data.spread?.high]).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  it("has a spread around the law", async () => {
    const { spread, law } = (await run({ n: 5 })).data;
    expect(Math.abs(spread!.mean - law!)).toBeLessThan((4 * spread!.deviation) / Math.sqrt(spread!.seeds));
    expect(spread!.deviation).toBeCloseTo(0.131, 1);
  });

  it("draws the law for ReLU alone, its spread for Gaussian matrices alone", async () => {
    for (const activation of ACTIVATIONS) {
      const { data } = await run({ activation });
      expect(data.law === null, activation).toBe(activation !== "relu");
      expect(data.spread === null, activation).toBe(activation !== "relu");
    }
    expect((await run({ matrix: "orthonormal" })).data).toMatchObject({ law: 0.75, spread: null });
  });

  it("loses points of ReLU6 at both ends: more with a larger scale, and never fewer than ReLU", async () => {
    const share = async (scale: number) => (await run({ n: 15, activation: "relu6", scale })).data.lostShare!;
    const relu = (await run({ n: 15 })).data.lostShare!;
    expect(await share(0.5)).toBe(relu);
    expect(await share(12)).toBeGreaterThan(relu + 0.03);
  });

  it.each(["identity", "leaky"])("loses nothing with %s and decodes everything", async (activation) => {
    const { data } = await run({ activation });
    expect([data.lostShare, data.lost?.includes(true)]).toEqual([0, false]);
    expect(data.errorActive).toBeLessThan(1e-12);
  });

  it("has no rule for h-swish: null, not false", async () => {
    const { data } = await run({ activation: "h-swish" });
    expect([data.lost, data.recoveredActive, data.lostShare, data.errorActive]).toEqual([null, null, null, null]);
    expect(data.errorPinv).toBeGreaterThan(0);
  });
});

describe("the sentence", () => {
  it("tells the lost points, the law with its spread, and both decoders", async () => {
    const { sentence, data, num } = await run({ n: 5 });
    const percent = (value: number) => num(value, { percent: true, decimals: 1 });
    expect(sentence).toContain(`With n = 5 and seed 7, ${percent(data.lostShare!)} of 400 points`);
    expect(sentence).toContain("expects 18.8% on average over T; of the seeds 1 to 100, nine in ten lie between");
    expect(sentence).toContain(`T⁺ brings back is off by ${percent(data.errorPinv!)}`);
    expect(sentence).toMatch(/come back, off by less than 10⁻¹², which is rounding\.$/);
  });
  it("says why h-swish has no lost points", async () => {
    expect((await run({ activation: "h-swish" })).sentence).toContain("neither flat nor one to one");
  });
  it("names no law where there is none", async () => {
    expect((await run({ activation: "leaky" })).sentence).not.toContain("law");
  });
  it.each(["identity", "leaky"])(
    "says at n = 1 that %s loses nothing, and that T has no inverse",
    async (activation) => {
      const { data, sentence, num } = await run({ n: 1, activation });
      expect([data.lostShare, data.lost?.includes(true), data.recoveredActive?.includes(null)]).toEqual([
        0,
        false,
        false,
      ]);
      expect(sentence).toContain(
        "the activation loses none of the 400 points, but T is a single row and has no inverse",
      );
      expect(sentence).toContain(
        `nearest point on the row's own line, off by ${num(data.errorActive!, { percent: true, decimals: 1 })}`,
      );
      expect(sentence).not.toContain("rounding");
      if (activation === "identity") {
        data.recoveredActive!.forEach((point, i) => expect(point![0]).toBeCloseTo(data.recoveredPinv[i]![0], 12));
      }
    },
  );
  it("tells what is exact but for rounding by a bound, which no browser's last digits move", async () => {
    const { sentence } = await run({ n: 5, activation: "identity" });
    expect(sentence).toContain("T⁺ brings back is off by less than 10⁻¹² of the curve's size");
    expect(sentence).not.toContain(" · ");
  });
  it("says that one row tells nothing back", async () => {
    expect((await run({ n: 1 })).sentence).toContain("No point has two active rows to come back from.");
  });
  it("asks for a curve while none is drawn", async () => {
    const { data, sentence } = await run({ shape: "drawn" });
    expect(sentence).toBe("Nothing is drawn yet: draw a curve on the pad.");
    expect([data.lostShare, data.spread, data.errorPinv]).toEqual([null, null, null]);
  });
});

describe("the picture", () => {
  const every = ACTIVATIONS.flatMap((activation) => [1, 2, 3, 5, 64].map((n) => ({ activation, n })));
  it.each(every)("of $activation at n = $n is light and has no NaN", async (initial) => {
    const { nodes, bytes, panels } = await run(initial);
    expect(nodes).toBeLessThanOrEqual(300);
    expect(bytes).toBeLessThanOrEqual(8 * 1024);
    expect(panels.map(({ svg }) => svg).join("")).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("leaves exactly the zeroed cells of the strip empty", async () => {
    const { data, ...rest } = await run({ n: 5, points: 160 });
    const context = { ...rest, state: { n: 5, view: "all" } };
    const image = scene(data, context, true).find(({ id }) => id === "image")!;
    const cells = image.marks.flatMap((mark) =>
      mark.kind === "rects" && mark.fill.startsWith("heat") ? [Array.from(mark.xywh)] : [],
    );
    // 160 points on 160 columns of 2 units: the widths in the strip's rows sum to the points that are not zero.
    const wide = cells
      .flatMap((xywh) => xywh.filter((_, i) => i % 4 === 2 && xywh[i - 1]! < 280))
      .reduce((a, b) => a + b);
    const alive = data.embedded.reduce((sum, row) => sum + row.filter((value) => value > 0).length, 0);
    expect(wide / 2).toBeCloseTo(alive, 6);
  });

  it("puts dot and law of the lower chart where the numbers are", async () => {
    const { data, ...rest } = await run({ n: 5 });
    const bar = scene(data, { ...rest, state: { n: 5, view: "all" } }, true).find(({ id }) => id === "share")!;
    const at = (is: (mark: Mark) => boolean): number => {
      const mark = bar.marks.find(is);
      return mark && "xy" in mark ? (mark.xy[0] ?? NaN) : NaN;
    };
    const dot = at(({ kind }) => kind === "dots");
    const law = at((mark) => mark.kind === "line" && mark.stroke === "ink");
    expect((dot - law) / (376 - 18)).toBeCloseTo(data.lostShare! - data.law!, 12);
    expect(bar.title).toBe(words.tr("panels.shareSpread", { seeds: "100" }));
  });

  test("structure and words", async () => {
    expect(outline((await run()).panels)).toMatchSnapshot();
  });
});
