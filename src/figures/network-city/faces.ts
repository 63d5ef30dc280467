/** The first channel of a tensor as SVG: values by colour in a few steps, runs of equal steps as one path. */
import { round } from "@/figures/shell/markup.ts";
import type { CityTensor } from "./street-data.ts";

/** Steps of colour on either side of zero: a small picture needs no more, and each is one path. */
const STEPS = 5;

/** Channel 0 in a square of `side` at x, y; nothing where there are no values. */
export function faceSvg({ face, shape: [h, w], reach }: CityTensor, x: number, y: number, side: number): string {
  if (!face) return "";
  const unit = side / Math.max(h, w);
  const paths = new Map<number, string>();
  const stepAt = (row: number, column: number): number => {
    const value = face[row * w + column]!;
    return reach === 0 ? 0 : Math.round(STEPS * Math.min(1, Math.max(-1, value / reach)));
  };
  const text = (value: number): string => String(round(value, 1));
  for (let row = 0; row < h; row++) {
    for (let column = 0; column < w;) {
      const step = stepAt(row, column);
      let end = column + 1;
      while (end < w && stepAt(row, end) === step) end++;
      const long = text((end - column) * unit);
      if (step !== 0) {
        const box = `M${text(x + column * unit)} ${text(y + row * unit)}h${long}v${text(unit)}h-${long}z`;
        paths.set(step, (paths.get(step) ?? "") + box);
      }
      column = end;
    }
  }
  const [wide, high] = [text(w * unit), text(h * unit)];
  const frame = `<path d="M${text(x)} ${text(y)}h${wide}v${high}h-${wide}z" fill="var(--scale-zero)" stroke="var(--control)" stroke-width="1"/>`;
  const cells = [...paths].map(
    ([step, path]) =>
      `<path d="${path}" fill="var(--scale-${step < 0 ? "negative" : "positive"})" opacity="${String(Math.abs(step) / STEPS)}"/>`,
  );
  return frame + cells.join("");
}
