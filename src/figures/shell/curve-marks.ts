/** Marks of a curve in the plane, coloured along its length, lost stretches dashed. Shared by the ReLU figures. */
import { ARC_STEPS, arcInk, type Mark } from "./marks.ts";

type Pair = readonly [x: number, y: number];

/** Half the side of the square of the plane that a panel shows. */
const REACH = 1.1;

/** Panel units of a point of the plane. */
export const place =
  (size: number, reach = REACH) =>
  ([x, y]: Pair): Pair => [(size * (x / reach + 1)) / 2, (size * (1 - y / reach)) / 2];

/** The plane's axes and the unit circle, faint. */
export function frame(size: number, reach = REACH): Mark[] {
  const at = place(size, reach);
  const circle = Array.from({ length: 73 }, (_, k) => {
    const angle = (2 * Math.PI * k) / 72;
    return at([Math.cos(angle), Math.sin(angle)]);
  }).flat();
  return [
    {
      kind: "line",
      xy: [0, size / 2, size, size / 2, NaN, NaN, size / 2, 0, size / 2, size],
      stroke: "rule",
      width: 1,
    },
    { kind: "line", xy: circle, stroke: "rule", width: 1 },
  ];
}

export interface CurveOptions {
  readonly size: number;
  /** Draws every k-th point (the last of each piece too). */
  readonly every: number;
  readonly starts: readonly number[];
  readonly lost?: readonly boolean[] | null;
  /** A faint outline for comparison. */
  readonly ghost?: boolean;
  readonly reach?: number;
  readonly width?: number;
}

/** Points that cannot be drawn far out of the panel keep their direction and stop at its edge's far side. */
const LIMIT = 40;

export function curveMarks(points: readonly (Pair | null)[], options: CurveOptions): Mark[] {
  const { size, every, starts, lost } = options;
  const at = place(size, options.reach);
  const begins = new Set(starts);
  const total = points.length;
  // Plain loops: thousands of points, five curves, within a frame.
  const isShown = (i: number): boolean => i % every === 0 || i === total - 1 || begins.has(i) || begins.has(i + 1);
  if (options.ghost) {
    const xy: number[] = [];
    for (let i = 0; i < total; i++) {
      if (!isShown(i)) continue;
      const point = points[i];
      if (begins.has(i) || !point) xy.push(NaN, NaN);
      if (!point) continue;
      const here = at(point);
      xy.push(here[0], here[1]);
    }
    return [{ kind: "line", xy, stroke: "ink-2", width: 1, opacity: 0.35 }];
  }
  const lines: number[][] = Array.from({ length: ARC_STEPS + 1 }, () => []);
  let lastBin = -1;
  let lastAt: Pair = [0, 0];
  for (let i = 0; i < total; i++) {
    if (!isShown(i)) continue;
    const point = points[i];
    const far = point && (Math.abs(point[0]) > LIMIT || Math.abs(point[1]) > LIMIT);
    if (!point || far || begins.has(i)) lastBin = -1;
    if (!point || far) continue;
    const bin = lost?.[i] ? ARC_STEPS : Math.min(ARC_STEPS - 1, Math.floor((ARC_STEPS * i) / total));
    const here = at(point);
    const line = lines[bin] as number[];
    // A change of colour starts where the last colour ended, so that the curve has no gaps.
    if (lastBin === -1) line.push(NaN, NaN);
    else if (lastBin !== bin) line.push(NaN, NaN, lastAt[0], lastAt[1]);
    line.push(here[0], here[1]);
    lastBin = bin;
    lastAt = here;
  }
  const width = options.width ?? 2.5;
  return lines.flatMap((xy, bin): Mark[] =>
    xy.length === 0
      ? []
      : bin === ARC_STEPS
        ? [
            {
              kind: "line",
              xy,
              part: "lost",
              stroke: "lost",
              width: width - 0.5,
              dash: "1 5",
            },
          ]
        : [
            {
              kind: "line",
              part: "kept",
              xy,
              stroke: arcInk((bin + 0.5) / ARC_STEPS),
              width,
            },
          ],
  );
}
