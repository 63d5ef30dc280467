/**
 * How a worker starts another: it asks the page, which starts it and hands over one end of a channel; the two then
 * speak directly. A busy Firefox may never fetch the script of a worker that a worker starts, and tells nobody.
 */

import type { Request } from "./protocol.ts";

/** What a line hangs on: a worker, or a port to one that the page has started. */
export interface Far {
  readonly port: Worker | MessagePort;
  /** Calls `run` if the worker does not start or throws what nobody catches. */
  onLost(run: () => void): void;
  terminate(): void;
}

export type SpawnKind = "engine" | "engine-helper";

/** To the page: start one (its port comes along), or end it. */
export type SpawnWish =
  | { readonly kind: "start"; readonly what: SpawnKind; readonly name: string }
  | { readonly kind: "end"; readonly name: string };

/** From the page to the worker that asked. */
export interface SpawnLost {
  readonly kind: "lost";
  readonly name: string;
}

/** In a worker: has the page start another one under a name that this worker gives only once. */
export function spawn(what: SpawnKind, name: string): Far {
  const { port1, port2 } = new MessageChannel();
  const tell = (wish: SpawnWish, ports: Transferable[] = []): void => {
    self.postMessage(wish, { transfer: ports });
  };
  tell({ kind: "start", what, name }, [port2]);
  return {
    port: port1,
    onLost(run) {
      self.addEventListener("message", ({ data }: MessageEvent<SpawnLost | Request>) => {
        if (data.kind === "lost" && data.name === name) run();
      });
    },
    terminate() {
      port1.close();
      tell({ kind: "end", name });
    },
  };
}

/** In the started worker: its end of the channel, which comes with the page's first message. */
export const channel = (): Promise<MessagePort> =>
  new Promise((resolve) => {
    const take = ({ ports: [port] }: MessageEvent): void => {
      if (!port) return;
      self.removeEventListener("message", take);
      resolve(port);
    };
    self.addEventListener("message", take);
  });
