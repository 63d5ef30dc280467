/**
 * Moves of the camera by pointer, touch, wheel and keys. One finger scrolls the page and two turn the view, until the
 * reader enters it: then one finger turns, the wheel zooms, and Esc leaves.
 */
import type { View } from "./camera.ts";

export interface GestureTarget {
  readonly view: () => View;
  /** What is left out stays. */
  readonly move: (view: Partial<View>, options?: { ease?: boolean }) => void;
  readonly home: () => void;
  readonly entered: () => boolean;
  readonly enter: (on: boolean) => void;
  /** Moves the point looked at by CSS pixels; absent where the middle stays. */
  readonly pan?: (dx: number, dy: number) => void;
  /** A click or tap that was no drag, in client coordinates. */
  readonly tap?: (x: number, y: number) => void;
  /** A figure's own keys; true if it took this one. */
  readonly key?: (event: KeyboardEvent) => boolean;
}

/** Degrees per CSS pixel dragged: half a turn across a phone. */
const DRAG = 0.5;
const KEY_DEGREES = 5;
const KEY_ZOOM = 1.15;
const KEY_PAN = 40;
/** A press that moved farther than this was a drag. */
const STILL = 5;

interface Touching {
  readonly x: number;
  readonly y: number;
  readonly spread: number;
}

const touching = (touches: TouchList): Touching => {
  const points = [...touches].slice(0, 2);
  const [a, b] = points as [Touch, Touch | undefined];
  return b
    ? {
        x: (a.clientX + b.clientX) / 2,
        y: (a.clientY + b.clientY) / 2,
        spread: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY),
      }
    : { x: a.clientX, y: a.clientY, spread: 0 };
};

export function bindGestures(element: HTMLElement, target: GestureTarget, signal: AbortSignal): void {
  const turn = (dx: number, dy: number, zoom = 1): void => {
    const { azimuth, elevation, zoom: now } = target.view();
    target.move({ azimuth: azimuth - DRAG * dx, elevation: elevation + DRAG * dy, zoom: now * zoom });
  };
  const on = <K extends keyof HTMLElementEventMap>(
    type: K,
    run: (event: HTMLElementEventMap[K]) => void,
    options: AddEventListenerOptions = {},
  ): void => {
    element.addEventListener(type, run, { signal, ...options });
  };

  let dragged: { x: number; y: number } | null = null;
  let pressed = { x: NaN, y: NaN };
  on("pointerdown", (event) => {
    pressed = { x: event.clientX, y: event.clientY };
    if (event.pointerType === "touch" || event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    dragged = { x: event.clientX, y: event.clientY };
  });
  on("pointermove", (event) => {
    if (!dragged || event.pointerType === "touch") return;
    const [dx, dy] = [event.clientX - dragged.x, event.clientY - dragged.y];
    if (event.shiftKey && target.pan) target.pan(dx, dy);
    else turn(dx, dy);
    dragged = { x: event.clientX, y: event.clientY };
  });
  on("click", (event) => {
    if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) <= STILL)
      target.tap?.(event.clientX, event.clientY);
  });
  for (const type of ["pointerup", "pointercancel"] as const) {
    on(type, () => {
      dragged = null;
    });
  }

  // Touch by touch events: these alone can let one finger scroll and keep two.
  let last: Touching | null = null;
  const ours = (event: TouchEvent): boolean =>
    event.touches.length === 2 || (event.touches.length === 1 && target.entered());
  on(
    "touchstart",
    (event) => {
      last = ours(event) ? touching(event.touches) : null;
      if (event.touches.length === 2 && event.cancelable) event.preventDefault();
    },
    { passive: false },
  );
  on(
    "touchmove",
    (event) => {
      if (!ours(event)) return;
      if (event.cancelable) event.preventDefault();
      const now = touching(event.touches);
      if (last) turn(now.x - last.x, now.y - last.y, last.spread > 0 && now.spread > 0 ? now.spread / last.spread : 1);
      last = now;
    },
    { passive: false },
  );
  for (const type of ["touchend", "touchcancel"] as const) {
    on(type, (event) => {
      last = ours(event) ? touching(event.touches) : null;
    });
  }

  on(
    "wheel",
    (event) => {
      // With Ctrl it is a pinch on a touch pad.
      if (!target.entered() && !event.ctrlKey) return;
      event.preventDefault();
      turn(0, 0, Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)));
    },
    { passive: false },
  );

  on("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.key?.(event)) {
      event.preventDefault();
      return;
    }
    const { azimuth, elevation, zoom } = target.view();
    const { pan } = target;
    const moves: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => target.move({ azimuth: azimuth - KEY_DEGREES }, { ease: true }),
      ArrowRight: () => target.move({ azimuth: azimuth + KEY_DEGREES }, { ease: true }),
      ArrowUp: () => target.move({ elevation: elevation + KEY_DEGREES }, { ease: true }),
      ArrowDown: () => target.move({ elevation: elevation - KEY_DEGREES }, { ease: true }),
      "+": () => target.move({ zoom: zoom * KEY_ZOOM }, { ease: true }),
      "=": () => target.move({ zoom: zoom * KEY_ZOOM }, { ease: true }),
      "-": () => target.move({ zoom: zoom / KEY_ZOOM }, { ease: true }),
      "0": target.home,
      Enter: () => target.enter(true),
      ...(pan && {
        a: () => pan(KEY_PAN, 0),
        d: () => pan(-KEY_PAN, 0),
        w: () => pan(0, KEY_PAN),
        s: () => pan(0, -KEY_PAN),
      }),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  });
}
