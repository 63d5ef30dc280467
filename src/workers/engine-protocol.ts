/** What the figures' worker and the engine's worker say to each other; every answer carries its request's number. */
import type { Weights } from "@kernels/engine/weights.ts";
import type { Layer } from "@kernels/models/layer.ts";
import type { Way } from "@kernels/engine/calls.ts";
import type { Tensor } from "@kernels/tensor.ts";
import type { Backend, EngineRefusal, EngineWish } from "./engine-choice.ts";

/** A network and what it is to read. `key` names it: while it is the same, its weights are not sent again. */
export interface EngineJob {
  readonly key: string;
  readonly layers: readonly Layer[];
  /** In the file's order, as `readNetwork` gives them. */
  readonly weights: Weights;
  readonly input: Tensor;
  /** A layer whose output comes along. */
  readonly kept: number;
}

/** How a run went: what ran it, how long, and in how much memory. */
export interface EngineReport {
  readonly backend: Backend;
  readonly threads: number;
  /** The run alone, in milliseconds: no compiling, no waiting. */
  readonly ms: number;
  /** Bytes of the engine's memory, weights and all; 0 for the reference, which has none of its own. */
  readonly memoryBytes: number;
  /** Bytes of activations alive at most; 0 for the reference. */
  readonly peakBytes: number;
  readonly refused: readonly EngineRefusal[];
}

export interface EngineRun extends EngineReport {
  readonly logits: Float32Array;
  readonly kept: Float32Array;
  /** The worker had stopped and was started again for this run. */
  readonly restarted: boolean;
}

/** A network that is measured call by call. */
export type MeasureJob = Pick<EngineJob, "layers" | "weights" | "input">;

/** What one way took on this device; the samples of all calls were taken together, one run after the other. */
export interface WayTimes {
  readonly way: Way;
  /** Milliseconds of each call (`callsOf`) in each run. */
  readonly calls: readonly (readonly number[])[];
  /** Milliseconds of runs that nothing interrupts; the reference's are the sums of its calls. */
  readonly whole: readonly number[];
  /** The very first run, before the browser had made its code fast. */
  readonly firstMs: number;
}

export interface Measurement {
  readonly backend: Backend;
  readonly refused: readonly EngineRefusal[];
  readonly ways: readonly WayTimes[];
  /** Multiply-adds a second on registers alone, in each round; empty without SIMD. */
  readonly peaks: readonly number[];
  /** The clock's smallest step, in milliseconds. */
  readonly tickMs: number;
}

export type EngineRequest =
  | {
      readonly kind: "run";
      readonly request: number;
      readonly wish: EngineWish;
      readonly measure: MeasureJob;
    }
  | {
      readonly kind: "run";
      readonly request: number;
      readonly key: string;
      readonly wish: EngineWish;
      /** Absent while the worker holds this key. */
      readonly network?: Pick<EngineJob, "layers" | "weights">;
      readonly input: Tensor;
      readonly kept: number;
    }
  | { readonly kind: "cancel"; readonly request: number };

export type EngineAnswer = Omit<EngineRun, "restarted">;
