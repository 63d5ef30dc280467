import plain from "../../../kernels/engine/engine.simd.ts?wasm=plain";
import plainShared from "../../../kernels/engine/engine.simd.ts?wasm=plain-shared";
import relaxed from "../../../kernels/engine/engine.simd.ts?wasm=relaxed";
import relaxedShared from "../../../kernels/engine/engine.simd.ts?wasm=relaxed-shared";
import { Engine } from "../../../kernels/engine/engine.ts";
import type { EngineExports } from "../../../kernels/engine/exports.ts";
import { compile, type PlanOptions } from "../../../kernels/engine/plan.ts";
import { runLayers } from "../../../kernels/engine/reference.ts";
import { CONTROL_LENGTH, Team } from "../../../kernels/engine/team.ts";
import { prepareWeights } from "../../../kernels/engine/weights.ts";
import { SHARED_PAGES } from "../../../kernels/engine/shared-memory.ts";
import type { HelperData } from "./helper.ts";
import type { Network } from "./network.ts";
import type { Runner } from "./runner.ts";

/** The engine on one module and one kind of plan. */
export async function ourEngine(network: Network, variant: "plain" | "relaxed", options: PlanOptions): Promise<Engine> {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const answer = await fetch(variant === "plain" ? plain : relaxed);
  const { instance } = await WebAssembly.instantiate(await answer.arrayBuffer(), { env: { memory } });
  const module = { exports: instance.exports as unknown as EngineExports, memory };
  return new Engine(compile(network.layers, network.weights, options), module);
}

export async function ourRunner(
  network: Network,
  name: string,
  variant: "plain" | "relaxed",
  options: PlanOptions,
): Promise<Runner> {
  const engine = await ourEngine(network, variant, options);
  return { name, run: () => engine.run(network.input) };
}

export interface StepTimes {
  /** What the step makes: the first and last of its layers by name, its output [H, W, C]. */
  readonly layers: readonly [first: string, last: string];
  readonly shape: readonly [h: number, w: number, c: number];
  readonly call: string;
  readonly madds: number;
  /** Milliseconds in each run. */
  readonly times: readonly number[];
}

/** Every step of a plan by itself, in whole runs, so that each finds the caches as it does in the race. */
export async function stepTimes(network: Network, options: PlanOptions, runs: number): Promise<StepTimes[]> {
  const engine = await ourEngine(network, "relaxed", options);
  const { steps, layers } = engine.plan;
  const times = steps.map((): number[] => []);
  for (let i = 0; i < 20; i++) engine.run(network.input);
  for (let i = 0; i < runs; i++) {
    engine.load(network.input);
    for (let step = 0; step < steps.length; step++) {
      const start = performance.now();
      engine.step(step);
      times[step]!.push(performance.now() - start);
    }
  }
  return steps.map(({ call, madds, layers: done }, i) => {
    const [first, last] = [layers[done[0]!]!, layers[done.at(-1)!]!];
    return { call, madds, times: times[i]!, layers: [first.name, last.name], shape: last.outShape };
  });
}

/** The kernels that are written to be read. */
export function referenceRunner(network: Network): Runner {
  const weights = prepareWeights(network.layers, network.weights);
  return {
    name: "inverted-reference",
    run() {
      let logits = network.input.data;
      for (const { tensor } of runLayers(network.layers, weights, network.input)) logits = tensor.data;
      return logits;
    },
  };
}

/** The engine on several threads: this one, which only looks and never waits, and workers. */
export async function ourTeam(
  network: Network,
  name: string,
  variant: "plain" | "relaxed",
  options: PlanOptions & { readonly threads: number },
): Promise<Runner> {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: SHARED_PAGES, shared: true });
  const answer = await fetch(variant === "plain" ? plainShared : relaxedShared);
  const module = await WebAssembly.compile(await answer.arrayBuffer());
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  const plan = compile(network.layers, network.weights, options);
  const engine = new Engine(plan, { exports: exports as unknown as EngineExports, memory });
  const control = new Int32Array(new SharedArrayBuffer(4 * CONTROL_LENGTH));
  for (let thread = 1; thread < options.threads; thread++) {
    const worker = new Worker(new URL("./helper.ts", import.meta.url), { type: "module" });
    const data: HelperData = { plan: { ...plan, constants: new Uint8Array(0) }, module, memory, control, thread };
    worker.postMessage(data);
    // A worker starts only while this thread is idle.
    await new Promise((resolve) => worker.addEventListener("message", resolve, { once: true }));
  }
  const team = new Team(engine, control, false);
  return { name, run: () => team.run(network.input) };
}
