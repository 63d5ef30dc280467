/** The page's line to the figures' worker. */
import { wishOf } from "./engine-choice.ts";
import { again, Line, type LineOptions } from "./line.ts";
import type { Answered } from "./figures-answer.ts";
import { hosted } from "./spawn-host.ts";

export { CancelledError, WorkerLostError } from "./line.ts";

interface Options extends LineOptions {
  readonly base: string;
  /** Without the fast engine. */
  readonly plain?: boolean;
  /** Instead of the figure's data: one of its files. */
  readonly file?: string;
}

const line = new Line("figures", (name) => {
  return hosted(new Worker(new URL("./figures.worker.ts", import.meta.url), { type: "module", name }));
});

/** The worker that answered last; another one now means that it stopped. */
let answered = 0;

/**
 * Computes a figure's data in the worker; aborting the signal cancels the run and rejects with CancelledError. A worker
 * that stops is started again, once a run.
 */
export async function computeInWorker(
  figure: string,
  state: unknown,
  { base, file, plain = false, ...options }: Options,
): Promise<Answered> {
  const wish = plain ? null : wishOf(location.search);
  const message = { kind: "run", figure, state, base, wish, ...(file === undefined ? {} : { file }) };
  const answer = (await again(() => line.ask(message, options))) as Answered;
  const restarted = answered !== 0 && answered !== line.generation;
  answered = line.generation;
  return { ...answer, restarted };
}
