/** Tensors as boxes in a calm axonometric drawing: channels to the right, rows down, columns away. Units are cells. */
import { round } from "@/figures/shell/markup.ts";
import type { Shape } from "@kernels/tensor.ts";
import type { Stage } from "./blocks.ts";

/** What one column away looks like: half its length, at 45 degrees. */
const AWAY = 0.5 * Math.SQRT1_2;
/** A drawing is at least this many times as wide as its tallest box is high. */
const ASPECT = 2.4;

export const outlineOf = ([h, w, c]: Shape): { readonly width: number; readonly height: number } => ({
  width: c + AWAY * w,
  height: h + AWAY * w,
});

/** The width, in cells, of every drawing: the same for all, so that one ruler holds for all. */
export function commonWidth(stages: readonly Stage[]): number {
  return Math.max(
    ...stages.map(({ shape }) => {
      const { width, height } = outlineOf(shape);
      return Math.max(width, ASPECT * height);
    }),
  );
}

const n = (value: number): string => String(round(value, 2));

/** Front, top and side of a box whose outline begins at `top`. */
export function faces([h, w, c]: Shape, top = 0): { readonly front: string; readonly rest: string } {
  const away = AWAY * w;
  const y = top + away;
  return {
    front: `M0 ${n(y)}h${n(c)}v${n(h)}h${n(-c)}z`,
    rest: `M0 ${n(y)}l${n(away)} ${n(-away)}h${n(c)}l${n(-away)} ${n(away)}zM${n(c)} ${n(y)}l${n(away)} ${n(-away)}v${n(h)}l${n(-away)} ${n(away)}z`,
  };
}

/** Diagonal lines across the front, `gap` cells apart: the paper's sign for a tensor without a non-linear function. */
export function hatching([h, w, c]: Shape, gap: number, top = 0): string {
  const y0 = top + AWAY * w;
  let d = "";
  for (let at = gap; at < c + h; at += gap) {
    // From the left or lower edge up to the upper or right one.
    const [x1, y1] = at <= h ? [0, at] : [at - h, h];
    const [x2, y2] = at <= c ? [at, 0] : [c, at - c];
    d += `M${n(x1)} ${n(y0 + y1)}L${n(x2)} ${n(y0 + y2)}`;
  }
  return d;
}

/** A round length for the ruler, about a third of the drawing. */
export function rulerLength(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width / 3));
  return power * ([5, 2, 1].find((k) => k * power <= width / 3) ?? 1);
}
