/**
 * Measures a network on this device, call by call, each way that the browser can. The ways take turns, so that a moment
 * in which the device is busy slows all of them alike. One thread.
 */
import { applyLayer } from "@kernels/engine/apply.ts";
import type { Way } from "@kernels/engine/calls.ts";
import { Engine } from "@kernels/engine/engine.ts";
import { measurePeak, type Peak } from "@kernels/engine/peak.ts";
import peakPlain from "@kernels/engine/peak.simd.ts?wasm=plain";
import peakRelaxed from "@kernels/engine/peak.simd.ts?wasm=relaxed";
import { compile } from "@kernels/engine/plan.ts";
import { runLayers } from "@kernels/engine/reference.ts";
import { prepareWeights } from "@kernels/engine/weights.ts";
import type { Running } from "./answering.ts";
import { type Backend, chooseEngine, type EngineWish } from "./engine-choice.ts";
import { makeEngineModule, makeInstance } from "./engine-module.ts";
import type { MeasureJob, Measurement, WayTimes } from "./engine-protocol.ts";
import { Stopwatch, tickOf } from "./stopwatch.ts";

/** Turns are taken until the budget is spent, but at least and at most so many. */
export const PACE = { budgetMs: 4000, leastTurns: 3, mostTurns: 30, warmMs: 250, warmRuns: 20, runsATurn: 4 };

/** Warming up is so much of the whole in the progress that is told. */
const WARM_SHARE = 0.25;
/** Between two breaths, which are never timed. */
const BREATH_MS = 8;

const now = (): number => performance.now();

/** One way under measurement. */
interface Meter {
  readonly way: Way;
  /** One run, every call timed. */
  run(breathe: Breathe): Promise<void>;
  /** One run that nothing interrupts, in milliseconds; absent where it takes too long not to be interrupted. */
  readonly whole?: () => number;
  readonly watch: Stopwatch;
}

/** Lets messages in; `share` is how much of what is under way is done. */
type Breathe = (share: number) => Promise<void>;

/** The kernels that are written to be read. */
function referenceMeter({ layers, weights, input }: MeasureJob, watch: Stopwatch): Meter {
  const prepared = prepareWeights(layers, weights);
  const calls = new Map(layers.filter(({ kind }) => kind !== "dropout").map(({ index }, call) => [index, call]));
  const timed: typeof applyLayer = (layer, own, inputs) => {
    const call = calls.get(layer.index);
    let made = inputs[0]!;
    const apply = (): void => {
      made = applyLayer(layer, own, inputs);
    };
    if (call === undefined) apply();
    else watch.time(call, apply);
    return made;
  };
  return {
    way: "reference",
    watch,
    async run(breathe) {
      let done = 0;
      const steps = runLayers(layers, prepared, input, timed);
      while (steps.next().done !== true) await breathe(++done / layers.length);
    },
  };
}

/** The engine with a plan of its own. */
async function engineMeter(
  { layers, weights, input }: MeasureJob,
  way: "simd" | "fused",
  backend: Exclude<Backend, "reference">,
  watch: Stopwatch,
): Promise<Meter> {
  const module = await makeEngineModule(backend);
  const plan = compile(layers, weights, { fuse: way === "fused" });
  const engine = new Engine(plan, module!);
  return {
    way,
    watch,
    async run(breathe) {
      engine.load(input);
      for (let i = 0; i < plan.steps.length; i++) {
        // A step writes nothing that it reads, so it may be made again.
        watch.time(i, () => {
          engine.step(i);
        });
        await breathe(i / plan.steps.length);
      }
    },
    whole() {
      const start = now();
      engine.run(input);
      return now() - start;
    },
  };
}

async function metersOf(job: MeasureJob, backend: Backend, tickMs: number): Promise<Meter[]> {
  const watch = (): Stopwatch => new Stopwatch(tickMs, now);
  const reference = referenceMeter(job, watch());
  if (backend === "reference") return [reference];
  return [
    reference,
    await engineMeter(job, "simd", backend, watch()),
    await engineMeter(job, "fused", backend, watch()),
  ];
}

/** Runs until the browser has made the code fast; returns the time of the very first run. */
async function warmUp({ watch, whole, run }: Meter, pace: typeof PACE, breathe: Breathe): Promise<number> {
  const end = now() + pace.warmMs;
  if (!whole) {
    do await run(breathe);
    while (now() < end);
    const first = watch.times.reduce((sum, [ms = 0]) => sum + ms, 0);
    watch.forget();
    return first;
  }
  const first = whole();
  for (let i = 0; i < pace.warmRuns || now() < end; i++) {
    whole();
    await breathe(Math.min(1, i / pace.warmRuns));
  }
  // How short the calls are shows in a few runs.
  for (let i = 0; i < 3; i++) await run(() => breathe(1));
  watch.forget();
  return first;
}

/** @throws what the signal was aborted with */
export async function measureNetwork(
  job: MeasureJob,
  wish: EngineWish,
  { signal, progress }: Pick<Running, "signal" | "progress">,
  pace: typeof PACE = PACE,
): Promise<Measurement> {
  const { backend, refused } = chooseEngine({ ...wish, threads: "1" }, 0);
  const tickMs = tickOf(now);
  let [from, to] = [0, 0];
  let breathed = now();
  const breathe: Breathe = async (share) => {
    if (now() - breathed < BREATH_MS) return;
    await progress(from + (to - from) * share);
    signal.throwIfAborted();
    breathed = now();
  };
  const meters = await metersOf(job, backend, tickMs);
  const firsts: number[] = [];
  for (const meter of meters) {
    to = from + WARM_SHARE / meters.length;
    firsts.push(await warmUp(meter, pace, breathe));
    from = to;
  }
  const peak =
    backend === "reference"
      ? null
      : ((await makeInstance(backend === "relaxed" ? peakRelaxed : peakPlain)).exports["peak"] as Peak);

  const wholes = meters.map((): number[] => []);
  const peaks: number[] = [];
  const began = now();
  for (let turn = 0; turn < pace.mostTurns && (turn < pace.leastTurns || now() - began < pace.budgetMs); turn++) {
    const share = Math.max(
      (turn + 1) / pace.mostTurns,
      Math.min((turn + 1) / pace.leastTurns, (now() - began) / pace.budgetMs),
    );
    const goal = Math.max(from, WARM_SHARE + (1 - WARM_SHARE) * Math.min(1, share));
    for (let k = 0; k < meters.length; k++) {
      // Whoever comes first has the others' caches to clear: that changes with the turns.
      const which = (turn + k) % meters.length;
      const { run, whole } = meters[which]!;
      to = from + (goal - from) / (meters.length - k);
      if (!whole) await run(breathe);
      else {
        whole();
        for (let i = 0; i < pace.runsATurn; i++) {
          wholes[which]!.push(whole());
          await run((part) => breathe((i + part) / pace.runsATurn));
        }
      }
      from = to;
    }
    if (peak) peaks.push(measurePeak(peak, now));
  }
  const ways = meters.map(({ way, watch }, i): WayTimes => {
    const sums = watch.times[0]!.map((_, run) => watch.times.reduce((sum, call) => sum + call[run]!, 0));
    return { way, calls: watch.times, whole: way === "reference" ? sums : wholes[i]!, firstMs: firsts[i]! };
  });
  return { backend, refused, ways, peaks, tickMs };
}
