/** Levels of values for pictures made at build; their colours are those of the shell's table. */
export { colourTable, mix, parseHex, type Rgb, tableIndex } from "@/figures/shell/value-colour.ts";

/** Levels on either side of zero that a picture made at build distinguishes. */
export const LEVELS = 4;

/** −LEVELS to LEVELS, "six" for an exact six after ReLU6, "nan". */
export type Level = number | "six" | "nan";

/** The level of a value in a picture made at build; a `step` above 1 skips levels, for pictures that would be too large. */
export function levelOf(value: number, scale: number, marksSix: boolean, step = 1): Level {
  if (Number.isNaN(value)) return "nan";
  if (marksSix && value === 6) return "six";
  const share = scale === 0 ? 0 : Math.min(1, Math.max(-1, value / scale));
  return step * Math.round((LEVELS / step) * share) + 0;
}

/** The CSS variable of a level. */
export const levelInk = (level: Level): string =>
  level === "six"
    ? "ink"
    : level === "nan"
      ? "lost"
      : level === 0
        ? "level-0"
        : `level-${level < 0 ? "n" : "p"}${String(Math.abs(level))}`;
