import type { EngineExports } from "./exports.ts";

/** Places of the argument that says how much there is to do, by call: where a share begins, and where it ends. */
const RANGES: Partial<Record<keyof EngineExports, readonly [from: number, to: number]>> = {
  conv2d: [4, 5],
  depthwise: [4, 5],
  linear: [4, 5],
  globalAveragePool: [4, 5],
  invertedResidual: [2, 3],
};
/** Place of the argument that is a thread's own memory. */
export const SCRATCH: Partial<Record<keyof EngineExports, number>> = { conv2d: 3, depthwise: 3, invertedResidual: 1 };
/** Channels come in panels of 8 or vectors of 4; rows one by one. */
const GRAIN: Partial<Record<keyof EngineExports, number>> = { linear: 8, globalAveragePool: 4 };

/** Where each of `threads` shares of `count` things begins; the last number is the end of all. */
export function cuts(count: number, threads: number, grain = 1): number[] {
  const grains = Math.ceil(count / grain);
  return Array.from({ length: threads + 1 }, (_, i) => Math.min(count, Math.ceil((grains * i) / threads) * grain));
}

/**
 * One call's arguments, for each thread its share: rows of the output, outputs of the classifier, channels of the pool,
 * pixels of a pointwise layer. Neighbours compute the expanded rows that both need. What cannot be split, the first
 * thread does alone; null means nothing to do. `scratchBytes` is what each thread has for itself.
 */
export function sharesOf(
  call: keyof EngineExports,
  args: readonly number[],
  threads: number,
  scratchBytes: number,
): (readonly number[] | null)[] {
  const range = RANGES[call];
  if (range) {
    const [from, to] = range;
    const places = cuts(args[to]!, threads, GRAIN[call]);
    return Array.from({ length: threads }, (_, thread) => {
      const [start, end] = [places[thread]!, places[thread + 1]!];
      if (start >= end) return null;
      const scratch = SCRATCH[call];
      const own = args.with(from, start).with(to, end);
      return scratch === undefined ? own : own.with(scratch, args[scratch]! + thread * scratchBytes);
    });
  }
  if (call === "pointwise") {
    const [y = 0, x = 0, , m = 0, , , xStride = 0, yStride = 0] = args;
    const places = cuts(m, threads);
    return Array.from({ length: threads }, (_, thread) => {
      const [start, end] = [places[thread]!, places[thread + 1]!];
      if (start >= end) return null;
      return args
        .with(0, y + start * yStride)
        .with(1, x + start * xStride)
        .with(3, end - start);
    });
  }
  return Array.from({ length: threads }, (_, thread) => (thread === 0 ? args : null));
}
