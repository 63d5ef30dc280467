/** What a network costs call by call, three ways to run it; and, once the reader has pressed, how long it takes here. */
import { loadNetwork } from "@/figures/shell/network.ts";
import type { MeasureJob, Measurement, Task } from "@/figures/shell/contract.ts";
import { totals } from "@kernels/cost/totals.ts";
import { seededNetwork } from "@kernels/models/seeded-weights.ts";
import { isTrained } from "@kernels/models/trained.ts";
import { layersOf, type SpeedNetwork } from "./networks.ts";
import { allCalls, type Comparison, peakOf, type Row, rowsOf, totalsOf, type WayTotal } from "./rows.ts";

export interface SpeedState {
  readonly network: SpeedNetwork;
  readonly rows: Comparison;
  readonly backend: "auto" | "relaxed" | "simd" | "reference";
  /** 0 until the reader has pressed. */
  readonly measure: number;
}

/** What was found out about the device beside the times. */
export interface Device extends Pick<Measurement, "backend" | "refused" | "tickMs"> {
  /** Billions of multiply-adds a second on registers alone; null without SIMD. */
  readonly peakGmadds: number | null;
  /** How often each call was timed, by way: the reference, which takes longest, less often. */
  readonly runs: { readonly reference: number; readonly engine: number };
}

export interface SpeedData {
  readonly network: SpeedNetwork;
  /** Its weights are drawn from a seed, since nothing measured depends on them. */
  readonly isSeeded: boolean;
  readonly madds: number;
  readonly params: number;
  readonly ways: readonly WayTotal[];
  readonly rows: readonly Row[];
  readonly device: Device | null;
}

const SEED = 1;

async function jobOf(network: SpeedNetwork, task: Task): Promise<MeasureJob> {
  const layers = layersOf(network);
  const seeded = seededNetwork(layers, SEED);
  if (!isTrained(network)) return { layers, ...seeded };
  return { layers, input: seeded.input, weights: (await loadNetwork(task, network)).weights };
}

async function measured({ network, backend }: SpeedState, task: Task): Promise<Measurement | null> {
  if (!task.measure) return null;
  const found = await task.measure(await jobOf(network, task), backend === "auto" ? null : backend);
  if ("failed" in found) throw new Error(found.failed);
  return found;
}

/** The measurement of a press, made once however often it is looked at. */
async function measurementOf(state: SpeedState, task: Task): Promise<Measurement | null> {
  if (state.measure === 0) return null;
  const ask = (): Promise<Measurement | null> =>
    task.memo(`speed/${state.network}/${state.backend}/${String(state.measure)}`, () => measured(state, task));
  return ask().catch((error: unknown) => {
    // It may be the one of an older look, which a newer has cancelled: that says nothing about this one.
    task.signal.throwIfAborted();
    if (error instanceof DOMException && error.name === "AbortError") return ask();
    throw error;
  });
}

function deviceOf(measurement: Measurement): Device {
  const { backend, refused, tickMs, ways } = measurement;
  const peak = peakOf(measurement);
  const [reference, engine] = [ways[0]?.calls[0]?.length ?? 0, ways[1]?.calls[0]?.length ?? 0];
  return { backend, refused, tickMs, peakGmadds: peak && peak / 1e9, runs: { reference, engine } };
}

export async function compute(state: SpeedState, _assets: unknown, task: Task): Promise<SpeedData> {
  const layers = layersOf(state.network);
  const calls = allCalls(layers);
  const measurement = await measurementOf(state, task);
  return {
    network: state.network,
    isSeeded: !isTrained(state.network),
    ...totals(layers),
    ways: totalsOf(calls, measurement),
    rows: rowsOf(layers, calls, state.rows, measurement),
    device: measurement && deviceOf(measurement),
  };
}
