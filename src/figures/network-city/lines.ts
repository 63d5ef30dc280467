/** The edges of the city as lines: outlines of stacks, ground, memory, shortcuts, rulers. Pure. */
import type { Point3 } from "@/figures/shell/camera.ts";
import type { Ink } from "@/figures/shell/marks.ts";
import type { StageLine } from "@/figures/shell/stage-lines.ts";
import { cornersOf } from "@/figures/shell/tensor-layout.ts";
import { rulersOf } from "./labels.ts";
import { type City, type Lane, memoryDepth, KERB } from "./layout.ts";

/** How far a tensor of a lane is out of focus, 0 to 1. */
export type Faded = (lane: number, at: number) => number;

/** Corners as `cornersOf` orders them: channel, then row, then column. */
function edges(corners: readonly Point3[]): Point3[][] {
  const [a, b, c, d, e, f, g, h] = corners as [Point3, Point3, Point3, Point3, Point3, Point3, Point3, Point3];
  return [[a, b, d, c, a], [e, f, h, g, e], [a, e], [b, f], [c, g], [d, h]]; // prettier-ignore
}

function laneLines(city: City, lane: Lane, faded: (at: number) => number): StageLine[] {
  const { tensors } = lane.street;
  const lines: StageLine[] = [];
  lane.standing.forEach((standing, at) => {
    const { role, shortcut, shape, isOutput } = tensors[at]!;
    const ink: Ink = role === "picture" ? "input" : isOutput ? "activation" : "ink-2";
    const opacity = (isOutput ? 0.95 : 0.55) * (1 - 0.8 * faded(at));
    for (const points of edges(cornersOf(standing, city))) lines.push({ points, ink, width: isOutput ? 1.4 : 1, opacity });
    if (shortcut === null || shortcut > at) return;
    const reads = lane.standing[shortcut]!;
    const own = lane.standing.slice(shortcut, at + 1);
    const top = lane.ground + Math.max(...own.map(({ shape: [h] }) => h));
    const [from, to] = [reads.origin[1], standing.origin[1] + (shape[2] - 1) * (standing.pitch ?? city.pitch)];
    const rise = 0.35 * Math.min(to - from, 1.5 * shape[0]);
    const points = Array.from({ length: 17 }, (_, k): Point3 => {
      const t = k / 16;
      return [KERB, from + t * (to - from), top + rise * 4 * t * (1 - t)];
    });
    lines.push({ points, ink: "ink-2", width: 1.2, opacity: 0.85 * (1 - 0.8 * faded(at)) });
  });
  const step = lane.stretches.flatMap(([from, to], at): Point3[] => {
    const z = lane.ground - memoryDepth(city, lane, at);
    return [[KERB, from, z], [KERB, to, z]]; // prettier-ignore
  });
  const [start, end] = [lane.stretches[0]![0], lane.stretches.at(-1)![1]];
  lines.push({ points: [[KERB, start, lane.ground], ...step, [KERB, end, lane.ground]], ink: "activation", width: 1.25, opacity: 0.9 });
  lines.push({ points: [[KERB, start, lane.ground], [KERB, end, lane.ground]], ink: "control", width: 1, opacity: 0.7 });
  return lines;
} // prettier-ignore

export function cityLines(city: City, focus: number, faded: Faded): StageLine[] {
  const { upright, level } = rulersOf(city, focus);
  const tick = ([x, y, z]: Point3, along: 1 | 2, by: number): Point3[] =>
    [-by, by].map((d): Point3 => (along === 1 ? [x, y + d, z] : [x, y, z + d]));
  const size = 0.012 * Math.max(1e-6, upright[1][2] - upright[0][2]) * 2;
  const rulers: Point3[][] = [
    [...upright],
    [...level],
    ...upright.map((end) => tick(end, 1, size)),
    ...level.map((end) => tick(end, 2, size)),
  ];
  return [
    ...city.lanes.flatMap((lane, i) => laneLines(city, lane, (at) => faded(i, at))),
    ...rulers.map((points): StageLine => ({ points, ink: "ink-2", width: 1.25 })),
  ];
}
