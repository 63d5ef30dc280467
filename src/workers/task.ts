/** The parts of a Task that do not depend on where it runs: files, memory of recent results, a breath between steps. */
import type { Task } from "@/figures/shell/contract.ts";

/** A file of ours that could not be had; the sentence says which. */
export class AssetError extends Error {
  override readonly name = "AssetError";
}

const KEPT = 6;

/** A small store of recent results, oldest out first. A failure is not kept. */
export function makeMemo(): Task["memo"] {
  const kept = new Map<string, Promise<unknown>>();
  return <T>(key: string, make: () => T | Promise<T>): Promise<T> => {
    const known = kept.get(key);
    if (known) {
      kept.delete(key);
      kept.set(key, known);
      return known as Promise<T>;
    }
    const made = Promise.resolve().then(make);
    kept.set(key, made);
    made.catch(() => kept.delete(key));
    const oldest = kept.keys().next().value;
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    return made;
  };
}

/** Fetches our own files below `base` once; a failed one may be tried again. */
export function makeFetcher(base: string): Task["asset"] {
  const files = new Map<string, Promise<ArrayBuffer>>();
  return (path) => {
    const known = files.get(path);
    if (known) return known;
    const file = (async () => {
      let response: Response;
      try {
        response = await fetch(base + path);
      } catch {
        throw new AssetError(`${path} could not be reached`);
      }
      if (!response.ok) throw new AssetError(`${path} answered ${String(response.status)}`);
      return response.arrayBuffer();
    })();
    files.set(path, file);
    file.catch(() => files.delete(path));
    return file;
  };
}

/** Lets messages in (a cancel above all) before a long run goes on. */
export const breathe = (): Promise<void> =>
  new Promise((resume) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resume();
    };
    port2.postMessage(null);
  });
