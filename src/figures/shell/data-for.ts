/** A figure's data for a state, computed in the worker or on the page, as the figure asks. */
import { computeInWorker } from "@/workers/client.ts";
import type { Answered } from "@/workers/figures-answer.ts";
import { breathe, makeFetcher, makeMemo } from "@/workers/task.ts";
import type { AnyState, ComputeModule, Task } from "./contract.ts";
import { type Figure, loadCompute } from "./registry.ts";

interface RunOptions {
  /** The path below which the site stands. */
  readonly base: string;
  readonly signal: AbortSignal;
  readonly progress: (fraction: number) => void;
  /** Leave the fast engine out: what it computes beside the reference nobody has asked for yet. */
  readonly plain: boolean;
}

const memo = makeMemo();
const fetchers = new Map<string, Task["asset"]>();
/** Modules that are there already: asking for one again would wait for the browser's loader. */
const modules = new Map<string, ComputeModule>();

/** The data, and what the engine did for them. */
export async function dataFor(figure: Figure, state: AnyState, options: RunOptions): Promise<Answered> {
  const { base, signal, progress } = options;
  if (figure.thread === "worker") return computeInWorker(figure.id, state, options);
  const module = modules.get(figure.id) ?? (await loadCompute(figure.id));
  modules.set(figure.id, module);
  const asset = fetchers.get(base) ?? makeFetcher(base);
  fetchers.set(base, asset);
  const task: Task = {
    signal,
    memo,
    asset,
    async progress(fraction) {
      progress(fraction);
      await breathe();
      signal.throwIfAborted();
    },
  };
  const assets = module.load ? await module.load(state, task) : undefined;
  return { data: await module.compute(state, assets, task), engine: null };
}
