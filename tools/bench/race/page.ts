// What runs in the browser: every runner of one network takes its turn in each round, in an order drawn anew.
import peakPlain from "../../../kernels/engine/peak.simd.ts?wasm=plain";
import peakRelaxed from "../../../kernels/engine/peak.simd.ts?wasm=relaxed";
import { measurePeak, type Peak } from "../../../kernels/engine/peak.ts";
import { type Random, seededRandom } from "../../../kernels/random.ts";
import { litertRunner } from "./litert.ts";
import { networkOf } from "./network.ts";
import { ortRunner } from "./ort.ts";
import { ourRunner, ourTeam, referenceRunner, type StepTimes, stepTimes } from "./ours.ts";
import type { MakeRunner, Runner } from "./runner.ts";
import { PEER_NAMES, type PeerName } from "./settings.ts";
import { tfjsRunner } from "./tfjs.ts";

export interface RaceOptions {
  readonly network: string;
  readonly threads: number;
  readonly rounds: number;
  /** Milliseconds of timed runs in a turn, at least one run. */
  readonly turnMs: number;
  /** Leave out the reference, which takes twenty times as long. */
  readonly quick: boolean;
  /** The peers' settings by name (settings.ts); the usual one where there is none. */
  readonly settings: Readonly<Partial<Record<PeerName, string>>>;
}

export interface SweepOptions extends Pick<RaceOptions, "network" | "threads" | "rounds" | "turnMs"> {
  readonly runner: PeerName;
  readonly setting: string;
}

/** Milliseconds of every timed run with one setting, or why it cannot be had. */
export type SweepResult = { readonly times: readonly number[]; readonly off: number } | { readonly failed: string };

export interface RaceResult {
  readonly madds: number;
  readonly times: readonly {
    readonly runner: string;
    /** Largest difference of the logits from the reference's, over the largest logit. */
    readonly off: number;
    /** Milliseconds of every timed run, round by round. */
    readonly rounds: readonly (readonly number[])[];
  }[];
  /** Multiply-adds a second at most, in each round. */
  readonly peaks: Readonly<Record<"plain" | "relaxed", readonly number[]>>;
  /** The fused plan on one thread, step by step; empty with several threads. */
  readonly steps: readonly StepTimes[];
}

const clock = (): number => performance.now();

async function peakOf(address: string): Promise<Peak> {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const answer = await fetch(address);
  const { instance } = await WebAssembly.instantiate(await answer.arrayBuffer(), { env: { memory } });
  return instance.exports["peak"] as Peak;
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

function distance(logits: Float32Array, reference: Float32Array): number {
  const size = reference.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return reference.reduce((most, value, i) => Math.max(most, Math.abs(value - logits[i]!) / size), 0);
}

/** One turn: a run that nobody times (the others have emptied the caches), then timed ones. */
async function turn(runner: Runner, turnMs: number): Promise<number[]> {
  await runner.run();
  const times: number[] = [];
  let sum = 0;
  do {
    const start = performance.now();
    await runner.run();
    const time = performance.now() - start;
    times.push(time);
    sum += time;
  } while (sum < turnMs);
  return times;
}

const MAKERS: Readonly<Record<PeerName, MakeRunner>> = {
  litert: litertRunner,
  "tfjs-wasm": tfjsRunner,
  "onnxruntime-web": ortRunner,
};

/** One peer with one setting, in a page of its own: most settings are read once. Our engine is what it is checked by. */
async function sweep({ network: name, threads, runner, setting, rounds, turnMs }: SweepOptions): Promise<SweepResult> {
  const network = networkOf(name);
  const truth = (await (await ourRunner(network, "", "plain", {})).run()).slice();
  try {
    const peer = await MAKERS[runner](network, threads, setting);
    const off = distance(await peer.run(), truth);
    for (let i = 0; i < 5; i++) await turn(peer, turnMs);
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) times.push(...(await turn(peer, turnMs)));
    return { times, off };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}

async function race({ network: name, threads, rounds, turnMs, quick, settings }: RaceOptions): Promise<RaceResult> {
  const network = networkOf(name);
  const reference = referenceRunner(network);
  const truth = (await reference.run()).slice();
  const runners: Runner[] = [];
  for (const peer of PEER_NAMES) runners.push(await MAKERS[peer](network, threads, settings[peer]));
  if (threads === 1) {
    runners.push(
      await ourRunner(network, "inverted-fused", "relaxed", {}),
      await ourRunner(network, "inverted-relaxed", "relaxed", { fuse: false }),
      await ourRunner(network, "inverted-fused-plain", "plain", {}),
      await ourRunner(network, "inverted-simd", "plain", { fuse: false }),
    );
    if (!quick) runners.push(reference);
  } else {
    runners.push(
      await ourTeam(network, "inverted-fused", "relaxed", { threads }),
      await ourTeam(network, "inverted-relaxed", "relaxed", { threads, fuse: false }),
      await ourTeam(network, "inverted-fused-plain", "plain", { threads }),
    );
  }
  const off: number[] = [];
  for (const runner of runners) off.push(distance(await runner.run(), truth));
  // Warm-up, the same for all: the engines compile their code anew while it runs.
  for (const runner of runners) if (runner !== reference) for (let i = 0; i < 5; i++) await turn(runner, turnMs);

  const [plain, relaxed] = [await peakOf(peakPlain), await peakOf(peakRelaxed)];
  const peaks = { plain: [] as number[], relaxed: [] as number[] };
  const times = runners.map((): number[][] => []);
  const random = seededRandom(rounds);
  for (let round = 0; round < rounds; round++) {
    for (const runner of shuffled(runners, random)) times[runners.indexOf(runner)]!.push(await turn(runner, turnMs));
    peaks.plain.push(measurePeak(plain, clock));
    peaks.relaxed.push(measurePeak(relaxed, clock));
  }
  return {
    madds: network.madds,
    times: runners.map((runner, i) => ({ runner: runner.name, off: off[i]!, rounds: times[i]! })),
    peaks,
    steps: threads === 1 ? await stepTimes(network, {}, Math.max(20, 4 * rounds)) : [],
  };
}

Object.assign(globalThis, { race, sweep });
