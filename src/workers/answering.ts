/** A worker's side of its line: requests run, cancels reach them, progress and results go back under their number. */
import { holdLife } from "./lifeline.ts";
import type { Answer } from "./protocol.ts";
import type { SpawnLost } from "./spawn.ts";
import { breathe } from "./task.ts";

export interface Running {
  readonly signal: AbortSignal;
  /** Tells how far a long run is (0 to 1) and yields, so that a cancel can arrive. */
  readonly progress: (fraction: number) => Promise<void>;
}

interface Cancel {
  readonly kind: "cancel";
  readonly request: number;
}

/**
 * The worker's listener: answers every run with what `run` returns, or with the sentence of what it throws, to whoever
 * stands at the other end.
 */
export function answering<M extends { readonly kind: "run"; readonly request: number }>(
  run: (message: M, running: Running) => Promise<unknown>,
  end: { postMessage(message: Answer): void } = self,
): (event: MessageEvent<M | Cancel | SpawnLost>) => void {
  const running = new Map<number, AbortController>();
  const answer = (message: Answer): void => {
    end.postMessage(message);
  };
  const take = async (asked: M): Promise<void> => {
    const { request } = asked;
    const control = new AbortController();
    running.set(request, control);
    let told = 0;
    const progress = async (fraction: number): Promise<void> => {
      // A page can draw no more than that; every call still lets a cancel in.
      if (fraction - told > 0.005 || fraction >= 1) {
        told = fraction;
        answer({ kind: "progress", request, fraction });
      }
      await breathe();
      control.signal.throwIfAborted();
    };
    try {
      answer({ kind: "return", request, data: await run(asked, { signal: control.signal, progress }) });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      answer({ kind: "throw", request, message, cancelled: control.signal.aborted });
    } finally {
      running.delete(request);
    }
  };
  void holdLife(self.name).then(() => {
    answer({ kind: "alive" });
  });
  return ({ data }) => {
    if (data.kind === "cancel") running.get(data.request)?.abort();
    else if (data.kind === "run") void take(data);
  };
}
