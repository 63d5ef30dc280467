/** The drawing pad: pointer, touch, and by keyboard a pen that arrow keys move and Space lowers. */
import { makePalette } from "./paint.ts";

/** Drawing units along the pad's side; whole numbers keep links short. */
const SIDE = 1000;
/** Points nearer than this to the last are left out. */
const NEAR = { ink: 8, curve: 5 };
const KEY_STEP = 25;

type Point = readonly [x: number, y: number];

export interface Underlay {
  readonly width: number;
  readonly height: number;
  readonly grey: ArrayLike<number>;
}

export interface Pad {
  readonly show: (text: string) => void;
  readonly underlay: (picture: Underlay | null) => void;
}

const parse = (text: string): Point[][] =>
  text === ""
    ? []
    : text.split(";").map((stroke) => stroke.split(" ").map((pair) => pair.split(",").map(Number) as unknown as Point));

const write = (strokes: readonly (readonly Point[])[]): string =>
  strokes.map((stroke) => stroke.map(([x, y]) => `${String(x)},${String(y)}`).join(" ")).join(";");

export function bindPad(box: HTMLElement, mode: "ink" | "curve", set: (text: string) => void): Pad {
  const canvas = box.querySelector("canvas") as HTMLCanvasElement;
  let strokes: Point[][] = [];
  let drawing = false;
  let pen: Point = [SIDE / 2, SIDE / 2];
  let lowered = false;
  let keys = false;
  let under: HTMLCanvasElement | null = null;

  const paint = (): void => {
    const context = canvas.getContext("2d");
    if (!context) return;
    const ratio = Math.min(3, window.devicePixelRatio || 1);
    const side = Math.max(1, Math.round(280 * ratio));
    if (canvas.width !== side) canvas.width = canvas.height = side;
    const colour = makePalette(canvas);
    context.setTransform(side / SIDE, 0, 0, side / SIDE, 0, 0);
    context.clearRect(0, 0, SIDE, SIDE);
    if (under) {
      context.imageSmoothingEnabled = false;
      context.drawImage(under, 0, 0, SIDE, SIDE);
    }
    context.lineCap = "round";
    context.lineJoin = "round";
    context.strokeStyle = colour("input");
    context.lineWidth = mode === "ink" ? 85 : 14;
    for (const stroke of strokes) {
      context.beginPath();
      stroke.forEach(([x, y], i) => {
        if (i === 0) context.moveTo(x, y);
        context.lineTo(x, y);
      });
      context.stroke();
    }
    if (keys) {
      context.beginPath();
      context.arc(pen[0], pen[1], lowered ? 26 : 20, 0, 2 * Math.PI);
      context.lineWidth = 8;
      context.strokeStyle = colour(lowered ? "lost" : "ink-2");
      context.stroke();
    }
  };

  const commit = (): void => {
    set(write(strokes));
    paint();
  };
  const begin = (point: Point): void => {
    // A curve is one line: a new one replaces the old.
    strokes = mode === "curve" ? [[point]] : [...strokes, [point]];
  };
  const extend = (point: Point): boolean => {
    const stroke = strokes.at(-1);
    const last = stroke?.at(-1);
    if (!stroke || !last || Math.hypot(point[0] - last[0], point[1] - last[1]) < NEAR[mode]) return false;
    stroke.push(point);
    return true;
  };
  const pointOf = (event: PointerEvent): Point => {
    const frame = canvas.getBoundingClientRect();
    const inside = (value: number): number => Math.min(SIDE, Math.max(0, Math.round(value * SIDE)));
    return [inside((event.clientX - frame.left) / frame.width), inside((event.clientY - frame.top) / frame.height)];
  };

  canvas.dataset["bound"] = "";
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    // One that is done again (early-stroke.ts) may have no pointer any more.
    if (event.isTrusted) canvas.setPointerCapture(event.pointerId);
    drawing = true;
    keys = false;
    begin(pointOf(event));
    commit();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    const moves = "getCoalescedEvents" in event ? event.getCoalescedEvents() : [];
    const added = (moves.length > 0 ? moves : [event]).map((move) => extend(pointOf(move)));
    if (added.some(Boolean)) commit();
  });
  for (const type of ["pointerup", "pointercancel"] as const) {
    canvas.addEventListener(type, () => {
      drawing = false;
    });
  }
  canvas.addEventListener("keydown", (event) => {
    const move = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    }[event.key];
    if (move) {
      const inside = (value: number): number => Math.min(SIDE, Math.max(0, value));
      pen = [inside(pen[0] + KEY_STEP * (move[0] as number)), inside(pen[1] + KEY_STEP * (move[1] as number))];
      if (lowered && extend(pen)) commit();
    } else if (event.key === " ") {
      lowered = !lowered;
      if (lowered) {
        begin(pen);
        commit();
      }
    } else if (event.key === "Delete" || event.key === "Backspace") {
      strokes = [];
      commit();
    } else return;
    event.preventDefault();
    keys = true;
    paint();
  });
  canvas.addEventListener("blur", () => {
    keys = false;
    lowered = false;
    paint();
  });
  box.querySelector("[data-clear]")?.addEventListener("click", () => {
    strokes = [];
    commit();
  });
  paint();
  return {
    show(text) {
      if (text === write(strokes)) return;
      strokes = parse(text);
      paint();
    },
    underlay(picture) {
      under = picture && inkOf(picture, makePalette(canvas)("ink"));
      paint();
    },
  };
}

/** Grey values as a canvas of one ink whose opacity is the value. */
function inkOf({ width, height, grey }: Underlay, colour: string): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context) return canvas;
  const image = context.createImageData(width, height);
  for (let i = 0; i < width * height; i++) image.data[4 * i + 3] = grey[i] ?? 0;
  context.putImageData(image, 0, 0);
  // Paints the colour wherever there is any opacity.
  context.globalCompositeOperation = "source-in";
  context.fillStyle = colour;
  context.fillRect(0, 0, width, height);
  return canvas;
}
