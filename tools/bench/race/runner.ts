import type { Network } from "./network.ts";

/** One contender on one network: image in, logits out. What it needs for that it has prepared. */
export interface Runner {
  readonly name: string;
  run(): Float32Array | Promise<Float32Array>;
}

export type MakeRunner = (network: Network, threads: number) => Promise<Runner>;
