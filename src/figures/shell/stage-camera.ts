/** The view as three's camera, and the way back from the picture's pixels into space. */
import type { PerspectiveCamera } from "three";
import { axesOf, DISTANCE, type Point3, type Ray, rayThrough, targetOf, towards, type View } from "./camera.ts";
import { add } from "./tensor-layout.ts";

export function aimCamera(
  camera: PerspectiveCamera,
  view: View,
  { radius, reach, aspect }: { readonly radius: number; readonly reach: number; readonly aspect: number },
): void {
  const target = targetOf(view);
  const distance = DISTANCE * radius;
  camera.position.set(...add(target, [towards(view), distance]));
  camera.lookAt(...target);
  camera.fov = (2 * Math.atan(1 / DISTANCE) * 180) / Math.PI;
  camera.zoom = view.zoom / 100;
  camera.aspect = aspect;
  // As tight as the scene allows wherever it is looked at, so that depth stays exact for scenes of any length.
  const deepest = 1.05 * (Math.max(reach, radius) + Math.hypot(...target));
  camera.near = Math.max(distance / 50, distance - deepest);
  camera.far = distance + deepest;
  camera.updateProjectionMatrix();
}

/** What lies under a place of the screen. */
export function rayUnder(view: View, radius: number, box: DOMRect, clientX: number, clientY: number): Ray {
  const half = box.height / 2;
  return rayThrough(view, radius, (clientX - box.left - box.width / 2) / half, 1 - (clientY - box.top) / half);
}

/** The point to look at once the picture is dragged: what is under the pointer stays there, at the target's depth. */
export function panned(view: View, radius: number, height: number, dx: number, dy: number): Point3 {
  const { right, up } = axesOf(view);
  const perPixel = (200 * radius) / view.zoom / Math.max(1, height);
  return add(targetOf(view), [right, -dx * perPixel], [up, dy * perPixel]);
}
