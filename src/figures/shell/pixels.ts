/** Small grey pictures as SVG. */
import { round } from "./markup.ts";

/** Grey levels that a small drawn picture distinguishes: one path each. */
const LEVELS = 6;

/** A grey picture of half the side, each pixel the mean of four; `side` is even. */
export function halved(grey: ArrayLike<number>, side: number): Float32Array {
  const half = side / 2;
  return Float32Array.from({ length: half * half }, (_, i) => {
    const at = 2 * Math.floor(i / half) * side + 2 * (i % half);
    return (grey[at]! + grey[at + 1]! + grey[at + side]! + grey[at + side + 1]!) / 4;
  });
}

/** Grey values as SVG: runs of equal level, one path a level, so that a picture has a handful of nodes. */
export function pixelsSvg(grey: ArrayLike<number>, side: number, unit: number, levels = LEVELS): string {
  const paths = Array.from({ length: levels }, () => "");
  const levelAt = (at: number): number => Math.ceil(((grey[at] ?? 0) / 255) * levels);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side;) {
      const level = levelAt(y * side + x);
      let end = x + 1;
      while (end < side && levelAt(y * side + end) === level) end++;
      const path = paths[level - 1];
      if (path !== undefined) {
        const [left, top, width] = [x * unit, y * unit, (end - x) * unit].map((value) => String(round(value, 1)));
        paths[level - 1] = `${path}M${left ?? ""} ${top ?? ""}h${width ?? ""}v${String(unit)}h-${width ?? ""}z`;
      }
      x = end;
    }
  }
  return paths
    .map((path, level) =>
      path === "" ? "" : `<path d="${path}" fill="var(--ink)" opacity="${String(round((level + 1) / levels, 2))}"/>`,
    )
    .join("");
}
