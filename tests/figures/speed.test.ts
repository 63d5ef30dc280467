import { callsOf, WAYS } from "@kernels/engine/calls.ts";
import { totals } from "@kernels/cost/totals.ts";
import { makeWords } from "@/figures/shell/words.ts";
import type { Measurement, Task } from "@/figures/shell/contract.ts";
import { buildTask } from "@/figures/shell/render.ts";
import { toCsv } from "@/figures/shell/export.ts";
import { compute, type SpeedData, type SpeedState } from "@/figures/speed/compute.ts";
import { csv } from "@/figures/speed/csv.ts";
import { describe as sentence } from "@/figures/speed/describe.ts";
import figure from "@/figures/speed/figure.ts";
import { layersOf, NETWORKS } from "@/figures/speed/networks.ts";
import { picture } from "@/figures/speed/picture.ts";
import { COMPARISONS } from "@/figures/speed/rows.ts";
import { short } from "@/figures/speed/words.ts";
import strings from "@/figures/speed/strings.en.json";
import { makeMemo } from "@/workers/task.ts";
import { describe, expect, it, test, vi } from "vitest";
import { runFigure } from "./run.ts";

const DIGITS: SpeedState = { network: "digits", rows: "blocks", backend: "auto", measure: 0 };
const LAYERS = layersOf("digits");

/** Call number i of a way takes i + 1 ms, twice and three times that in the later runs; a run of a whole 1, 2, 3 ms. */
function measurement(ways: readonly (typeof WAYS)[number][] = WAYS): Measurement {
  return {
    backend: ways.length > 1 ? "relaxed" : "reference",
    refused: [],
    ways: ways.map((way) => ({
      way,
      calls: callsOf(LAYERS, way).map((_, i) => [i + 1, 2 * (i + 1), 3 * (i + 1)]),
      whole: [1, 3, 2],
      firstMs: 7,
    })),
    peaks: ways.length > 1 ? [4e9, 5e9, 3e9] : [],
    tickMs: 0.005,
  };
}

const taskWith = (measure: NonNullable<Task["measure"]>): Task => ({ ...buildTask, memo: makeMemo(), measure });
const measured = (state: Partial<SpeedState> = {}, found = measurement()): Promise<SpeedData> =>
  compute({ ...DIGITS, measure: 1, ...state }, undefined, taskWith(() => Promise.resolve(found))); // prettier-ignore
const context = (state: Partial<SpeedState> = {}) => ({
  ...makeWords(strings, "en"),
  state: { ...DIGITS, measure: 1, ...state },
  uid: "speed",
});

test("numbers keep three digits, small ones too", () => {
  const { num } = context();
  const shown = [0, 172.9, 45.04, 1.125, 0.0451, 0.00032, 0.0000004].map((value) => short(value, { num }));
  expect(shown).toEqual(["0", "173", "45.0", "1.13", "0.0451", "0.000320", "0.000000"]);
});

describe("before the press", () => {
  it("nothing is measured: costs alone, the same on every device", async () => {
    const measure = vi.fn();
    const data = await compute(DIGITS, undefined, taskWith(measure));
    expect(measure).not.toHaveBeenCalled();
    expect(data).toMatchObject({ device: null, isSeeded: false, ...totals(LAYERS) });
    for (const total of data.ways) expect(total).toMatchObject({ madds: data.madds, ms: null, gmadds: null });
  });
  test.each(NETWORKS)("%s: blocks, layers and kernels add up to the whole, each way", async (network) => {
    for (const rows of COMPARISONS) {
      const data = await compute({ ...DIGITS, network, rows }, undefined, buildTask);
      for (const total of data.ways) {
        if (rows === "layers" && total.way === "fused") continue;
        const cells = data.rows.flatMap(({ cells: own }) => own[total.way] ?? []);
        for (const what of ["calls", "madds", "bytes"] as const) {
          expect(cells.reduce((sum, cell) => sum + cell[what], 0), `${rows} ${what}`).toBe(total[what]); // prettier-ignore
        }
      }
    }
  });
  it("the build's words say what is counted, and that times come with the press", async () => {
    const { sentence: words, panels } = await runFigure<SpeedData>("speed");
    expect(words).toMatch(/^MobileNetV2 1\.0 at 224 px takes 300,774,272 multiply-adds each way\./);
    expect(words).toMatch(/Times come when you press\.$/);
    expect(panels.map(({ id }) => id)).toEqual(["ways", "bytes", "how", "rows"]);
    expect(panels[2]!.html).toContain("Nothing has been measured yet.");
    expect(panels[2]!.html).toContain("drawn from a seed");
  });
});

describe("after the press", () => {
  it("a row's time is the sum of its calls, run by run, and so is its spread", async () => {
    const { rows } = await measured();
    // Block 2 is call 1 of the fused plan, and calls 3 to 5 of the folded one: 4 + 5 + 6 ms in the first run.
    expect(rows[1]!.blocks).toEqual([2]);
    expect(rows[1]!.cells.fused!.ms).toEqual({ medianMs: 4, p10Ms: 2, p90Ms: 6 });
    expect(rows[1]!.cells.simd!.ms).toEqual({ medianMs: 30, p10Ms: 15, p90Ms: 45 });
  });
  it("a rate is multiply-adds over the median; its share is of nine tenths' best peak", async () => {
    const { ways, rows } = await measured();
    const { madds } = totals(LAYERS);
    expect(ways[2]!.ms).toEqual({ medianMs: 2, p10Ms: 1, p90Ms: 3 });
    expect(ways[2]!.gmadds).toBeCloseTo(madds / 0.002 / 1e9, 9);
    expect(ways[2]!.ofPeak).toBeCloseTo(madds / 0.002 / 5e9, 9);
    expect(ways[2]!.firstMs).toBe(7);
    expect(rows[1]!.cells.fused!.gmadds).toBeCloseTo(rows[1]!.cells.fused!.madds / 0.004 / 1e9, 9);
  });
  it("is asked for with the network's weights, once a press, however it is looked at", async () => {
    const measure = vi.fn(() => Promise.resolve(measurement()));
    const task = taskWith(measure);
    for (const rows of COMPARISONS) await compute({ ...DIGITS, rows, measure: 1 }, undefined, task);
    expect(measure).toHaveBeenCalledTimes(1);
    expect(measure).toHaveBeenCalledWith(expect.objectContaining({ layers: LAYERS }), null);
    await compute({ ...DIGITS, backend: "simd", measure: 2 }, undefined, task);
    expect(measure).toHaveBeenLastCalledWith(expect.anything(), "simd");
    expect(measure).toHaveBeenCalledTimes(2);
  });
  it("another network or backend takes the times away, another look does not", () => {
    const { follow } = figure;
    const state = { ...DIGITS, measure: 1 };
    expect(follow!({ network: "fashion" }, state)).toEqual({ measure: 0 });
    expect(follow!({ backend: "simd" }, state)).toEqual({ measure: 0 });
    expect(follow!({ rows: "kernels" }, state)).toEqual({});
    expect(follow!({ network: "digits" }, state)).toEqual({});
    expect(follow!({ measure: 2 }, state)).toEqual({});
  });
  it("an engine that failed is an error with its sentence", async () => {
    const task = taskWith(() => Promise.resolve({ failed: "the worker of the engine stopped" }));
    await expect(compute({ ...DIGITS, measure: 1 }, undefined, task)).rejects.toThrow(
      "the worker of the engine stopped",
    );
  });
  it("a look whose measurement an older look's cancel took along measures again", async () => {
    let asked = 0;
    const task = taskWith(() => {
      if (asked++ === 0) return Promise.reject(new DOMException("This operation was aborted", "AbortError"));
      return Promise.resolve(measurement());
    });
    expect((await compute({ ...DIGITS, measure: 1 }, undefined, task)).device).not.toBeNull();
    expect(asked).toBe(2);
  });
  it("the sentence compares the ways; by kernel it tells what depthwise layers take", async () => {
    const words = sentence(await measured(), context());
    expect(words).toContain("takes 2.00 ms on this device with the kernels written to be read.");
    expect(words).toContain("SIMD takes 2.00 ms, fused 2.00 ms: 1 times as fast");
    // Every third of 54 calls from the second on: 2 + 5 + … + 50 of 1 + 2 + … + 54.
    expect(442 / 1485).toBeCloseTo(0.298, 3);
    const kernels = sentence(await measured({ rows: "kernels" }), context({ rows: "kernels" }));
    expect(kernels).toMatch(
      /Depthwise layers have \d+\.\d% of the multiply-adds and take 29\.8% of the time with SIMD\.$/,
    );
  });
  it("without SIMD the reference alone has times, and what was refused is said", async () => {
    const found = { ...measurement(["reference"]), refused: [{ what: "backend", found: "relaxed" }] } as const;
    const data = await measured({}, found);
    expect(data.ways.map(({ ms }) => ms !== null)).toEqual([true, false, false]);
    expect(sentence(data, context())).toMatch(/This browser does not have “relaxed”; TypeScript alone ran instead\.$/);
    const html = picture(data, context()).map((panel) => panel.html ?? panel.svg).join(""); // prettier-ignore
    expect(html).toContain("not here");
    expect(html).not.toMatch(/NaN|Infinity|undefined|null/);
  });
  test.each(COMPARISONS)("by %s: the picture is whole and light, and the CSV has every part each way", async (rows) => {
    const data = await measured({ rows });
    const panels = picture(data, context({ rows }));
    expect(panels.map(({ id }) => id)).toEqual(["ways", "bytes", "time", "how", "rows"]);
    const text = panels.map(({ svg, html }) => svg ?? html).join("");
    expect(text).not.toMatch(/NaN|Infinity|undefined/);
    expect(text.length).toBeLessThan(60_000);
    const table = csv(data, context({ rows }));
    const parts = data.rows.flatMap(({ cells }) => Object.values(cells).filter((cell) => cell !== null));
    expect(table.rows).toHaveLength(3 + parts.length);
    expect(toCsv(table)).toContain("median ms,p10 ms,p90 ms,GMAdd/s,share of peak");
    for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
  });
});
