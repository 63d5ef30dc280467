/** Shares in sentences and on axes: enough decimals to be told apart, and powers of ten where decimals would not do. */
import type { Words } from "./contract.ts";

/** Smaller shares than one in a million are written with a power of ten. */
const TINY = 1e-6;

/** 0.1875 as "18.8%", 0.00049 as "0.05%", 2.9e-8 as "2.9 · 10⁻⁶%". */
export function percent(value: number, num: Words["num"]): string {
  if (value > 0 && value < TINY) return `${powerOfTen(100 * value, num)}${num(0, { percent: true }).replace("0", "")}`;
  const decimals = value === 0 || value === 1 ? 0 : value >= 0.01 ? 1 : value >= 1e-4 ? 2 : 4;
  return num(value, { percent: true, decimals });
}

/**
 * What an error of rounding is less than: 3.14e-16 as "10⁻¹²", 2e-11 as "10⁻⁹". Its own digits differ from one browser
 * to the next, and the words of a figure do not, so the steps are wide and none is where rounding usually ends.
 */
export const roundingBound = (error: number): string =>
  tens(Math.max(-12, 3 * (Math.floor(Math.log10(error) / 3) + 1)));

/** Errors below this are rounding, magnified at most a million times. */
const ROUNDING = 1e-9;
export const isRounding = (error: number): boolean => error < ROUNDING;

/** 3.14e-16 as "3.1 · 10⁻¹⁶". */
export function powerOfTen(value: number, num: Words["num"]): string {
  if (value === 0) return num(0);
  let power = Math.floor(Math.log10(Math.abs(value)));
  let mantissa = value / 10 ** power;
  // 9.96 would be written as 10.0.
  if (Math.abs(mantissa) >= 9.95) {
    power += 1;
    mantissa /= 10;
  }
  return `${num(mantissa, { decimals: 1 })} · ${tens(power)}`;
}

/** 10 to a whole power, the power raised. */
export const tens = (power: number): string =>
  `10${String(power).replace(/[-\d]/g, (sign) => (sign === "-" ? "⁻" : ("⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)] ?? "")))}`;
