import { workerData } from "node:worker_threads";
import { Engine } from "../../../kernels/engine/engine.ts";
import type { EngineExports } from "../../../kernels/engine/exports.ts";
import type { Plan } from "../../../kernels/engine/plan.ts";
import { Team } from "../../../kernels/engine/team.ts";

/** What the test hands to each helping thread. */
export interface HelperData {
  readonly plan: Plan;
  readonly wasm: Uint8Array<ArrayBuffer>;
  readonly memory: WebAssembly.Memory;
  readonly control: Int32Array;
  readonly thread: number;
}

const { plan, wasm, memory, control, thread } = workerData as HelperData;
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm), { env: { memory } });
new Team(new Engine(plan, { exports: exports as unknown as EngineExports, memory }), control).help(thread);
