/**
 * A line to one worker: started when it is first needed and again after it died; answers are matched to requests. The
 * figures' worker hangs on one that the page holds, the engine's on one that the figures' worker holds (`spawn.ts`).
 */
import { watchLife } from "./lifeline.ts";
import type { Answer } from "./protocol.ts";
import type { Far } from "./spawn.ts";

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
  readonly #make: (name: string) => Far;
  readonly #what: string;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Far | undefined;
  #life = new AbortController();
  #counter = 0;

  /** `make` starts the worker under the name that it gets. */
  constructor(what: string, make: (name: string) => Far) {
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
        worker.port.postMessage({ kind: "cancel", request });
        reject(new CancelledError());
      });
      worker.port.postMessage({ ...message, request });
    });
  }

  #start(): Far {
    // Locks are the origin's: another tab's worker must not bear the same name. Without randomUUID there are no locks.
    const name = `${this.#what} ${"randomUUID" in crypto ? crypto.randomUUID() : ""}`;
    const fresh = this.#make(name);
    const life = new AbortController();
    this.#life = life;
    this.generation++;
    const hear = ({ data }: MessageEvent<Answer>): void => {
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
    };
    // Set so, a port begins to deliver at once.
    fresh.port.onmessage = hear;
    fresh.onLost(() => {
      this.#lost(fresh);
    });
    return fresh;
  }

  #lost(worker: Far): void {
    if (worker !== this.#worker) return;
    this.#life.abort();
    worker.terminate();
    this.#worker = undefined;
    const entries = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const entry of entries) entry.reject(new WorkerLostError(`the worker of the ${this.#what} stopped`));
  }
}
