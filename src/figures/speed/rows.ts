/** What a network's calls cost, put together as the reader compares them: by block, by layer, or by kernel. */
import { callsOf, type Kernel, type KernelCall, type Way, WAYS } from "@kernels/engine/calls.ts";
import { quantile, type Spread, spreadOf } from "@kernels/cost/quantile.ts";
import type { Layer } from "@kernels/models/layer.ts";
import type { Shape } from "@kernels/tensor.ts";
import type { Measurement, WayTimes } from "@/workers/engine-protocol.ts";

export const COMPARISONS = ["blocks", "layers", "kernels"] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** A part of a run, one way; what is measured is null until it is. */
export interface Cell {
  readonly calls: number;
  readonly madds: number;
  readonly bytes: number;
  readonly ms: Spread | null;
  /** Multiply-adds in billions a second, at the median. */
  readonly gmadds: number | null;
  /** Their share of what this device does on registers alone. */
  readonly ofPeak: number | null;
}

export interface Row {
  /** Numbers of the blocks that it belongs to; none for a kernel. */
  readonly blocks: readonly number[];
  /** torchvision's name of its first layer; empty for a kernel. */
  readonly layer: string;
  readonly kernel: Kernel;
  readonly shape: Shape | null;
  readonly cells: Readonly<Record<Way, Cell | null>>;
}

/** A whole run, one way. */
export interface WayTotal extends Cell {
  readonly way: Way;
  /** The very first run, before the browser had made its code fast. */
  readonly firstMs: number | null;
}

/** The ways that a comparison sets side by side: what a block does as one cannot be told apart by layer. */
export const waysOf = (comparison: Comparison): readonly Way[] =>
  comparison === "layers" ? ["reference", "simd"] : WAYS;

type Calls = Readonly<Record<Way, readonly KernelCall[]>>;

export const allCalls = (layers: readonly Layer[]): Calls => ({
  reference: callsOf(layers, "reference"),
  simd: callsOf(layers, "simd"),
  fused: callsOf(layers, "fused"),
});

const timesOf = (measured: Measurement | null, way: Way): WayTimes | undefined =>
  measured?.ways.find((one) => one.way === way);

/** Multiply-adds a second at most: what nine in ten of the bursts did not pass. */
export const peakOf = (measured: Measurement | null): number | null =>
  measured && measured.peaks.length > 0 ? quantile(measured.peaks, 0.9) : null;

function cellOf(
  cost: Pick<Cell, "calls" | "madds" | "bytes">,
  times: readonly number[] | undefined,
  peak: number | null,
): Cell {
  const ms = times && times.length > 0 ? spreadOf(times) : null;
  // A call without multiply-adds, such as an addition, has no such rate.
  const rate = ms && cost.madds > 0 ? cost.madds / (ms.medianMs / 1000) : null;
  return { ...cost, ms, gmadds: rate && rate / 1e9, ofPeak: rate && peak && rate / peak };
}

/** Some calls of one way put together: their times are added run by run, so that the spread is that of the sum. */
function put(calls: Calls, way: Way, which: readonly number[], measured: Measurement | null): Cell {
  const own = which.map((index) => calls[way][index]!);
  const times = timesOf(measured, way)?.calls;
  const sums = times && times[0]!.map((_, run) => which.reduce((sum, index) => sum + times[index]![run]!, 0));
  const cost = {
    calls: own.length,
    madds: own.reduce((sum, { madds }) => sum + madds, 0),
    bytes: own.reduce((sum, { bytes }) => sum + bytes, 0),
  };
  return cellOf(cost, sums, peakOf(measured));
}

/** Indexes of the calls that meet a condition. */
const where = (calls: readonly KernelCall[], is: (call: KernelCall) => boolean): number[] =>
  calls.flatMap((call, index) => (is(call) ? [index] : []));

/** One row for each call of `outer`, with the finer calls of other ways that it covers. */
function rowsByCall(
  layers: readonly Layer[],
  calls: Calls,
  outer: Way,
  ways: readonly Way[],
  measured: Measurement | null,
): Row[] {
  return calls[outer].map(({ layers: covered, kernel, shape }): Row => {
    const inside = new Set(covered);
    const cell = (way: Way): Cell | null =>
      ways.includes(way)
        ? put(calls, way, where(calls[way], (call) => call.layers.every((index) => inside.has(index))), measured) // prettier-ignore
        : null;
    const first = layers[covered[0]!]!;
    return {
      blocks: [...new Set(covered.map((index) => layers[index]!.block))],
      layer: first.name,
      kernel,
      shape,
      cells: { reference: cell("reference"), simd: cell("simd"), fused: cell("fused") },
    };
  });
}

const KERNELS: readonly Kernel[] = [
  ...["inverted-residual", "pointwise", "depthwise", "conv2d", "linear"] as const,
  ...["batch-norm", "relu6", "add", "global-average-pool"] as const,
]; // prettier-ignore

function rowsByKernel(calls: Calls, measured: Measurement | null): Row[] {
  return KERNELS.flatMap((kernel): Row[] => {
    const cell = (way: Way): Cell | null => {
      const which = where(calls[way], (call) => call.kernel === kernel);
      return which.length > 0 ? put(calls, way, which, measured) : null;
    };
    const cells = { reference: cell("reference"), simd: cell("simd"), fused: cell("fused") };
    return WAYS.some((way) => cells[way]) ? [{ blocks: [], layer: "", kernel, shape: null, cells }] : [];
  });
}

export function rowsOf(
  layers: readonly Layer[],
  calls: Calls,
  comparison: Comparison,
  measured: Measurement | null,
): Row[] {
  if (comparison === "kernels") return rowsByKernel(calls, measured);
  return rowsByCall(layers, calls, comparison === "blocks" ? "fused" : "simd", waysOf(comparison), measured);
}

/** The whole run each way: its time is that of runs that nothing interrupts. */
export function totalsOf(calls: Calls, measured: Measurement | null): WayTotal[] {
  return WAYS.map((way) => {
    const { calls: count, madds, bytes } = put(calls, way, calls[way].map((_, index) => index), null); // prettier-ignore
    const times = timesOf(measured, way);
    return {
      way,
      ...cellOf({ calls: count, madds, bytes }, times?.whole, peakOf(measured)),
      firstMs: times?.firstMs ?? null,
    };
  });
}
