import type { Layer } from "../models/layer.ts";
import { checkWhole, times } from "../ops/check.ts";
import { ShapeError } from "../tensor.ts";
import { aligned, assign, liveBytesBySteps } from "./arena.ts";
import type { EngineExports } from "./exports.ts";
import { fuse, operationsOf } from "./operations.ts";
import { StepWriter } from "./steps.ts";
import { prepareWeights, type Weights } from "./weights.ts";

export interface PlanOptions {
  /** Keep every layer's output: nothing is folded or fused, no buffer is used twice. */
  readonly keep?: "all";
  /** Run inverted residuals as one operation each; without, operation by operation. On unless `keep`. */
  readonly fuse?: boolean;
  /** Threads that share each step; 1 if absent. */
  readonly threads?: number;
}

/** One call of the module. */
export interface Step {
  readonly call: keyof EngineExports;
  readonly args: readonly number[];
  /** The same call cut up, one set of arguments for each thread; null where a thread has nothing to do. */
  readonly shares: readonly (readonly number[] | null)[];
  /** Layers that are done after it. */
  readonly layers: readonly number[];
  readonly madds: number;
}

/** A piece of the arena: a tensor, or what one step needs while it runs. */
export interface PlanBuffer {
  readonly what: "input" | "tensor" | "scratch";
  /** The layer whose output it is; −1 is the input, the step's first layer for scratch. */
  readonly layer: number;
  readonly bytes: number;
  /** First and last step that need it. */
  readonly from: number;
  readonly to: number;
  /** Byte in the module's memory. */
  readonly at: number;
}

/** A network ready to run: plain data, computed once; `engine.ts` runs it. */
export interface Plan {
  readonly layers: readonly Layer[];
  readonly steps: readonly Step[];
  readonly buffers: readonly PlanBuffer[];
  /** Packed weights and the blocks' descriptions, for the bytes from `BASE` on. */
  readonly constants: Uint8Array;
  /** All bytes of memory that the plan needs. */
  readonly memoryBytes: number;
  readonly input: PlanBuffer;
  readonly output: PlanBuffer;
  /** Channels of the input as they stand in memory. */
  readonly inputStride: number;
  readonly threads: number;
  /** Activation bytes: alive at most, at which step, and the arena's size after reuse. */
  readonly peak: { readonly bytes: number; readonly step: number };
  readonly arenaBytes: number;
}

/** The first page stays free: compiled modules keep address 0 unused. */
export const BASE = 65536;

/**
 * Compiles a network for the fast engine: folds batch norm into the convolutions (float32), packs the weights, cuts the
 * inverted residuals into tiles and places all buffers in one arena.
 *
 * @throws {ShapeError} if a weight is missing or does not fit, naming the layer
 * @throws {RangeError} if threads is not a whole number of at least 1
 */
export function compile(layers: readonly Layer[], weights: Weights, options: PlanOptions = {}): Plan {
  const apart = options.keep === "all";
  const { threads = 1 } = options;
  checkWhole("compile", { threads });
  const operations = operationsOf(layers, apart);
  const parts = apart || options.fuse === false ? operations : fuse(operations);
  const [first, last] = [operations[0], operations.at(-1)];
  if (!first || !last) throw new ShapeError("compile: the network has no layer that computes");

  const writer = new StepWriter(prepareWeights(layers, weights), first.layer, threads);
  for (const part of parts) {
    if ("head" in part) writer.block(part);
    else writer.operation(part);
  }
  writer.finish(last.output, apart);

  const { offsets, bytes: arenaBytes } = assign(writer.buffers);
  const constants = writer.constants();
  const arena = BASE + aligned(constants.length);
  const buffers = writer.buffers.map((buffer, i) => ({ ...buffer, at: arena + offsets[i]! }));
  writer.placed(constants, BASE, (index) => buffers[index]!.at);
  const steps = writer.steps(BASE, (index) => buffers[index]!.at);
  const live = liveBytesBySteps(buffers, steps.length);
  const bytes = live.reduce((a, b) => Math.max(a, b), 0);
  const output = buffers.find(({ what, layer }) => what === "tensor" && layer === last.output);
  if (!output) throw new ShapeError(`compile: ${last.layer.name} has no output of ${times(last.layer.outShape)}`);
  return {
    layers,
    steps,
    buffers,
    constants,
    memoryBytes: arena + arenaBytes,
    input: buffers[0]!,
    output,
    inputStride: writer.inputStride,
    threads,
    peak: { bytes, step: live.indexOf(bytes) },
    arenaBytes,
  };
}
