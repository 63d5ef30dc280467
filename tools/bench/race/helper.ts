// A helping thread of our engine in the race: it gets the plan without weights, which stand in the shared memory.
import { Engine } from "../../../kernels/engine/engine.ts";
import type { EngineExports } from "../../../kernels/engine/exports.ts";
import type { Plan } from "../../../kernels/engine/plan.ts";
import { Team } from "../../../kernels/engine/team.ts";

export interface HelperData {
  readonly plan: Plan;
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: Int32Array;
  readonly thread: number;
}

self.addEventListener("message", ({ data }: MessageEvent<HelperData>) => {
  const { plan, module, memory, control, thread } = data;
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const engine = new Engine(plan, { exports: exports as unknown as EngineExports, memory });
  self.postMessage("ready");
  new Team(engine, control).help(thread);
});
