/** The 2D twin: the stage's view as marks, and the octants as a table. */
import { cameraOf, type Point3, projector } from "@/figures/shell/camera.ts";
import type { DrawContext, Panel } from "@/figures/shell/contract.ts";
import { curveMarks } from "@/figures/shell/curve-marks.ts";
import { escapeHtml } from "@/figures/shell/markup.ts";
import { type Ink, type Mark, marksSvg } from "@/figures/shell/marks.ts";
import type { Collapse3dData } from "./compute.ts";
import { RADIUS, shapeOf, type Sheet } from "./shape.ts";

type Context = Pick<DrawContext<{ readonly camera: string; readonly fold: number }>, "state" | "tr" | "num">;

const SIZE = 400;
/** The picture's curve goes through every other point: the eye sees no difference, the page weighs less. */
const EVERY = 2;

export const axisName = (axis: number): string => `z${"₁₂₃"[axis] ?? ""}`;
export const signsText = (signs: readonly boolean[]): string => signs.map((plus) => (plus ? "+" : "−")).join(" ");
export const sheetInk = ({ active }: Pick<Sheet, "active">): Ink => (active < 2 ? "lost" : "activation");
/** Signs stand beside the sheets while these are apart; folded onto the axes they would cover each other. */
export const namesShown = (rest: number): boolean => rest > 0.45;

function drawing(data: Collapse3dData, { state }: Context): Mark[] {
  const see = projector(cameraOf(state.camera), RADIUS);
  const shape = shapeOf(data);
  const at = (point: Point3): [number, number] => {
    const [x, y] = see(point);
    return [(SIZE * (1 + x)) / 2, (SIZE * (1 - y)) / 2];
  };
  const path = (points: readonly Point3[]): number[] => points.flatMap(at);
  const closed = (points: readonly Point3[]): number[] => path([...points, points[0] as Point3]);
  const far = (points: readonly Point3[]): number =>
    points.reduce((sum, point) => sum + see(point)[2], 0) / points.length;
  const plane = (points: readonly Point3[]): [number, number][] =>
    points.map((point) => {
      const [x, y] = see(point);
      return [x, y];
    });
  const options = { size: SIZE, every: EVERY, starts: data.starts, reach: 1 };
  const origin: Point3 = [0, 0, 0];
  const ends = shape.axes.map(({ tip }) => at([tip[0] * 1.05, tip[1] * 1.05, tip[2] * 1.05]));
  return [
    ...shape.faces.map((face): Mark => ({
      kind: "line",
      xy: closed(face),
      stroke: "rule",
      width: 1,
      fill: "surface",
      opacity: 0.8,
    })),
    ...[...shape.sheets]
      .sort((one, other) => far(other.rim) - far(one.rim))
      .map((sheet): Mark => {
        const ink = sheetInk(sheet);
        return { kind: "line", xy: closed([origin, ...sheet.rim]), stroke: ink, width: 1, fill: ink, opacity: 0.17 };
      }),
    {
      kind: "line",
      xy: shape.axes.flatMap(({ tail }) => [...path([origin, tail]), NaN, NaN]),
      stroke: "rule",
      width: 1.25,
    },
    {
      kind: "line",
      xy: shape.axes.flatMap(({ tip }) => [...path([origin, tip]), NaN, NaN]),
      stroke: "ink-2",
      width: 1.5,
    },
    ...(data.rest < 1 ? curveMarks(plane(shape.flat), { ...options, ghost: true }) : []),
    ...curveMarks(plane(shape.curve), { ...options, lost: data.lost }),
    ...ends.map(([x, y], axis): Mark => ({
      kind: "text",
      x,
      y: y + 5,
      text: axisName(axis),
      anchor: "middle",
      size: 15,
      fill: "ink",
    })),
    ...(namesShown(data.rest)
      ? shape.sheets.map(({ name, signs }): Mark => {
          const [x, place] = at(name);
          // The name of an octant makes way for that of an axis.
          const y = ends.some((end) => Math.abs(end[0] - x) < 34 && Math.abs(end[1] - place) < 16) ? place + 18 : place;
          return { kind: "text", x, y: y + 5, text: signsText(signs), anchor: "middle", size: 14 };
        })
      : []),
  ];
}

function octantTable(data: Collapse3dData, { tr, num }: Context): string {
  const head = ["signs", "active", "points", "fate"].map(
    (key) => `<th scope="col">${escapeHtml(tr(`octants.${key}`))}</th>`,
  );
  const rows = data.octants.map(({ signs, active, points, met }) => {
    const fate = !met ? "notMet" : active < 2 ? "lost" : "kept";
    const cells = [num(active), num(points), tr(`octants.${fate}`)].map((text) => `<td>${escapeHtml(text)}</td>`);
    return `<tr class="${fate}"><th scope="row">${signsText(signs)}</th>${cells.join("")}</tr>`;
  });
  return `<table class="octants"><thead><tr>${head.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

export function panels(data: Collapse3dData, context: Context): Panel[] {
  const { tr, num } = context;
  const empty: Mark = { kind: "text", x: SIZE / 2, y: SIZE / 2, text: tr("nothingDrawn"), anchor: "middle", size: 15 };
  return [
    {
      id: "space",
      title: tr("panels.space"),
      span: 6,
      width: SIZE,
      height: SIZE,
      stage: true,
      alt: tr("alt.space", { fold: num(context.state.fold, { percent: true, decimals: 0 }) }),
      svg: marksSvg([...drawing(data, context), ...(data.points.length === 0 ? [empty] : [])]),
    },
    { id: "octants", title: tr("panels.octants"), span: 6, html: octantTable(data, context) },
  ];
}
