import type { Crop } from "./digit.ts";
import { fitPicture, fromRgba, middleSquare, type RgbImage } from "./picture.ts";

/** The square in the middle of an RGBA picture as side × side pixels, and where it lies in the picture. */
export function photoOf(
  width: number,
  height: number,
  rgba: Uint8ClampedArray | Uint8Array,
  side: number,
): { readonly image: RgbImage; readonly crop: Crop } {
  const { image, crop } = middleSquare(fromRgba(width, height, rgba));
  return { image: fitPicture(image, side, "squeeze"), crop };
}
