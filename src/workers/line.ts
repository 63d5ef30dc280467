/**
 * A line to one worker: started when it is first needed and again after it died; answers are matched to requests. The
 * figures' worker hangs on one that the page holds, the engine's on one that the figures' worker holds.
 */
import { watchLife } from "./lifeline.ts";
import type { Answer } from "./protocol.ts";

interface Waiting {
  readonly resolve: (data: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly progress: (fraction: number) => void;
}

/** The reader or a newer request ended this run; nothing is wrong. */
export class CancelledError extends Error {
  override readonly name = "CancelledError";
}

/** The worker itself did not start or died; the next request starts a new one. */
export class WorkerLostError extends Error {
  override readonly name = "WorkerLostError";
}

/** Asks once more if the worker was lost meanwhile. */
export const again = <T>(ask: () => Promise<T>): Promise<T> =>
  ask().catch((error: unknown) => {
    if (error instanceof WorkerLostError) return ask();
    throw error;
  });

export interface LineOptions {
  readonly signal: AbortSignal;
  readonly progress: (fraction: number) => void;
}

export class Line {
  readonly #make: (name: string) => Worker;
  readonly #what: string;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #life = new AbortController();
  #counter = 0;

  /** `make` starts the worker under the name that it gets. */
  constructor(what: string, make: (name: string) => Worker) {
    this.#what = what;
    this.#make = make;
  }

  /** A number that changes when another worker has taken the last one's place. */
  generation = 0;

  /** Sends `{ …message, request }` and waits for its answer; aborting the signal cancels the run. */
  ask(message: object, { signal, progress }: LineOptions): Promise<unknown> {
    const worker = (this.#worker ??= this.#start());
    const request = ++this.#counter;
    return new Promise((resolve, reject) => {
      this.#waiting.set(request, { resolve, reject, progress });
      signal.addEventListener("abort", () => {
        if (!this.#waiting.delete(request)) return;
        worker.postMessage({ kind: "cancel", request });
        reject(new CancelledError());
      });
      worker.postMessage({ ...message, request });
    });
  }

  #start(): Worker {
    // Locks are the origin's: another tab's worker must not bear the same name. Without randomUUID there are no locks.
    const name = `${this.#what} ${"randomUUID" in crypto ? crypto.randomUUID() : ""}`;
    const fresh = this.#make(name);
    const life = new AbortController();
    this.#life = life;
    this.generation++;
    fresh.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
      if (data.kind === "alive") {
        watchLife(
          name,
          () => {
            this.#lost(fresh);
          },
          life.signal,
        );
        return;
      }
      const entry = this.#waiting.get(data.request);
      if (!entry) return;
      if (data.kind === "progress") {
        entry.progress(data.fraction);
        return;
      }
      this.#waiting.delete(data.request);
      if (data.kind === "return") entry.resolve(data.data);
      else entry.reject(data.cancelled ? new CancelledError() : new Error(data.message));
    });
    fresh.addEventListener("error", (event) => {
      event.preventDefault();
      this.#lost(fresh);
    });
    return fresh;
  }

  #lost(worker: Worker): void {
    if (worker !== this.#worker) return;
    this.#life.abort();
    worker.terminate();
    this.#worker = undefined;
    const entries = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const entry of entries) entry.reject(new WorkerLostError(`the worker of the ${this.#what} stopped`));
  }
}
