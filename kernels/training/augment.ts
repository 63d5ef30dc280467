import type { Random } from "../random.ts";
import { gaussian } from "../random.ts";

/** How far a training image may be bent. Angles in degrees, lengths in pixels. */
export interface Augmentation {
  readonly rotate: number;
  readonly shift: number;
  /** Largest relative change of size: 0.1 is ×0.9 to ×1.1, per axis. */
  readonly scale: number;
  readonly shear: number;
  /** Deviation of the elastic field's knots, which stand on a coarse grid and are joined smoothly. */
  readonly elastic: number;
  /** Whether shifts are by whole pixels, so that an image that is only shifted stays as sharp as it was. */
  readonly whole?: boolean;
  /** Whether an image is mirrored left to right half of the time. */
  readonly flip?: boolean;
  /** Random erasing: how often a rectangle of the image is filled with noise, and its smallest and largest share of the area. */
  readonly erase?: { readonly chance: number; readonly least: number; readonly most: number };
  /** From this epoch on, the first being 0, nothing is erased: the last ones see images as the test set has them. */
  readonly eraseUntil?: number;
  /** How far brightness (of 1), contrast and saturation (of their own size) of an image in colour may change. */
  readonly colour?: { readonly brightness: number; readonly contrast: number; readonly saturation: number };
}

/** Height, width and channels of an image. */
type Size = readonly [h: number, w: number, c: number];

const KNOTS = 5;

/** A smooth random field over the image: KNOTS × KNOTS normal numbers, read by bilinear interpolation. */
function field(random: Random, deviation: number): (u: number, v: number) => number {
  const knots = Array.from({ length: KNOTS * KNOTS }, () => gaussian(random) * deviation);
  return (u, v) => {
    const x = Math.min(Math.max(u, 0), 0.9999) * (KNOTS - 1);
    const y = Math.min(Math.max(v, 0), 0.9999) * (KNOTS - 1);
    const left = Math.floor(x);
    const top = Math.floor(y);
    const at = (row: number, column: number): number => knots[row * KNOTS + column]!;
    const upper = at(top, left) + (at(top, left + 1) - at(top, left)) * (x - left);
    const lower = at(top + 1, left) + (at(top + 1, left + 1) - at(top + 1, left)) * (x - left);
    return upper + (lower - upper) * (y - top);
  };
}

/** Mirrors an image [h, w, c] left to right in place. */
function mirror(out: Float32Array, [, w, c]: Size): void {
  for (let row = 0; row < out.length; row += w * c) {
    const [first, last] = [row, row + (w - 1) * c];
    for (let x = 0; x < w >> 1; x++) {
      for (let i = 0; i < c; i++) {
        const [a, b] = [first + x * c + i, last - x * c + i];
        [out[a], out[b]] = [out[b]!, out[a]!];
      }
    }
  }
}

/** How much of each colour the eye takes for brightness (ITU-R BT.601). */
const LUMA = [0.299, 0.587, 0.114] as const;

/** Makes an image [h, w, 3] brighter or darker, harder or softer, and its colours stronger or weaker; stays in 0 to 1. */
function recolour(
  out: Float32Array,
  { brightness, contrast, saturation }: NonNullable<Augmentation["colour"]>,
  random: Random,
): void {
  const swing = (limit: number): number => (2 * random() - 1) * limit;
  const [lift, hard, strong] = [swing(brightness), 1 + swing(contrast), 1 + swing(saturation)];
  const mean = out.reduce((sum, value) => sum + value, 0) / out.length;
  for (let at = 0; at < out.length; at += 3) {
    const luma = LUMA.reduce((sum, share, i) => sum + share * out[at + i]!, 0);
    for (let i = at; i < at + 3; i++) {
      const coloured = luma + (out[i]! - luma) * strong;
      out[i] = Math.min(1, Math.max(0, mean + (coloured - mean) * hard + lift));
    }
  }
}

/** Fills one rectangle of an image [h, w, c], three times as long as wide at most, with uniform noise from 0 to 1. */
function erase(
  out: Float32Array,
  [h, w, c]: Size,
  { least, most }: NonNullable<Augmentation["erase"]>,
  random: Random,
): void {
  const area = h * w * (least + (most - least) * random());
  const stretch = Math.exp((2 * random() - 1) * (Math.log(3) / 2));
  const tall = Math.min(h, Math.max(1, Math.round(Math.sqrt(area) * stretch)));
  const wide = Math.min(w, Math.max(1, Math.round(Math.sqrt(area) / stretch)));
  const top = Math.floor(random() * (h - tall + 1));
  const left = Math.floor(random() * (w - wide + 1));
  for (let y = top; y < top + tall; y++) {
    for (let at = (y * w + left) * c; at < (y * w + left + wide) * c; at++) out[at] = random();
  }
}

/**
 * Turns, shifts, scales, shears and bends an image a little; what comes in from outside is black. Then, if asked, mirrors
 * it, changes its colours and erases a rectangle; without these the random stream is used as if they did not exist.
 *
 * pixels [h, w, c] bytes → out [h, w, c] float32 from 0 to 1. Each output pixel is read back from where it came from, by
 * bilinear interpolation. The same random stream gives the same image.
 */
export function augment(
  out: Float32Array,
  pixels: Uint8Array,
  [h, w, c]: Size,
  options: Augmentation,
  random: Random,
): void {
  const swing = (limit: number): number => (2 * random() - 1) * limit;
  const angle = (swing(options.rotate) * Math.PI) / 180;
  const [scaleX, scaleY] = [1 + swing(options.scale), 1 + swing(options.scale)];
  const shear = swing(options.shear);
  const shift = (): number => (options.whole ? Math.round(swing(options.shift)) : swing(options.shift));
  const [shiftX, shiftY] = [shift(), shift()];
  const bendX = field(random, options.elastic);
  const bendY = field(random, options.elastic);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [middleX, middleY] = [(w - 1) / 2, (h - 1) / 2];
  const pixel = (y: number, x: number, i: number): number =>
    y < 0 || y >= h || x < 0 || x >= w ? 0 : pixels[(y * w + x) * c + i]!;

  for (let outY = 0; outY < h; outY++) {
    for (let outX = 0; outX < w; outX++) {
      const dx = outX - middleX - shiftX;
      const dy = outY - middleY - shiftY;
      const x = (cos * dx - sin * dy + shear * dy) / scaleX + middleX + bendX(outX / w, outY / h);
      const y = (sin * dx + cos * dy) / scaleY + middleY + bendY(outX / w, outY / h);
      const left = Math.floor(x);
      const top = Math.floor(y);
      const [u, v] = [x - left, y - top];
      for (let i = 0; i < c; i++) {
        const upper = pixel(top, left, i) * (1 - u) + pixel(top, left + 1, i) * u;
        const lower = pixel(top + 1, left, i) * (1 - u) + pixel(top + 1, left + 1, i) * u;
        out[(outY * w + outX) * c + i] = (upper * (1 - v) + lower * v) / 255;
      }
    }
  }
  if (options.flip && random() < 0.5) mirror(out, [h, w, c]);
  if (options.colour && c === 3) recolour(out, options.colour, random);
  if (options.erase && random() < options.erase.chance) erase(out, [h, w, c], options.erase, random);
}
