/** Memory as a curtain below the ground, one bar a tensor: one draw call. Loaded with three. */
import { BufferAttribute, BufferGeometry, Color, DoubleSide, Mesh, MeshBasicMaterial } from "three";
import type { Ink } from "@/figures/shell/marks.ts";
import type { Lent } from "@/figures/shell/stage-scene.ts";
import { type City, memoryDepth, KERB } from "./layout.ts";
import type { Faded } from "./lines.ts";

const CORNERS = 6;

export function makeMemory(lent: Lent) {
  const material = new MeshBasicMaterial({
    vertexColors: true,
    transparent: true,
    side: DoubleSide,
    depthWrite: false,
  });
  let geometry = new BufferGeometry();
  const mesh = new Mesh(geometry, material);
  mesh.frustumCulled = false;
  lent.scene.add(mesh);

  return {
    /** Bars as the city stands; those of the open block have the accent, the peak is solid. */
    set(city: City, open: (lane: number, at: number) => number, faded: Faded): void {
      const count = city.lanes.reduce((sum, { stretches }) => sum + stretches.length, 0);
      const at = new Float32Array(3 * CORNERS * count);
      const inks = new Float32Array(4 * CORNERS * count);
      const paint = (ink: Ink): Color => new Color(lent.colour(ink));
      const [plain, lit] = [paint("activation"), paint("accent")];
      let i = 0;
      city.lanes.forEach((lane, l) => {
        const top = lane.ground;
        lane.stretches.forEach(([from, to], k) => {
          const low = top - memoryDepth(city, lane, k);
          const x = KERB;
          at.set([x, from, top, x, to, top, x, to, low, x, from, top, x, to, low, x, from, low], 3 * CORNERS * i);
          const share = open(l, k);
          const colour = plain.clone().lerp(lit, share);
          const strong = k === lane.street.peak ? 0.85 : 0.24 + 0.36 * share;
          const alpha = strong * (1 - 0.5 * faded(l, k));
          for (let c = 0; c < CORNERS; c++) inks.set([colour.r, colour.g, colour.b, alpha], 4 * (CORNERS * i + c));
          i++;
        });
      });
      const made = new BufferGeometry();
      made.setAttribute("position", new BufferAttribute(at, 3));
      made.setAttribute("color", new BufferAttribute(inks, 4));
      mesh.geometry = made;
      geometry.dispose();
      geometry = made;
    },
    dispose(): void {
      geometry.dispose();
      material.dispose();
      lent.scene.remove(mesh);
    },
  };
}
