/** The engine's own worker: holds one network, compiled, and runs it; a run can be cancelled between two layers. */
import { totals } from "@kernels/cost/totals.ts";
import type { Tensor } from "@kernels/tensor.ts";
import { answering, type Running } from "./answering.ts";
import { chooseEngine, type EngineChoice } from "./engine-choice.ts";
import type { EngineAnswer, EngineRequest, Measurement } from "./engine-protocol.ts";
import { makeRunner, type Runner } from "./engine-runner.ts";
import { channel } from "./spawn.ts";

type Run = Extract<EngineRequest, { key: string }>;
type Measure = Extract<EngineRequest, { measure: object }>;

interface Held {
  readonly key: string;
  readonly choice: EngineChoice;
  readonly runner: Promise<Runner>;
  /** It has run once: browsers compile a module in two tiers, and only what has run is at its full speed. */
  isWarm: boolean;
}

/** Between two breaths of a run, so that a fast one is not slowed and a slow one hears of its cancel. */
const BREATH_MS = 4;

let held: Held | undefined;
/** Runs share one memory, so each waits for the one before it. */
let turn: Promise<unknown> = Promise.resolve();

function hold({ key, network, wish, kept }: Run): Held {
  if (network) {
    const old = held?.runner;
    // Its threads are let go after the run that they may be in.
    if (old) turn = turn.then(async () => (await old).end()).catch(() => undefined);
    const choice = chooseEngine(wish, totals(network.layers).madds);
    held = { key, choice, runner: makeRunner(network, choice, kept), isWarm: choice.backend === "reference" };
    const mine = held;
    mine.runner.catch(() => {
      if (held === mine) held = undefined;
    });
  }
  if (held?.key !== key) throw new Error("the engine no longer holds this network");
  return held;
}

/** One run; returns the time that it took, breaths apart. */
async function timed(runner: Runner, input: Tensor, running: Running): Promise<number> {
  let ms = 0;
  let began = performance.now();
  for (const share of runner.steps(input)) {
    const now = performance.now();
    if (now - began < BREATH_MS && share < 1) continue;
    ms += now - began;
    await running.progress(share);
    began = performance.now();
  }
  return ms;
}

async function run({ input, kept }: Run, network: Held, running: Running): Promise<EngineAnswer> {
  const { choice, runner: ready } = network;
  const runner = await ready;
  running.signal.throwIfAborted();
  if (!network.isWarm) await timed(runner, input, running);
  network.isWarm = true;
  const ms = await timed(runner, input, running);
  const { memoryBytes, peakBytes } = runner;
  return { ...choice, ms, memoryBytes, peakBytes, logits: runner.logits(), kept: runner.output(kept) };
}

async function measured({ measure, wish }: Measure, running: Running): Promise<Measurement> {
  running.signal.throwIfAborted();
  return (await import("./engine-measure.ts")).measureNetwork(measure, wish, running);
}

/** What a message asks for, to be done in its turn; the network that it brings is taken at once. */
function work(message: Run | Measure, running: Running): () => Promise<unknown> {
  if ("measure" in message) return () => measured(message, running);
  const network = hold(message);
  return () => run(message, network, running);
}

const port = await channel();
port.onmessage = answering<Run | Measure>((message, running) => {
  const todo = work(message, running);
  const mine = turn.then(todo);
  turn = mine.catch(() => undefined);
  return mine;
}, port);
