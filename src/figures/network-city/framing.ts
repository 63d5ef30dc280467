/** A view's frame about points: the radius at which they fill a picture, and the point to look at that centres them. */
import { axesOf, fitRadius, type Point3, projector, type View } from "@/figures/shell/camera.ts";
import { add } from "@/figures/shell/tensor-layout.ts";
import { middleOf } from "./layout.ts";

export interface Framing {
  readonly middle: Point3;
  readonly radius: number;
}

/** The middle of the points' box is not the middle of their picture: it is moved until the picture is centred. */
export function frame(points: readonly Point3[], view: View, aspect: number, margin: number): Framing {
  let middle = middleOf(points);
  let radius = 1;
  for (let round = 0; round < 5; round++) {
    const [mx, my, mz] = middle;
    const about = points.map(([x, y, z]): Point3 => [x - mx, y - my, z - mz]);
    radius = fitRadius(about, view, aspect, margin);
    const seen = about.map(projector({ ...view, zoom: 100 }, radius));
    const centre = (axis: 0 | 1): number => {
      const all = seen.map((point) => point[axis]);
      // A picture's unit is one radius at the middle's depth.
      return (radius * (Math.min(...all) + Math.max(...all))) / 2;
    };
    const { right, up } = axesOf(view);
    middle = add(middle, [right, centre(0)], [up, centre(1)]);
  }
  return { middle, radius };
}
