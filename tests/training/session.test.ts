import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Arena } from "@kernels/training/arena.ts";
import { layoutOf } from "@kernels/training/layout.ts";
import { arenaBytes, TrainingNetwork } from "@kernels/training/network.ts";
import type { Recipe } from "@kernels/training/recipe.ts";
import { REFERENCE_OPS } from "@kernels/training/reference.ts";
import { Session } from "@kernels/training/session.ts";
import { classify, runShard } from "@kernels/training/shard.ts";
import { resume, saveCheckpoint } from "../../tools/train/checkpoint.ts";
import { Crew } from "../../tools/train/crew.ts";
import { bars, TINY, TINY_LAYERS, TINY_RECIPE } from "./tiny.ts";

const IMAGES = bars(216);
const layout = layoutOf(TINY_LAYERS);
const newSession = (recipe: Recipe = TINY_RECIPE): Session => new Session(layout, recipe, IMAGES.labels.length);
const newNetwork = (): TrainingNetwork => {
  const arena = new Arena(new ArrayBuffer(arenaBytes(TINY_LAYERS, TINY_RECIPE.shard)));
  return new TrainingNetwork(TINY_LAYERS, TINY_RECIPE.shard, REFERENCE_OPS, arena);
};

/** One epoch on one thread with the plain loops; returns the mean loss. */
function epoch(session: Session, network: TrainingNetwork): number {
  const { shard, shards } = session.recipe;
  const order = session.order();
  let loss = 0;
  for (let step = 0; step < session.stepsPerEpoch; step++) {
    network.learned.set(session.arrays.learned);
    const results = Array.from({ length: shards }, (_, i) => {
      const from = (step * shards + i) * shard;
      loss += runShard(network, IMAGES, order.subarray(from, from + shard), session.recipe, session.epoch).loss;
      return { gradient: network.gradient.slice(), statistics: network.batchStatistics.slice() };
    });
    session.apply(results);
  }
  session.epoch++;
  return loss / (session.stepsPerEpoch * shard * shards);
}

describe("training a tiny network", () => {
  it("brings the loss down and classifies images that it has not seen", () => {
    const session = newSession();
    const network = newNetwork();
    const losses = Array.from({ length: TINY_RECIPE.epochs }, () => epoch(session, network));
    expect(losses.at(-1)).toBeLessThan(0.5 * losses[0]!);
    network.learned.set(session.arrays.averageLearned);
    network.statistics.set(session.arrays.averageStatistics);
    const heldOut = Uint32Array.from({ length: 24 }, (_, i) => 192 + i);
    const answers = [0, 8, 16].flatMap((from) => [...classify(network, IMAGES, heldOut.subarray(from, from + 8))]);
    const right = answers.filter((answer, i) => answer === IMAGES.labels[192 + i]).length;
    expect(right).toBeGreaterThanOrEqual(20);
  });

  it("gives the same bits for the same seed, and other bits for another", () => {
    const runs = [7, 7, 8].map((seed) => {
      const session = newSession({ ...TINY_RECIPE, seed });
      epoch(session, newNetwork());
      return session.arrays.averageLearned;
    });
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).not.toEqual(runs[0]);
  });

  it("goes on from a checkpoint exactly as if it had never stopped", async () => {
    const folder = await mkdtemp(join(tmpdir(), "inverted-checkpoint-"));
    try {
      const file = join(folder, "checkpoint.bin");
      const whole = newSession();
      epoch(whole, newNetwork());
      await saveCheckpoint(file, whole, TINY, []);
      epoch(whole, newNetwork());
      const resumed = newSession();
      expect(await resume(file, resumed, TINY)).toEqual([]);
      epoch(resumed, newNetwork());
      expect(resumed.step).toBe(whole.step);
      expect(resumed.arrays).toEqual(whole.arrays);
      await expect(resume(file, newSession({ ...TINY_RECIPE, seed: 9 }), TINY)).rejects.toThrow("another recipe");
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it.each([
    { kind: "rmsprop", momentum: 0.9, smoothing: 0.9, epsilon: 1e-3, decay: 4e-5 } as const,
    { kind: "adam", beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 1e-4 } as const,
  ])("learns with $kind as well", (optimiser) => {
    const schedule = { kind: "exponential", peak: 0.01, factor: 0.98 } as const;
    const session = newSession({ ...TINY_RECIPE, optimiser, schedule });
    const network = newNetwork();
    const first = epoch(session, network);
    for (let i = 0; i < 3; i++) epoch(session, network);
    expect(epoch(session, network)).toBeLessThan(0.6 * first);
  });

  it("gives the same bits with one worker and with two", async () => {
    const { shard, shards } = TINY_RECIPE;
    const gradients = [];
    for (const workers of [1, 2]) {
      const session = newSession();
      const crew = await Crew.hire(TINY, TINY_RECIPE, IMAGES, workers);
      try {
        for (let step = 0; step < 3; step++) {
          const indices = session.order().subarray(step * shard * shards, (step + 1) * shard * shards);
          session.apply(crew.train(session.arrays, indices, 0).shards);
        }
      } finally {
        await crew.dismiss();
      }
      gradients.push(session.arrays.learned);
    }
    expect(gradients[1]).toEqual(gradients[0]);
  });

  it("refuses fewer images than a batch", () => {
    expect(() => new Session(layout, TINY_RECIPE, 30)).toThrow("Session: 6 training images do not fill a batch of 16");
  });
});
