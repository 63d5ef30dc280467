/**
 * From a picture of any size to the square that a network trained on photographs reads, as torchvision does it: the short
 * side to 256/224 of the network's side, the middle cut out; bilinear over the area that each pixel covers, in whole
 * numbers after each direction.
 */
import type { Tensor } from "../tensor.ts";
import type { Crop } from "./digit.ts";

/** RGB, 0 to 255, row by row. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** `crop` keeps the picture's shape and loses its rims; `squeeze` keeps all of it and loses its shape. */
export const FITS = ["crop", "squeeze"] as const;
export type Fit = (typeof FITS)[number];

/** The pixels that one pixel of the result covers, and their shares, which sum to 1. */
interface Taps {
  readonly first: number;
  readonly shares: Float64Array;
}

/** Triangle weights for `count` results from `from` on, where `length` pixels become `out`. */
function tapsOf(length: number, out: number, from: number, count: number): Taps[] {
  const scale = length / out;
  const reach = Math.max(1, scale);
  return Array.from({ length: count }, (_, i) => {
    const centre = (from + i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - reach + 0.5));
    const end = Math.min(length, Math.trunc(centre + reach + 0.5));
    const shares = Float64Array.from({ length: end - first }, (_, k) =>
      Math.max(0, 1 - Math.abs((first + k - centre + 0.5) / reach)),
    );
    const sum = shares.reduce((a, b) => a + b, 0);
    return { first, shares: shares.map((share) => share / sum) };
  });
}

/** Resizes a picture to width × height and cuts side × side out of its middle. */
function resizeAndCut({ width, height, rgb }: RgbImage, out: readonly [w: number, h: number], side: number): RgbImage {
  const [left, top] = out.map((length) => Math.round((length - side) / 2)) as [number, number];
  const columns = tapsOf(width, out[0], left, side);
  const rows = tapsOf(height, out[1], top, side);
  const narrow = new Uint8ClampedArray(side * height * 3);
  for (let y = 0; y < height; y++) {
    columns.forEach(({ first, shares }, x) => {
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let k = 0; k < shares.length; k++) sum += shares[k]! * rgb[3 * (y * width + first + k) + c]!;
        narrow[3 * (y * side + x) + c] = Math.floor(sum + 0.5);
      }
    });
  }
  const made = new Uint8ClampedArray(side * side * 3);
  rows.forEach(({ first, shares }, y) => {
    for (let i = 0; i < 3 * side; i++) {
      let sum = 0;
      for (let k = 0; k < shares.length; k++) sum += shares[k]! * narrow[3 * side * (first + k) + i]!;
      made[3 * side * y + i] = Math.floor(sum + 0.5);
    }
  });
  return { width: side, height: side, rgb: new Uint8Array(made.buffer) };
}

/** The side × side pixels that a network reads. A picture of just that size is taken pixel for pixel. */
export function fitPicture(image: RgbImage, side: number, fit: Fit): RgbImage {
  const { width, height } = image;
  if (width === side && height === side) return image;
  if (fit === "squeeze") return resizeAndCut(image, [side, side], side);
  const short = Math.floor((side * 256) / 224);
  const scaled = (length: number): number => Math.floor((short * length) / Math.min(width, height));
  return resizeAndCut(image, [scaled(width), scaled(height)], side);
}

/** The largest square in the middle of a picture, and where it lies. */
export function middleSquare({ width, height, rgb }: RgbImage): { readonly image: RgbImage; readonly crop: Crop } {
  const size = Math.min(width, height);
  const [x, y] = [Math.floor((width - size) / 2), Math.floor((height - size) / 2)];
  const square = new Uint8Array(3 * size * size);
  for (let row = 0; row < size; row++) {
    const from = 3 * ((y + row) * width + x);
    square.set(rgb.subarray(from, from + 3 * size), 3 * row * size);
  }
  return { image: { width: size, height: size, rgb: square }, crop: { x, y, size } };
}

/** [H, W, 3], or [H, W, 1] of its brightness; (pixel / 255 − mean) / std, one pair a channel. */
export function pictureTensor(
  { width, height, rgb }: RgbImage,
  channels: 1 | 3,
  { mean, std }: { readonly mean: readonly number[]; readonly std: readonly number[] },
): Tensor {
  const data = new Float32Array(width * height * channels);
  for (let i = 0; i < data.length; i++) {
    const c = i % channels;
    // Whole thousandths, so that a grey stays exactly what it was.
    const value = channels === 3 ? rgb[i]! : (299 * rgb[3 * i]! + 587 * rgb[3 * i + 1]! + 114 * rgb[3 * i + 2]!) / 1000;
    data[i] = (value / 255 - mean[c]!) / std[c]!;
  }
  return { shape: [height, width, channels], data };
}

/** Opaque RGBA without its fourth value. */
export function fromRgba(width: number, height: number, rgba: Uint8ClampedArray | Uint8Array): RgbImage {
  const rgb = new Uint8Array(3 * width * height);
  for (let i = 0; i < width * height; i++) rgb.set(rgba.subarray(4 * i, 4 * i + 3), 3 * i);
  return { width, height, rgb };
}
