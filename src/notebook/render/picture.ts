/** Pixels on a canvas, blown up so that small pictures can be seen; at build, which has none, their name stands there. */
import { isLent, make } from "./make.ts";

export function drawPixels(
  width: number,
  height: number,
  grey: ((i: number) => number) | Uint8ClampedArray,
  label: string,
): HTMLElement {
  if (isLent()) return make("p", "out-note", label);
  const canvas = make("canvas", "out-picture");
  canvas.width = width;
  canvas.height = height;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", label);
  const image = new ImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    if (typeof grey === "function") image.data.set([grey(i), grey(i), grey(i), 255], 4 * i);
    else image.data.set(grey.subarray(4 * i, 4 * i + 4), 4 * i);
  }
  canvas.getContext("2d")?.putImageData(image, 0, 0);
  canvas.style.width = `${Math.max(width, Math.min(336, width * Math.ceil(168 / width)))}px`;
  return canvas;
}
