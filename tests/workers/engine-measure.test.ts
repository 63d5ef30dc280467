import { callsOf } from "@kernels/engine/calls.ts";
import { build } from "@kernels/models/build.ts";
import { seededNetwork } from "@kernels/models/seeded-weights.ts";
import { expect, it } from "vitest";
import { measureNetwork, PACE } from "@/workers/engine-measure.ts";
import { SMALL } from "../kernels/small-network.ts";

const layers = build(SMALL);
const job = { layers, ...seededNetwork(layers, 1) };
const pace = { ...PACE, leastTurns: 2, mostTurns: 2, warmMs: 0, warmRuns: 1 };
const quiet = { signal: new AbortController().signal, progress: () => Promise.resolve() };

it("times every call of every way in every run, and the peak once a turn", async () => {
  const { backend, ways, peaks, tickMs } = await measureNetwork(job, {}, quiet, pace);
  expect(backend).toBe("relaxed");
  expect(ways.map(({ way }) => way)).toEqual(["reference", "simd", "fused"]);
  for (const { way, calls, whole, firstMs } of ways) {
    expect(calls.length).toBe(callsOf(layers, way).length);
    // Two turns: the reference runs once in each, the engine four times.
    const runs = way === "reference" ? 2 : 8;
    for (const times of calls) {
      expect(times).toHaveLength(runs);
      for (const ms of times) expect(ms).toBeGreaterThan(0);
    }
    expect(whole).toHaveLength(runs);
    expect(firstMs).toBeGreaterThan(0);
  }
  expect(ways[0]!.whole[1]).toBeCloseTo(
    ways[0]!.calls.reduce((sum, times) => sum + times[1]!, 0),
    9,
  );
  expect(peaks).toHaveLength(2);
  expect(Math.min(...peaks)).toBeGreaterThan(1e8);
  expect(tickMs).toBeGreaterThan(0);
}, 60_000);

it("runs what is asked for: plain SIMD, or the reference alone; what there is not is refused and replaced", async () => {
  expect((await measureNetwork(job, { backend: "simd" }, quiet, pace)).backend).toBe("simd");
  const alone = await measureNetwork(job, { backend: "reference" }, quiet, pace);
  expect(alone.ways.map(({ way }) => way)).toEqual(["reference"]);
  expect(alone.peaks).toEqual([]);
  const refused = await measureNetwork(job, { backend: "gpu" }, quiet, pace);
  expect(refused.refused).toEqual([{ what: "backend", found: "gpu" }]);
}, 60_000);

it("tells its progress, never back, and stops soon after it is cancelled", async () => {
  const control = new AbortController();
  const told: number[] = [];
  const progress = (share: number): Promise<void> => {
    told.push(share);
    if (share > 0.4) control.abort();
    return Promise.resolve();
  };
  const endless = { ...pace, leastTurns: 1, mostTurns: 1e6, budgetMs: 2000 };
  await expect(measureNetwork(job, {}, { signal: control.signal, progress }, endless)).rejects.toThrow(/abort/i);
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(told.at(-1)).toBeLessThan(0.8);
  expect(told.filter((share) => share > 0.4)).toHaveLength(1);
}, 60_000);
