/** A helping thread of the engine: it meets the engine's worker in shared memory until it is ended. */
import { Engine } from "@kernels/engine/engine.ts";
import { Team } from "@kernels/engine/team.ts";
import { shareModule } from "./engine-module.ts";
import type { HelperData } from "./engine-runner.ts";
import { channel } from "./spawn.ts";

const port = await channel();
port.onmessage = ({ data }: MessageEvent<HelperData>) => {
  const { plan, control, thread } = data;
  const engine = new Engine(plan, shareModule(data));
  port.postMessage("ready");
  new Team(engine, control).help(thread);
};
