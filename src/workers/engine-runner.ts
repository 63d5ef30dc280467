/** A network made ready on one backend, to be run as often as its figure asks. */
import { Engine } from "@kernels/engine/engine.ts";
import { compile, type Plan } from "@kernels/engine/plan.ts";
import { CONTROL_LENGTH, Team } from "@kernels/engine/team.ts";
import type { EngineModule } from "@kernels/engine/exports.ts";
import type { Tensor } from "@kernels/tensor.ts";
import type { EngineChoice } from "./engine-choice.ts";
import { makeEngineModule, makeSharedParts, shareModule, type SharedParts } from "./engine-module.ts";
import type { EngineJob } from "./engine-protocol.ts";
import { spawn } from "./spawn.ts";

/** What a helping thread is given: the plan without weights, which stand in the shared memory already. */
export interface HelperData extends SharedParts {
  readonly plan: Plan;
  readonly control: Int32Array;
  readonly thread: number;
}

export interface Runner {
  readonly memoryBytes: number;
  readonly peakBytes: number;
  /** One run, a turn a step; the share of the steps that are done is yielded. */
  steps(input: Tensor): Generator<number, void, void>;
  /** After a run: the logits, and the output of a layer. */
  logits(): Float32Array;
  output(layer: number): Float32Array;
  /** Lets go of what else it holds. */
  end(): void;
}

export type Network = Pick<EngineJob, "layers" | "weights">;

/** @throws {Error} a sentence with the size, if the device has no room for the network */
function makeEngine(plan: Plan, module: EngineModule): Engine {
  try {
    return new Engine(plan, module);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const megabytes = Math.ceil(plan.memoryBytes / 1e6);
    throw new Error(`this device refused the ${String(megabytes)} MB of memory that the engine asked for`, { cause });
  }
}

const reader = (engine: Engine): Pick<Runner, "logits" | "output" | "memoryBytes" | "peakBytes"> => ({
  memoryBytes: engine.plan.memoryBytes,
  peakBytes: engine.plan.peak.bytes,
  logits: () => engine.logits.slice(),
  output: (layer) => engine.tensor(layer)?.data ?? new Float32Array(),
});

function* counted(steps: Generator<unknown, void, void>, length: number): Generator<number, void, void> {
  try {
    for (let done = 1; steps.next().done !== true; done++) yield done / length;
  } finally {
    // Whoever stops in between stops the steps too, so that their own ends are tidied.
    steps.return();
  }
}

/** Helpers started so far, for names of their own. */
let spawned = 0;

async function teamRunner({ layers, weights }: Network, { backend, threads }: EngineChoice): Promise<Runner> {
  const parts = await makeSharedParts(backend === "relaxed" ? "relaxed" : "simd");
  const plan = compile(layers, weights, { threads });
  const engine = makeEngine(plan, shareModule(parts));
  const control = new Int32Array(new SharedArrayBuffer(4 * CONTROL_LENGTH));
  const helpers = Array.from({ length: threads - 1 }, () =>
    spawn("engine-helper", `engine-helper ${String(++spawned)}`),
  );
  // Until a helper is ready this thread must not wait for it in shared memory: it could not hear of a failure.
  await Promise.all(
    helpers.map(
      (helper, i) =>
        new Promise<void>((resolve, reject) => {
          helper.port.onmessage = () => {
            resolve();
          };
          helper.onLost(() => {
            reject(new Error("a second thread did not start"));
          });
          const light = { ...plan, constants: new Uint8Array(0) };
          helper.port.postMessage({ ...parts, plan: light, control, thread: i + 1 } satisfies HelperData);
        }),
    ),
  );
  const team = new Team(engine, control);
  return {
    ...reader(engine),
    steps: (input) => counted(team.stepwise(input), plan.steps.length),
    end() {
      for (const helper of helpers) helper.terminate();
    },
  };
}

/** Compiles a network for a backend and threads. `kept` is the layer whose output will be asked for. */
export async function makeRunner(network: Network, choice: EngineChoice, kept: number): Promise<Runner> {
  if (choice.threads > 1) return teamRunner(network, choice);
  const module = await makeEngineModule(choice.backend);
  if (!module) return (await import("./reference-runner.ts")).referenceRunner(network, kept);
  const plan = compile(network.layers, network.weights);
  const engine = makeEngine(plan, module);
  return {
    ...reader(engine),
    steps: (input) => counted(engine.steps(input), plan.steps.length),
    end: () => undefined,
  };
}
