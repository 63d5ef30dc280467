/** Paints marks on a canvas, in the page. The same marks as marks.ts writes as SVG. */
import type { Ink, Mark, MarkPanel } from "./marks.ts";
import { DIMMED, isPart } from "./parts.ts";

/** The palette's values, read from the page once per theme. */
export function makePalette(root: Element): (ink: Ink) => string {
  const style = getComputedStyle(root);
  const known = new Map<Ink, string>();
  return (ink) => {
    let value = known.get(ink);
    if (value === undefined) {
      value = style.getPropertyValue(`--${ink}`).trim() || "currentColor";
      known.set(ink, value);
    }
    return value;
  };
}

/** CSS pixels: no text is painted smaller, however small its panel is shown. */
const LEAST_TEXT = 12;

interface Brush {
  readonly colour: (ink: Ink) => string;
  readonly font: string;
  /** Panel units. */
  readonly leastText: number;
  /** The part that is lit, if one is. */
  readonly lit: string | undefined;
}

function paintMark(context: CanvasRenderingContext2D, mark: Mark, { colour, font, leastText, lit }: Brush): void {
  const isDim = lit !== undefined && mark.part !== undefined && !isPart(mark.part, lit);
  context.globalAlpha = (isDim ? DIMMED : 1) * ("opacity" in mark ? (mark.opacity ?? 1) : 1);
  switch (mark.kind) {
    case "line": {
      context.beginPath();
      let pen = false;
      for (let i = 0; i + 1 < mark.xy.length; i += 2) {
        const x = mark.xy[i] as number;
        const y = mark.xy[i + 1] as number;
        if (Number.isNaN(x) || Number.isNaN(y)) pen = false;
        else if (pen) context.lineTo(x, y);
        else {
          context.moveTo(x, y);
          pen = true;
        }
      }
      context.setLineDash(mark.dash ? mark.dash.split(" ").map(Number) : []);
      context.strokeStyle = colour(mark.stroke);
      context.lineWidth = mark.width ?? 1.5;
      if (mark.fill) {
        context.fillStyle = colour(mark.fill);
        context.fill();
      }
      context.stroke();
      return;
    }
    case "dots": {
      context.beginPath();
      for (let i = 0; i + 1 < mark.xy.length; i += 2) {
        const x = mark.xy[i] as number;
        const y = mark.xy[i + 1] as number;
        if (!Number.isFinite(x) || !Number.isFinite(y)) continue;
        context.moveTo(x + mark.r, y);
        context.arc(x, y, mark.r, 0, 2 * Math.PI);
      }
      context.fillStyle = colour(mark.fill === "none" ? "paper" : mark.fill);
      context.fill();
      if (mark.stroke) {
        context.setLineDash([]);
        context.lineWidth = 1.25;
        context.strokeStyle = colour(mark.stroke);
        context.stroke();
      }
      return;
    }
    case "rects": {
      context.fillStyle = colour(mark.fill);
      // One by one: thousands of squares in one path are cut into triangles together, by themselves they are copied.
      for (let i = 0; i + 3 < mark.xywh.length; i += 4) {
        context.fillRect(
          mark.xywh[i] as number,
          mark.xywh[i + 1] as number,
          mark.xywh[i + 2] as number,
          mark.xywh[i + 3] as number,
        );
      }
      return;
    }
    case "text":
      context.font = `${String(Math.max(mark.size ?? 14, leastText))}px ${font}`;
      context.textAlign = mark.anchor === "middle" ? "center" : (mark.anchor ?? "start");
      context.fillStyle = colour(mark.fill ?? "ink-2");
      context.fillText(mark.text, mark.x, mark.y);
  }
}

/** Draws a panel into a canvas that fills its body, at the screen's own resolution. */
export function paintPanel(
  canvas: HTMLCanvasElement,
  panel: MarkPanel,
  colour: (ink: Ink) => string,
  font: string,
  cssWidth: number,
  lit?: string,
): void {
  const ratio = Math.min(3, window.devicePixelRatio || 1);
  const width = Math.max(1, Math.round(cssWidth * ratio));
  const height = Math.max(1, Math.round((cssWidth * ratio * panel.height) / panel.width));
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  // Painted by the processor: a few small canvases at each move of a slider are sooner done there than handed over, and
  // where graphics are emulated (890 ms of processor time an answer against 48, measured) there is no other way to keep up.
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, width, height);
  context.scale(width / panel.width, height / panel.height);
  context.lineCap = "round";
  context.lineJoin = "round";
  const brush = { colour, font, leastText: (LEAST_TEXT * panel.width) / cssWidth, lit };
  for (const mark of panel.marks) paintMark(context, mark, brush);
  context.globalAlpha = 1;
}
