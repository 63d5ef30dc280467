/** Many matrices against the law: the share of points that each seed's matrix loses, for every n at once. */
import type { Task } from "@/figures/shell/contract.ts";
import { lostCounts, lostShareLaw, type Spread, spreadOf } from "@kernels/manifold/law.ts";
import { type ShapeName, shapePoints } from "@kernels/manifold/shapes.ts";
import { spherePoints } from "@kernels/manifold/sphere.ts";
import { mostRows } from "./rows.ts";

export interface CollapseLawState {
  readonly n: number;
  readonly d: number;
  readonly seeds: number;
  readonly seed: number;
  readonly shape: ShapeName;
  readonly curve: string;
  readonly directions: number;
  readonly scale: "linear" | "log";
}

/** One n of the sweep. */
export interface Level extends Spread {
  readonly n: number;
  /** Σ over k < d of C(n, k) / 2ⁿ */
  readonly law: number;
  /** The share of matrices that lose nothing. */
  readonly harmless: number;
}

export interface CollapseLawData {
  readonly d: number;
  /** How many points each share counts. */
  readonly points: number;
  /** n = 1, 2, …; empty if there are no points. */
  readonly levels: readonly Level[];
  /** The chosen n's level; null if there are no points. */
  readonly chosen: Level | null;
  /** The chosen n's share for each seed, in the order of the seeds. */
  readonly shares: Float64Array;
  /** The share of matrices whose share of lost points is nearest to k / 20, k = 0 to 20. */
  readonly bins: readonly number[];
}

export const BINS = 20;
/** In the plane: one point a degree and turn of the spiral, and a multiple of 4, so that opposites are exact. */
const POINTS = 720;
/** A long run tells its progress, and can be cancelled, after this many seeds. */
const CHUNK = 25;

export async function compute(state: CollapseLawState, _: unknown, task: Task): Promise<CollapseLawData> {
  const { d, n, seeds } = state;
  const points = pointsOf(state);
  const total = points.length / d;
  const rows = mostRows(d);
  const shares = Array.from({ length: rows }, () => new Float64Array(seeds));
  for (let k = 0; k < seeds; k++) {
    // Seeds are whole numbers below 2³²; the last ones are followed by the first.
    const lost = lostCounts(points, d, rows, (state.seed + k) % 2 ** 32);
    lost.forEach((count, i) => ((shares[i] as Float64Array)[k] = total === 0 ? 0 : count / total));
    if (k % CHUNK === CHUNK - 1) await task.progress((k + 1) / seeds);
  }
  const chosen = shares[n - 1] as Float64Array;
  const bins = Array.from({ length: BINS + 1 }, () => 0);
  for (const share of chosen) {
    const bin = Math.round(BINS * share);
    bins[bin] = (bins[bin] as number) + 1 / seeds;
  }
  const level = (values: Float64Array, i: number): Level => ({
    n: i + 1,
    law: lostShareLaw(i + 1, d),
    harmless: values.reduce((sum, share) => sum + (share === 0 ? 1 : 0), 0) / seeds,
    ...spreadOf(Array.from(values)),
  });
  const levels = total === 0 ? [] : shares.map(level);
  return { d, points: total, levels, chosen: levels[n - 1] ?? null, shares: chosen, bins };
}

function pointsOf({ d, shape, curve, directions }: CollapseLawState): Float64Array {
  if (d === 2) return Float64Array.from(shapePoints(shape, POINTS, curve).points.flat());
  return spherePoints(d, POINTS, directions);
}
