/** Float32 values as figures write them, with a true minus sign. */
import { round } from "./markup.ts";

/** Nine significant digits tell every float32 from its neighbours. */
const DIGITS = 9;

/** The shortest decimal that rounds back to the same float32: 0.1, not 0.100000001. */
export function shortest(value: number): string {
  for (let digits = 1; digits < DIGITS; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return plain(Number(text));
  }
  return plain(Number(value.toPrecision(DIGITS)));
}

const plain = (value: number): string => String(value + 0).replaceAll("-", "−");

/** At most five characters, so that a value fits its cell; whole numbers stay whole. */
export function short(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (Number.isInteger(value) && Math.abs(value) < 1e4) return plain(value);
  const size = Math.abs(value);
  const decimals = size < 9.995 ? 2 : size < 99.95 ? 1 : 0;
  return round(value, decimals).toFixed(decimals).replace("-", "−");
}
