import { describe, expect, it } from "vitest";
import { compute, load, type NeckHealthData } from "@/figures/neck-health/compute.ts";
import type { Task } from "@/figures/shell/contract.ts";
import { buildTask } from "@/figures/shell/render.ts";
import { makeMemo } from "@/workers/task.ts";
import { TRAINED, TRAINED_NAMES } from "@kernels/models/trained.ts";
import { runFigure } from "./run.ts";

const run = (initial = {}) => runFigure<NeckHealthData>("neck-health", initial);

describe.each(TRAINED_NAMES)("%s", (network) => {
  it("has numbers for all 17 blocks that lie where they must", async () => {
    const { data } = await run({ network });
    expect(data.blocks.map(({ block }) => block)).toEqual(Array.from({ length: 17 }, (_, i) => i + 1));
    const channels = TRAINED[network].rows.flatMap(({ c, n }) => Array<number>(n).fill(c));
    expect(data.blocks.map(({ neck }) => neck.channels)).toEqual(channels);
    for (const { block, expand, depthwise, neck, rank, clippedRank, lost, neckLost } of data.blocks) {
      for (const clip of [expand, depthwise, neck]) {
        if (!clip) continue;
        expect(clip.zeros + clip.sixes).toBeLessThanOrEqual(1);
        expect(clip.dead).toBeLessThan(clip.channels);
      }
      expect(expand === null).toBe(block === 1);
      expect(rank).toBeGreaterThan(1);
      for (const one of [rank, clippedRank]) expect(one).toBeLessThanOrEqual(neck.channels);
      for (const share of [lost ?? 0, neckLost]) expect(share).toBeGreaterThanOrEqual(0);
      expect(neckLost).toBeLessThanOrEqual(1);
    }
  });
  it("shows the lesson's point: a ReLU6 on the necks would lose more positions than those behind the expansions", async () => {
    const { data } = await run({ network });
    const mean = (of: readonly number[]): number => of.reduce((sum, value) => sum + value, 0) / of.length;
    const necks = mean(data.blocks.slice(1).map(({ neckLost }) => neckLost));
    expect(mean(data.blocks.slice(1).map(({ lost }) => lost!))).toBeLessThan(0.1 * necks);
  });
});

it("agrees with the lesson on the linear bottleneck about digits: zeros between 38% and 61% a picture, no position lost", async () => {
  const { data, sentence } = await run();
  const zeros = data.blocks.flatMap(({ expand }) => (expand ? [expand.zeros] : []));
  expect(Math.min(...zeros)).toBeGreaterThan(0.38);
  expect(Math.max(...zeros)).toBeLessThan(0.61);
  expect(data.blocks.every(({ lost }) => !lost)).toBe(true);
  expect(sentence).toContain("In no block of this network does a single position fall below that.");
});

it("tells the picked block in its sentence and its numbers", async () => {
  const { data, sentence, panels } = await run({ block: 5 });
  const own = data.blocks[4]!;
  const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
  expect(sentence).toContain(`block 5 of the digits network, run on 24 samples, ${percent(own.expand!.zeros)}`);
  expect(sentence).toContain(`Its neck of 16 channels fills ${own.rank.toFixed(1)} dimensions`);
  expect(sentence).toContain(`${percent(own.neckLost)} of the positions`);
  expect(own.clippedRank).toBeGreaterThan(own.rank);
  expect(sentence).toContain(`bending spreads the cloud over more directions, ${own.clippedRank.toFixed(1)},`);
  const table = panels.find(({ id }) => id === "numbers")!.html!;
  expect(table).toContain(`<td>${percent(own.neck.zeros)}</td>`);
  const { sentence: first } = await run({ block: 1 });
  expect(first).toContain("Block 1 of the digits network does not expand");
});

it("speaks of the ReLU6 that a network was trained with as of one that is there, and of another's as of a trial", async () => {
  const there = await run({ network: "fashion", built: "relu6-neck", block: 5 });
  const tried = await run({ network: "fashion", built: "paper", block: 5 });
  expect([there, tried].map(({ data }) => data.hasNeckRelu6)).toEqual([true, false]);
  expect(there.sentence).toContain("Before its ReLU6 the neck of 8 channels fills");
  expect(tried.sentence).toContain("ReLU6 there would set");
  expect(there.panels.find(({ id }) => id === "numbers")!.html).not.toContain("if there were one");
  expect(tried.panels.find(({ id }) => id === "numbers")!.html).toContain("if there were one");
  // It learned to keep more of its neck than a trial leaves of another's.
  expect(there.data.blocks[4]!.neck.zeros).toBeLessThan(tried.data.blocks[4]!.neck.zeros);
});

it("stays within the budget of a static picture", async () => {
  const { nodes, bytes } = await run();
  expect(nodes).toBeLessThanOrEqual(300);
  expect(bytes).toBeLessThanOrEqual(8192);
});

it("a request that is cancelled takes no other with it; the next goes on where it was left, to the same numbers", async () => {
  const state = { network: "digits", built: "best", block: 3 } as const;
  const expected = (await run()).data.blocks;
  const breath = (): Promise<void> =>
    new Promise((resume) => {
      setTimeout(resume);
    });
  const shared = { ...buildTask, memo: makeMemo() };
  const start = async (progress: Task["progress"]): Promise<NeckHealthData> => {
    const task = { ...shared, progress };
    return compute(state, await load(state, task), task);
  };
  const told: number[] = [];
  const cancelled = start(async (share) => {
    await breath();
    if (share > 0.4) throw new Error("cancelled");
  });
  const beside = start(breath);
  await expect(cancelled).rejects.toThrow("cancelled");
  expect((await beside).blocks).toEqual(expected);

  shared.memo = makeMemo();
  await expect(start((share) => (share > 0.4 ? Promise.reject(new Error("cancelled")) : Promise.resolve()))).rejects.toThrow(); // prettier-ignore
  const again = await start((share) => {
    told.push(share);
    return Promise.resolve();
  });
  expect(again.blocks).toEqual(expected);
  expect(Math.min(...told)).toBeGreaterThan(0.4);
  expect(told.at(-1)).toBe(1);
});
