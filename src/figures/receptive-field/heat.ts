/** Paths of small maps: cells by rank of influence, a digit's outline, a box. Units are cells. */
import { pictureTensor } from "@kernels/images/picture.ts";
import { inColour, type SeenImage } from "@kernels/images/seen-image.ts";
import type { ReceptiveField } from "@kernels/models/receptive-field.ts";
import type { Shape } from "@kernels/tensor.ts";

/** Ink of the strongest positions; each rank behind takes the one below. */
const STRONGEST = 5;

/** One path a rank: runs of equal rank in a row. Positions without influence stay ground. */
export function heatPaths(rank: ArrayLike<number>, w: number): string {
  const paths = new Map<number, string>();
  for (let at = 0; at < rank.length;) {
    const own = rank[at] ?? -1;
    let end = at + 1;
    while (end % w !== 0 && rank[end] === own) end++;
    if (own >= 0) {
      const run = `M${String(at % w)} ${String(Math.floor(at / w))}h${String(end - at)}v1h-${String(end - at)}z`;
      paths.set(own, (paths.get(own) ?? "") + run);
    }
    at = end;
  }
  return [...paths]
    .sort(([a], [b]) => a - b)
    .map(([own, d]) => `<path d="${d}" fill="var(--heat-${String(STRONGEST - own)})" shape-rendering="crispEdges"/>`)
    .join("");
}

/** Between black and white: ink on its ground. */
const MIDDLE = 128;

/** The outline of what a picture shows: of ink, or of what is brighter than a photo's mean. */
export function outline(image: SeenImage): string {
  if (!inColour(image)) return contour(image.grey, image.width, MIDDLE);
  const { data } = pictureTensor(image, 1, { mean: [0], std: [1] });
  return contour(data, image.width, data.reduce((sum, value) => sum + value, 0) / data.length);
}

/** The edges between pixels darker and lighter than `middle`. */
function contour(grey: ArrayLike<number>, w: number, middle: number): string {
  const h = grey.length / w;
  const isInk = (y: number, x: number): boolean =>
    x >= 0 && x < w && y >= 0 && y < h && (grey[y * w + x] ?? 0) >= middle;
  let d = "";
  for (let y = 0; y <= h; y++) {
    for (let x = 0; x < w; x++) {
      if (isInk(y, x) === isInk(y - 1, x)) continue;
      let end = x + 1;
      while (end < w && isInk(y, end) !== isInk(y - 1, end)) end++;
      d += `M${String(x)} ${String(y)}H${String(end)}`;
      x = end;
    }
  }
  for (let x = 0; x <= w; x++) {
    for (let y = 0; y < h; y++) {
      if (isInk(y, x) === isInk(y, x - 1)) continue;
      let end = y + 1;
      while (end < h && isInk(end, x) !== isInk(end, x - 1)) end++;
      d += `M${String(x)} ${String(y)}V${String(end)}`;
      y = end;
    }
  }
  return d;
}

/** The box, cut to the tensor where one is given. */
export function boxPath({ top, left, bottom, right }: ReceptiveField, shape?: Shape): string {
  const [h, w] = shape ?? [Infinity, Infinity];
  const low = shape ? 0 : -Infinity;
  const [x0, y0] = [Math.max(low, left), Math.max(low, top)];
  const [x1, y1] = [Math.min(w, right + 1), Math.min(h, bottom + 1)];
  return `M${String(x0)} ${String(y0)}H${String(x1)}V${String(y1)}H${String(x0)}z`;
}
