/** Colours of values: negative and positive away from zero, mixed in OKLab so that equal steps look equal. */

export type Rgb = readonly [r: number, g: number, b: number];

export const parseHex = (hex: string): Rgb => {
  const value = Number.parseInt(hex.trim().slice(1, 7), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
};

const toLinear = (channel: number): number => {
  const share = channel / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};
const fromLinear = (value: number): number => {
  const share = value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
  return Math.round(255 * Math.min(1, Math.max(0, share)));
};

type Lab = readonly [l: number, a: number, b: number];

/** Björn Ottosson's OKLab, sRGB to Lab and back. */
function toLab(rgb: Rgb): Lab {
  const [r, g, b] = rgb.map(toLinear) as unknown as Rgb;
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}
function toRgb([l, a, b]: Lab): Rgb {
  const x = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const y = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const z = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    fromLinear(4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z),
    fromLinear(-1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z),
    fromLinear(-0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z),
  ];
}

export function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const [a, b] = [toLab(from), toLab(to)];
  return toRgb([0, 1, 2].map((i) => a[i as 0] + share * (b[i as 0] - a[i as 0])) as unknown as Lab);
}

/** Steps of colour on either side of zero: with the codes below they fill a byte. */
const STEPS = 126;

/** A table of colours from −1 (index 0) over 0 (index 126) to 1 (index 252). */
export function colourTable(negative: Rgb, zero: Rgb, positive: Rgb): readonly Rgb[] {
  return Array.from({ length: 2 * STEPS + 1 }, (_, i) => {
    const share = (i - STEPS) / STEPS;
    return mix(zero, share < 0 ? negative : positive, Math.abs(share));
  });
}

export const tableIndex = (value: number, scale: number): number =>
  STEPS + Math.round(STEPS * Math.min(1, Math.max(-1, scale === 0 ? 0 : value / scale)));

/** What a byte means beyond the table's 253 colours: an exact six after ReLU6, not a number, no value known. */
export const SIX = 253;
export const NOT_A_NUMBER = 254;
export const NO_VALUE = 255;

/** The byte that stands for a value: an index of the table, or a code above it. */
export const codeOf = (value: number, scale: number, marksSix: boolean): number =>
  Number.isNaN(value) ? NOT_A_NUMBER : marksSix && value === 6 ? SIX : tableIndex(value, scale);
