/** The scale on which a reader guesses: where a value stands on it, from 0 to 1, and how it is written. */
import type { FormatNumber } from "@/i18n/numbers.ts";

export interface GuessScale {
  readonly min: number;
  readonly max: number;
  readonly scale: "linear" | "log";
  /** "%" writes shares as percent; k, M, kB and MB, alone or before another word, count thousands and millions; any other stands behind the number. */
  readonly unit: string;
}

const FACTORS: Readonly<Record<string, number>> = { "%": 100, k: 1e-3, M: 1e-6, kB: 1e-3, MB: 1e-6 };

/** By what a value is multiplied where it is written or typed in this unit. */
export const factorOf = (unit: string): number => FACTORS[unit.split(" ")[0] ?? ""] ?? 1;

/** Where a value stands, 0 at `min` and 1 at `max`; never outside. */
export function toShare(value: number, { min, max, scale }: GuessScale): number {
  const at = scale === "log" ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
  return Math.min(1, Math.max(0, at));
}

export const fromShare = (share: number, { min, max, scale }: GuessScale): number =>
  scale === "log" ? min * (max / min) ** share : min + share * (max - min);

/** Decimals that three significant digits need, without zeros at the end. */
function decimalsOf(value: number): number {
  const [digits = "", exponent = "0"] = Number(value.toPrecision(3)).toExponential().split("e");
  const behind = digits.split(".")[1]?.length ?? 0;
  return Math.min(12, Math.max(0, behind - Number(exponent)));
}

/** A value in words, with its unit. */
export function write(value: number, { unit }: Pick<GuessScale, "unit">, num: FormatNumber): string {
  if (unit === "%") return num(value, { percent: true, decimals: decimalsOf(100 * value) });
  const shown = value * factorOf(unit);
  const text = num(shown, { decimals: decimalsOf(shown) });
  return unit === "" ? text : `${text}\u00a0${unit}`;
}
