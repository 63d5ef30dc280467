/** The page's one three.js renderer, lent to the view that is in use; the others show their twins meanwhile. */
import { WebGLRenderer } from "three";
import { openContext } from "./stage-context.ts";

export interface Borrower {
  /** Another view has the renderer now. */
  taken(): void;
  /** The graphics driver took the context away. */
  lost(): void;
  /** It gave the context back. */
  restored(): void;
}

let renderer: WebGLRenderer | undefined;
let borrower: Borrower | undefined;
let isLost = false;

export function borrow(by: Borrower): WebGLRenderer | undefined {
  if (isLost) return undefined;
  if (!renderer) {
    const context = openContext();
    if (!context) return undefined;
    const { canvas, gl } = context;
    renderer = new WebGLRenderer({ canvas, context: gl, antialias: true, alpha: true });
    renderer.setClearAlpha(0);
    canvas.addEventListener("webglcontextlost", (event) => {
      // Without this the browser never gives it back.
      event.preventDefault();
      isLost = true;
      borrower?.lost();
    });
    canvas.addEventListener("webglcontextrestored", () => {
      isLost = false;
      borrower?.restored();
    });
  }
  if (borrower !== by) {
    borrower?.taken();
    borrower = by;
  }
  return renderer;
}

export function giveBack(by: Borrower): void {
  if (borrower !== by) return;
  borrower = undefined;
  renderer?.domElement.remove();
}
