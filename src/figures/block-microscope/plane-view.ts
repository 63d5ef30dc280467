/** One canvas with planes in the place of a panel's picture: paints when told and reads where the reader points. */
import type { PickedCell } from "./steps.ts";
import { cellUnder } from "./layout.ts";
import { fit, type PaintedGrid, type Painting, paintPlanes, type Palette, topOf } from "./paint-planes.ts";

export interface PlaneView {
  readonly canvas: HTMLCanvasElement;
  show(parts: Pick<Painting, "grids" | "boxes" | "note" | "height"> & { readonly unit: number }): void;
  repaint(palette: Palette, font: string): void;
  /** The cell under a pointer, with the index of its grid. */
  under(event: MouseEvent): { readonly grid: number; readonly cell: PickedCell } | null;
  dispose(): void;
}

export function planeView(body: HTMLElement, palette: Palette, font: string): PlaneView {
  const canvas = document.createElement("canvas");
  let [colours, letters] = [palette, font];
  let shown: Parameters<PlaneView["show"]>[0] | null = null;
  let width = body.clientWidth;
  body.replaceChildren(canvas);

  const paint = (): void => {
    if (!shown || width === 0) return;
    paintPlanes(canvas, { ...shown, fitted: fit(shown.unit, width), cssWidth: width }, colours, letters);
  };
  const observer = new ResizeObserver(([entry]) => {
    if (!entry) return;
    width = entry.contentRect.width;
    paint();
  });
  observer.observe(body);
  return {
    canvas,
    show(parts) {
      shown = parts;
      paint();
    },
    repaint(next, nextFont) {
      [colours, letters] = [next, nextFont];
      paint();
    },
    under(event) {
      if (!shown) return null;
      const fitted = fit(shown.unit, width);
      const frame = canvas.getBoundingClientRect();
      const [px, py] = [(event.clientX - frame.left) * fitted.ratio, (event.clientY - frame.top) * fitted.ratio];
      const found = shown.grids.map(({ grid }: PaintedGrid) =>
        cellUnder(grid, px / fitted.cell, (py - topOf(grid, fitted)) / fitted.cell),
      );
      const grid = found.findLastIndex((cell) => cell !== null);
      const cell = found[grid];
      return cell ? { grid, cell } : null;
    },
    dispose() {
      observer.disconnect();
    },
  };
}
