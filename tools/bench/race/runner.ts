import type { Network } from "./network.ts";

/** One contender on one network: image in, logits out. What it needs for that it has prepared. */
export interface Runner {
  readonly name: string;
  run(): Float32Array | Promise<Float32Array>;
}

/** `setting` is one of the maker's own names; the usual one if absent. */
export type MakeRunner = (network: Network, threads: number, setting?: string) => Promise<Runner>;

let fileMs = 0;

/** Makes a model's file here, where a real page would load it: its time is told apart by `filesTook`. */
export function asFile<T>(make: () => T): T {
  const start = performance.now();
  const file = make();
  fileMs += performance.now() - start;
  return file;
}

export const filesTook = (): number => fileMs;
