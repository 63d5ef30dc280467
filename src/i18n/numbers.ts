/** Numbers as the reader's language writes them. */

export interface NumberOptions {
  readonly decimals?: number;
  readonly percent?: boolean;
  /** Writes the plus sign too. */
  readonly sign?: boolean;
}
export type FormatNumber = (value: number, options?: NumberOptions) => string;

/** Decimals of a value that is not whole, unless the reader's settings say otherwise. */
export const DECIMALS = 3;

/** Texts that a formatter remembers. */
const MOST_KEPT = 500;

/**
 * A formatter for one language. Whole numbers get no decimals unless asked; the minus is the true sign (U+2212),
 * which has the width of a digit and is read as "minus"; a value that rounds to zero has no sign.
 */
export function numbers(locale: string, decimals = DECIMALS): FormatNumber {
  const formats = new Map<string, Intl.NumberFormat>();
  // Ticks and shares come again at every move of a slider, and formatting is slow.
  const told = new Map<string, string>();
  return (value, options = {}) => {
    const digits = options.decimals ?? (Number.isInteger(options.percent ? value * 100 : value) ? 0 : decimals);
    const key = `${digits}${options.percent}${options.sign}`;
    const whole = `${key} ${String(value)}`;
    const known = told.get(whole);
    if (known !== undefined) return known;
    let format = formats.get(key);
    if (!format) {
      format = new Intl.NumberFormat(locale, {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
        signDisplay: options.sign ? "exceptZero" : "negative",
        ...(options.percent && { style: "percent" }),
      });
      formats.set(key, format);
    }
    const text = format.format(value).replace("-", "−");
    if (told.size === MOST_KEPT) told.clear();
    told.set(whole, text);
    return text;
  };
}
