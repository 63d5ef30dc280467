/** The page's one WebGL2 context: browsers give few, so figures borrow it in turn. No three.js here. */

import { LARGEST_TEXTURE } from "./tensor-atlas.ts";

export interface PageContext {
  readonly canvas: HTMLCanvasElement;
  readonly gl: WebGL2RenderingContext;
}

let page: PageContext | undefined;

/** The page's context, or undefined where the browser gives none; asked again at the next figure. */
export function openContext(): PageContext | undefined {
  if (page) return page;
  const canvas = document.createElement("canvas");
  const gl = canvas.getContext("webgl2", { antialias: true, alpha: true, powerPreference: "low-power" });
  if (gl) page = { canvas, gl };
  return page;
}

/** The largest side of a texture that we make on this device. */
export function textureLimit(): number {
  const gl = openContext()?.gl;
  return gl ? Math.min(LARGEST_TEXTURE, Number(gl.getParameter(gl.MAX_TEXTURE_SIZE))) : LARGEST_TEXTURE;
}
