/** The page's part of `spawn.ts`: it starts and ends the workers that its workers ask for. */
import type { Answer } from "./protocol.ts";
import type { Far, SpawnKind, SpawnLost, SpawnWish } from "./spawn.ts";

const MAKERS: Readonly<Record<SpawnKind, (name: string) => Worker>> = {
  engine: (name) => new Worker(new URL("./engine.worker.ts", import.meta.url), { type: "module", name }),
  "engine-helper": (name) => {
    return new Worker(new URL("./engine-helper.worker.ts", import.meta.url), { type: "module", name });
  },
};

/** A worker as the end of a line; what it has had started ends with it. */
export function hosted(worker: Worker): Far {
  const started = new Map<string, Far>();
  worker.addEventListener("message", ({ data, ports }: MessageEvent<SpawnWish | Answer>) => {
    if (data.kind === "end") {
      started.get(data.name)?.terminate();
      started.delete(data.name);
    } else if (data.kind === "start") {
      const { name } = data;
      const other = hosted(MAKERS[data.what](name));
      started.set(name, other);
      other.onLost(() => {
        worker.postMessage({ kind: "lost", name } satisfies SpawnLost);
      });
      other.port.postMessage(null, [...ports]);
    }
  });
  return {
    port: worker,
    onLost(run) {
      worker.addEventListener("error", (event) => {
        event.preventDefault();
        run();
      });
    },
    terminate() {
      for (const other of started.values()) other.terminate();
      worker.terminate();
    },
  };
}
