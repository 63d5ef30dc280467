/** The figure's three.js part: sheets, faces, axes and curve from the same shape as the 2D twin. */
import {
  BufferGeometry,
  Color,
  DoubleSide,
  Float32BufferAttribute,
  Group,
  type Material,
  Mesh,
  MeshBasicMaterial,
} from "three";
import { LineMaterial } from "three/addons/lines/LineMaterial.js";
import { LineSegments2 } from "three/addons/lines/LineSegments2.js";
import { LineSegmentsGeometry } from "three/addons/lines/LineSegmentsGeometry.js";
import type { Point3 } from "@/figures/shell/camera.ts";
import { arcInk, type Ink } from "@/figures/shell/marks.ts";
import type { Lent, SceneParts, StageLabel } from "@/figures/shell/stage-scene.ts";
import type { Collapse3dData } from "./compute.ts";
import { axisName, namesShown, sheetInk, signsText } from "./scene.ts";
import { RADIUS, type Shape, shapeOf } from "./shape.ts";

type Segment = readonly [from: Point3, to: Point3];

/** Triangles of a convex fan about its first point. */
const fan = (points: readonly Point3[]): number[] =>
  points.slice(2).flatMap((point, i) => [...(points[0] as Point3), ...(points[i + 1] as Point3), ...point]);

/** The curve's segments by colour; a lost end makes a segment lost. */
function curveSegments(shape: Shape, data: Collapse3dData): Map<Ink, Segment[]> {
  const begins = new Set(data.starts);
  const found = new Map<Ink, Segment[]>();
  shape.curve.forEach((to, i) => {
    const from = shape.curve[i - 1];
    if (!from || begins.has(i)) return;
    const ink = data.lost[i] ? "lost" : arcInk(i / shape.curve.length);
    const list = found.get(ink) ?? [];
    list.push([from, to]);
    found.set(ink, list);
  });
  return found;
}

export function makeSpace(lent: Lent): SceneParts<unknown, Collapse3dData> {
  const group = new Group();
  const drawn: (Mesh | LineSegments2)[] = [];
  lent.scene.add(group);
  const materials = new Map<string, { material: MeshBasicMaterial | LineMaterial; ink: Ink }>();
  let shape: Shape | undefined;
  let rest = 1;

  const kept = <M extends MeshBasicMaterial | LineMaterial>(name: string, ink: Ink, make: () => M): M => {
    const known = materials.get(name);
    if (known) return known.material as M;
    const material = make();
    material.color = new Color(lent.colour(ink));
    materials.set(name, { material, ink });
    return material;
  };
  const add = (part: Mesh | LineSegments2): void => {
    drawn.push(part);
    group.add(part);
  };
  const sheet = (ink: Ink, opacity: number): Material =>
    kept(
      `sheet ${ink}`,
      ink,
      () => new MeshBasicMaterial({ transparent: true, opacity, side: DoubleSide, depthWrite: false }),
    );
  const addSheet = (points: readonly Point3[], ink: Ink, opacity: number): void => {
    const geometry = new BufferGeometry();
    geometry.setAttribute("position", new Float32BufferAttribute(fan(points), 3));
    add(new Mesh(geometry, sheet(ink, opacity)));
  };
  const addLines = (segments: readonly Segment[], ink: Ink, linewidth: number, dashed = false): void => {
    if (segments.length === 0) return;
    const material = kept(`line ${ink} ${linewidth}`, ink, () => {
      const made = new LineMaterial({ linewidth, dashed, dashSize: 0.014, gapSize: 0.016 });
      // Lines lie in the sheets: drawn after them, they stay whole.
      made.depthTest = false;
      made.transparent = true;
      return made;
    });
    const geometry = new LineSegmentsGeometry();
    geometry.setPositions(segments.flatMap(([from, to]) => [...from, ...to]));
    const lines = new LineSegments2(geometry, material);
    if (dashed) lines.computeLineDistances();
    lines.renderOrder = 1;
    add(lines);
  };
  const clear = (): void => {
    for (const { geometry } of drawn) geometry.dispose();
    group.remove(...drawn);
    drawn.length = 0;
  };

  return {
    radius: RADIUS,
    update(data) {
      clear();
      shape = shapeOf(data);
      ({ rest } = data);
      const origin: Point3 = [0, 0, 0];
      for (const face of shape.faces) addSheet(face, "ink-2", 0.06);
      for (const { rim, ...of } of shape.sheets) addSheet([origin, ...rim], sheetInk(of), 0.2);
      addLines(
        shape.axes.map(({ tail }) => [origin, tail]),
        "rule",
        1.25,
      );
      addLines(
        shape.axes.map(({ tip }) => [origin, tip]),
        "ink-2",
        1.5,
      );
      addLines(
        shape.sheets.flatMap(({ rim }) => rim.slice(1).map((to, i): Segment => [rim[i] as Point3, to])),
        "rule",
        1,
      );
      if (rest < 1) {
        const begins = new Set(data.starts);
        const { flat } = shape;
        addLines(
          flat.flatMap((to, i): Segment[] => (i === 0 || begins.has(i) ? [] : [[flat[i - 1] as Point3, to]])),
          "control",
          1,
        );
      }
      for (const [ink, segments] of curveSegments(shape, data))
        addLines(segments, ink, ink === "lost" ? 4 : 3.5, ink === "lost");
    },
    recolour() {
      for (const { material, ink } of materials.values()) material.color.set(lent.colour(ink));
    },
    labels(): readonly StageLabel[] {
      if (!shape) return [];
      const names = namesShown(rest)
        ? shape.sheets.map(({ name, signs }): StageLabel => ({ at: name, text: signsText(signs) }))
        : [];
      return [
        ...shape.axes.map(({ tip }, axis): StageLabel => ({
          at: [tip[0] * 1.05, tip[1] * 1.05, tip[2] * 1.05],
          text: axisName(axis),
          ink: "ink",
        })),
        ...names,
      ];
    },
    dispose() {
      clear();
      for (const { material } of materials.values()) material.dispose();
      lent.scene.remove(group);
    },
  };
}
