/** Five by five cells around the picked one, large enough to read their values. */
import { escapeHtml, round } from "@/figures/shell/markup.ts";
import { type Level, levelInk, levelOf } from "./colour.ts";
import type { MicroscopeData } from "./compute.ts";
import { marksSix, scalesOf } from "./scale.ts";
import type { Context } from "./words.ts";

const CELLS = 5;
const SIZE = 44;

/** Which text colour a level takes, for contrast: see figure.css. */
const onLevel = (level: Level): string => `on-${levelInk(level).replace("level-", "")}`;

/** At most five characters, so that a value fits its cell. */
function short(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const decimals = size < 9.995 ? 2 : size < 99.95 ? 1 : 0;
  return round(value, decimals).toFixed(decimals).replace("-", "−");
}

/** `fine` writes every value; a picture at build, short of nodes, only the picked one. */
export function loupeSvg(data: MicroscopeData, context: Context, fine: boolean): string {
  const { reach } = scalesOf(data, context.state.scaleMode).after;
  const squares = new Map<Level, string>();
  const texts: string[] = [];
  for (let row = 0; row < CELLS; row++) {
    for (let column = 0; column < CELLS; column++) {
      const value = data.near[row * CELLS + column];
      if (value === null || value === undefined) continue;
      const level = levelOf(value, reach, marksSix(data.step));
      squares.set(
        level,
        `${squares.get(level) ?? ""}M${String(column * SIZE)} ${String(row * SIZE)}h${String(SIZE)}v${String(SIZE)}h-${String(SIZE)}z`,
      );
      if (!fine && (row !== 2 || column !== 2)) continue;
      texts.push(
        `<text x="${String((column + 0.5) * SIZE)}" y="${String((row + 0.5) * SIZE + 4.5)}" text-anchor="middle" font-size="13" class="${onLevel(level)}">${short(value)}</text>`,
      );
    }
  }
  const fills = [...squares].map(([level, d]) => `<path d="${d}" fill="var(--${levelInk(level)})"/>`).join("");
  const middle = String(2 * SIZE);
  const alt = escapeHtml(context.tr("alt.loupe"));
  return `<svg class="loupe" viewBox="-1 -1 ${String(CELLS * SIZE + 2)} ${String(CELLS * SIZE + 2)}" role="img" aria-label="${alt}">${fills}${texts.join("")}<rect x="${middle}" y="${middle}" width="${String(SIZE)}" height="${String(SIZE)}" fill="none" stroke="var(--accent)" stroke-width="3"/></svg>`;
}
