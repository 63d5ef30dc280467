/** The step in space as a drawing: outlines of planes, what was read, rays, rulers. It stands in until the stage is there. */
import { cameraOf, type Point3, projector, towards } from "@/figures/shell/camera.ts";
import type { Panel } from "@/figures/shell/contract.ts";
import { escapeHtml, round } from "@/figures/shell/markup.ts";
import { pointAt, type Standing } from "@/figures/shell/tensor-layout.ts";
import { levelInk, levelOf } from "./colour.ts";
import type { MicroscopeData } from "./compute.ts";
import { afterTitle } from "./planes.ts";
import { cellsAt, linesOf, radiusOf, type Space, spaceOf, type Up, upOf } from "./space.ts";
import { labelsOf } from "./space-labels.ts";
import type { PickedCell } from "./steps.ts";
import { type Context, shapeText } from "./words.ts";

export const SPACE_WIDTH = 480;
export const SPACE_HEIGHT = 270;
/** Planes drawn of one stack; of thicker ones every second, third, … */
const PLANES = 18;

type See = (point: Point3) => readonly [x: number, y: number];

/** Half units are fine enough for lines, and short: points after the first as moves from the one before. */
function path(points: readonly Point3[], see: See, close = false): string {
  let d = "";
  let [px, py] = [0, 0];
  points.forEach((point, i) => {
    const [x, y] = see(point).map((at) => Math.round(2 * at)) as [number, number];
    const [dx, dy] = [(x - px) / 2, (y - py) / 2];
    d += `${i === 0 ? "M" : "l"}${String(dx)}${dy < 0 ? "" : " "}${String(dy)}`;
    [px, py] = [x, y];
  });
  return close ? `${d}z` : d;
}

/** The visible edges of a stack, from the side that the eye is on: a rim for the near plane, two edges for the rest. */
function stackPaths(standing: Standing, space: Space, up: Up, tensor: number, away: Point3, see: See) {
  const { street } = space;
  const [h, w, channels] = standing.shape;
  const dot = (axis: Point3): number => axis[0] * away[0] + axis[1] * away[1] + axis[2] * away[2];
  const near = dot(street.pose.deep) > 0 ? channels - 1 : 0;
  const x = dot(street.pose.across) > 0 ? w : 0;
  const y = dot(street.pose.down) > 0 ? h : 0;
  const quad = (c: number) => cellsAt(street, standing, { c, y: 0, x: 0, h, w, up: up(tensor, c) });
  const step = Math.ceil(channels / PLANES);
  let edges = "";
  for (let c = channels - 1; c >= 0; c -= step) {
    if (c === near || up(tensor, c) > 0) continue;
    const at = (row: number, column: number): Point3 => pointAt(standing, street, { c, y: row, x: column });
    edges += path([at(y, w - x), at(y, x), at(h - y, x)], see);
  }
  const { pulled } = space.tensors[tensor]!;
  return {
    edges,
    rims: pulled === near ? "" : path(quad(near), see, true),
    pulled: pulled === null ? "" : path(quad(pulled), see, true),
  };
}

/** The values that were read and the picked one, as coloured cells. */
function cells(space: Space, up: Up, see: See): string {
  const fills = new Map<string, string>();
  const paint = (tensor: number, cell: PickedCell, value: number): void => {
    const { reach, marksSix } = space.tensors[tensor]!;
    const ink = levelInk(levelOf(value, reach, marksSix));
    const quad = cellsAt(space.street, space.street.tensors[tensor]!, { ...cell, up: up(tensor, cell.c) });
    fills.set(ink, (fills.get(ink) ?? "") + path(quad, see, true));
  };
  // A fibre through a whole stack lies inside it.
  if (!space.mixes) for (const read of space.reads) paint(read.tensor, read, read.value);
  paint(space.tensors.length - 1, space.cell, space.value);
  return [...fills].map(([ink, d]) => `<path fill="var(--${ink})" d="${d}"/>`).join("");
}

/** Lines of one look are one path. */
function lines(space: Space, up: Up, see: See): string {
  const looks = new Map<string, string>();
  for (const { points, ink, width, opacity = 1, dash } of linesOf(space, space.street, up)) {
    const strength = opacity === 1 || (!space.mixes && opacity > 0.6) ? 1 : 0.45;
    const look = `stroke="var(--${ink})" stroke-width="${String(round(width * 0.7, 1))}"${strength < 1 ? ` opacity="${String(strength)}"` : ""}${dash ? ' stroke-dasharray="4 3"' : ""}`;
    looks.set(look, (looks.get(look) ?? "") + path(points, see));
  }
  return [...looks].map(([look, d]) => `<path ${look} d="${d}"/>`).join("");
}

/** A letter's width and a line's height where the drawing is smallest and its writing, by that measure, largest. */
const [LETTER, LINE] = [9, 17];

interface Written {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly anchor: "start" | "middle" | "end";
}

/** Words that would lie on earlier ones go below them. */
function apart<T extends Written>(texts: readonly T[]): T[] {
  const left = ({ x, text, anchor }: Written): number =>
    x - LETTER * text.length * { start: 0, middle: 0.5, end: 1 }[anchor];
  const placed: T[] = [];
  for (const one of texts) {
    const under = placed.find(
      (other) =>
        left(one) < left(other) + LETTER * other.text.length &&
        left(other) < left(one) + LETTER * one.text.length &&
        Math.abs(one.y - other.y) < LINE,
    );
    placed.push(under ? { ...one, y: under.y + LINE } : one);
  }
  return placed;
}

export function spaceTitle(data: MicroscopeData, context: Context): string {
  const shapes = data.sources.map(({ shape }) => shapeText(shape));
  return shapes.length === 0
    ? afterTitle(data, context)
    : context.tr("panels.space", { from: shapes.join(" + "), to: shapeText(data.shape) });
}

export function spacePanel(data: MicroscopeData, context: Context, drawn = true): Panel {
  const panel = {
    id: "space",
    title: spaceTitle(data, context),
    span: 12,
    width: SPACE_WIDTH,
    height: SPACE_HEIGHT,
    stage: true,
    alt: context.tr("alt.space"),
  } as const;
  return drawn ? { ...panel, svg: spaceSvg(data, context) } : panel;
}

function spaceSvg(data: MicroscopeData, context: Context): string {
  const space = spaceOf(data, context.state.scaleMode);
  const view = cameraOf(context.state.camera);
  const half = SPACE_HEIGHT / 2;
  const project = projector(view, radiusOf(space, SPACE_WIDTH / SPACE_HEIGHT));
  const see: See = (point) => {
    const [x, y] = project(point);
    return [SPACE_WIDTH / 2 + half * x, half - half * y];
  };
  const up = upOf(space);
  const stacks = space.street.tensors.map((standing, i) => stackPaths(standing, space, up, i, towards(view), see));
  const all = (part: keyof (typeof stacks)[number]): string => stacks.map((stack) => stack[part]).join("");
  const texts = apart(
    labelsOf(space, space.street, up, data, context).map(({ at, text, ink = "ink-2", anchor = "middle" }) => {
      const [x, y] = see(at);
      const leaves = anchor === "start" && x + LETTER * text.length > SPACE_WIDTH;
      return { x: leaves ? SPACE_WIDTH : x, y, text, ink, anchor: leaves ? ("end" as const) : anchor };
    }),
  ).map(
    ({ x, y, text, ink, anchor }) =>
      `<text x="${String(round(x, 1))}" y="${String(round(y, 1))}" fill="var(--${ink})"${anchor === "middle" ? "" : ` text-anchor="${anchor}"`}>${escapeHtml(text)}</text>`,
  );
  return `<g fill="none" text-anchor="middle" dominant-baseline="central" font-size="11"><path stroke="var(--control)" stroke-width=".6" d="${all("edges")}"/><path fill="var(--level-0)" stroke="var(--control)" d="${all("rims")}"/><path fill="var(--level-0)" stroke="var(--accent)" d="${all("pulled")}"/>${cells(space, up, see)}${lines(space, up, see)}${texts.join("")}</g>`;
}
