/**
 * Lines and outlines of a scene in two draw calls, however many there are: what is in sight, and faintly what is hidden
 * behind planes. Widths are CSS pixels at any distance.
 */
import {
  Float32BufferAttribute,
  GLSL3,
  GreaterDepth,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  LessEqualDepth,
  Mesh,
  RawShaderMaterial,
  Vector2,
  Vector3,
} from "three";
import type { Point3 } from "./camera.ts";
import type { Ink } from "./marks.ts";
import type { Lent } from "./stage-scene.ts";
import { LINE_FRAGMENT, LINE_VERTEX } from "./tensor-shaders.ts";
import { parseHex } from "./value-colour.ts";

export interface StageLine {
  /** A polyline. */
  readonly points: readonly Point3[];
  readonly ink: Ink;
  readonly width: number;
  /** 0 to 1; 1 if absent. */
  readonly opacity?: number;
  /** A rim of paper on both sides, in pixels, for outlines over cells of any colour. */
  readonly rim?: number;
  /** Length of dashes in pixels; a whole line if absent. */
  readonly dash?: number;
}

/** `hidden`: how much of a line shows through planes that hide it; a crowded scene takes less. */
export function makeLines(lent: Lent, { hidden = 0.22 }: { readonly hidden?: number } = {}) {
  const shared = { uSize: { value: new Vector2(1, 1) }, uForward: { value: 0 }, uPaper: { value: new Vector3() } };
  let geometry: InstancedBufferGeometry | undefined;
  let shown: readonly StageLine[] = [];
  const meshes = [hidden, 1].map((strength, i) => {
    const material = new RawShaderMaterial({
      glslVersion: GLSL3,
      vertexShader: LINE_VERTEX,
      fragmentShader: LINE_FRAGMENT,
      uniforms: { ...shared, uStrength: { value: strength } },
      transparent: true,
      depthWrite: false,
      depthFunc: i === 0 ? GreaterDepth : LessEqualDepth,
      side: 2,
    });
    const mesh = new Mesh(new InstancedBufferGeometry(), material);
    mesh.frustumCulled = false;
    mesh.renderOrder = 1 + i;
    mesh.visible = false;
    lent.scene.add(mesh);
    return mesh;
  });

  const set = (lines: readonly StageLine[]): void => {
    shown = lines;
    shared.uPaper.value.set(...parseHex(lent.colour("paper"))).divideScalar(255);
    const count = lines.reduce((sum, { points }) => sum + Math.max(0, points.length - 1), 0);
    const from = new Float32Array(3 * count);
    const to = new Float32Array(3 * count);
    const inks = new Float32Array(4 * count);
    const widths = new Float32Array(3 * count);
    let i = 0;
    for (const { points, ink, width, opacity = 1, rim = 0, dash = 0 } of lines) {
      const [r, g, b] = parseHex(lent.colour(ink));
      for (let k = 1; k < points.length; k++, i++) {
        from.set(points[k - 1]!, 3 * i);
        to.set(points[k]!, 3 * i);
        inks.set([r / 255, g / 255, b / 255, opacity], 4 * i);
        widths.set([width, rim, dash], 3 * i);
      }
    }
    const made = new InstancedBufferGeometry();
    made.setAttribute("position", new Float32BufferAttribute([0, -1, 0, 1, -1, 0, 1, 1, 0, 0, 1, 0], 3));
    made.setIndex([0, 1, 2, 0, 2, 3]);
    made.setAttribute("iFrom", new InstancedBufferAttribute(from, 3));
    made.setAttribute("iTo", new InstancedBufferAttribute(to, 3));
    made.setAttribute("iInk", new InstancedBufferAttribute(inks, 4));
    made.setAttribute("iWidth", new InstancedBufferAttribute(widths, 3));
    made.instanceCount = count;
    for (const mesh of meshes) {
      mesh.geometry = made;
      mesh.visible = count > 0;
    }
    geometry?.dispose();
    geometry = made;
  };

  return {
    set,
    /** CSS pixels of the picture. */
    resize(width: number, height: number): void {
      shared.uSize.value.set(width, height);
    },
    /** Model units by which lines come towards the eye, so that they lie on the planes that they outline. */
    forward(by: number): void {
      shared.uForward.value = by;
    },
    recolour(): void {
      set(shown);
    },
    dispose(): void {
      geometry?.dispose();
      for (const mesh of meshes) {
        mesh.material.dispose();
        lent.scene.remove(mesh);
      }
    },
  };
}

/** The outline of a rectangle, closed. */
export const outline = (corners: readonly [Point3, Point3, Point3, Point3]): readonly Point3[] => [
  ...corners,
  corners[0],
];
