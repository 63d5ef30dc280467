/** What the stage lends to a figure's scene, and what the scene gives back. Types only: nothing of three.js is loaded. */
import type { Camera, Scene } from "three";
import type { Point3, View } from "./camera.ts";
import type { Ink } from "./marks.ts";

export interface StageLabel {
  readonly at: Point3;
  readonly text: string;
  readonly ink?: Ink;
  /** Which part of the text stands at the point; its middle if absent. */
  readonly anchor?: "start" | "middle" | "end";
}

export interface Lent {
  /** The third axis points up. */
  readonly scene: Scene;
  readonly camera: Camera;
  /** The palette's colour now, as CSS text. */
  readonly colour: (ink: Ink) => string;
  /** Asks for one frame. */
  readonly changed: () => void;
  /** The reader wants no motion. */
  readonly reducedMotion: () => boolean;
  /** The largest side of a texture on this device. */
  readonly textureLimit: number;
}

export interface SceneParts<S, D> {
  /** The ball about the origin that the view shows at 100 %; a wide scene's depends on the picture's aspect. */
  readonly radius: number | ((aspect: number) => number);
  /**
   * Degrees by which the camera stands farther round in a picture of this aspect (width over height), so that a long
   * scene fills narrow pictures too; the link's azimuth counts from there.
   */
  readonly turn?: (aspect: number) => number;
  /** The ball that holds all that is drawn, where it is larger: nothing of it is cut off. */
  readonly reach?: number;
  /** Told before each frame; true asks for another, as long as something moves. */
  readonly frame?: (now: number, view: View) => boolean;
  /** Bytes of the scene's own textures, told in `data-texture-bytes`. */
  readonly textureBytes?: number;
  readonly update: (data: D, state: S) => void;
  /** Takes the palette's colours again. */
  readonly recolour: () => void;
  /** Real text over the canvas; placed again at every frame. */
  readonly labels: () => readonly StageLabel[];
  /** Told the picture's size, and that of a model unit at the point looked at, in CSS pixels, before each frame. */
  readonly resize?: (width: number, height: number, unit: number) => void;
  readonly dispose: () => void;
}
