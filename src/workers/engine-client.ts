/** The figures' worker's line to the engine's worker. */
import type { EngineWish } from "./engine-choice.ts";
import type { EngineAnswer, EngineJob, EngineRun, MeasureJob, Measurement } from "./engine-protocol.ts";
import { again, Line, type LineOptions } from "./line.ts";
import { spawn } from "./spawn.ts";

const line = new Line("engine", (name) => spawn("engine", name));

/** What the worker holds by now: its generation, the network and the wish that it was compiled for. */
let holds = "";

/** The worker that answered last; another one now means that it stopped, in a run or between two. */
let answered = 0;

/** Runs a network on the engine. A worker that stops in mid-run is started again, once. */
export async function runOnEngine(job: EngineJob, wish: EngineWish, options: LineOptions): Promise<EngineRun> {
  const ask = async (): Promise<EngineAnswer> => {
    const { layers, weights, input, kept } = job;
    const key = `${job.key} ${JSON.stringify(wish)}`;
    const sent = holds === `${String(line.generation)} ${key}`;
    const message = { kind: "run", key, wish, input, kept, ...(sent ? {} : { network: { layers, weights } }) };
    const answer = line.ask(message, options) as Promise<EngineAnswer>;
    holds = `${String(line.generation)} ${key}`;
    try {
      return await answer;
    } catch (error) {
      holds = "";
      throw error;
    }
  };
  const run = await again(ask);
  const restarted = answered !== 0 && answered !== line.generation;
  answered = line.generation;
  return { ...run, restarted };
}

/** Measures a network call by call, in the worker that runs networks; what that holds stays. */
export const measureOnEngine = (measure: MeasureJob, wish: EngineWish, options: LineOptions): Promise<Measurement> =>
  again(() => line.ask({ kind: "run", wish, measure }, options) as Promise<Measurement>);
