/**
 * From what a reader draws or opens to the 28 × 28 grey picture that a network trained on MNIST expects: ink bright on
 * black, the digit's box scaled to 20 pixels, its centre of mass in the middle (the data set's own recipe).
 */

/** Grey values 0 (ground) to 255 (ink), row by row. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
}

/** A square of the reader's picture or drawing, in its own units; the network's 28 × 28 pixels look at it. */
export interface Crop {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

export interface Digit {
  readonly image: GreyImage;
  /** What part of the source the 28 × 28 pixels show; null where they are the source. */
  readonly crop: Crop | null;
}

type Point = readonly [x: number, y: number];

/** How a picture's subject is put into 28 × 28 pixels, as the makers of a data set did it. */
export interface Cut {
  /** The longer side of the subject, in pixels of the result. */
  readonly box: number;
  /** Whether its centre of mass stands in the middle, or the middle of its box. */
  readonly byMass: boolean;
  /** What differs from the ground by this share of the picture's own contrast belongs to the subject. */
  readonly threshold: number;
}

const BOX = 20;
export const DIGIT: Cut = { box: BOX, byMass: true, threshold: 0.35 };
/** Fashion-MNIST's: the longer side fills the picture, and pale cloth is cloth. */
export const CLOTHES: Cut = { box: 28, byMass: false, threshold: 0.12 };

const SIDE = 28;
/** Half the width of a stroke in network pixels: MNIST's strokes are two to three pixels wide. */
const PEN = 1.15;
/** A drawing smaller than this share of the pad is a dot or a slip; it is not blown up any further. */
const SMALLEST = 120;

/** Strokes as the drawing pad writes them: "x,y x,y;x,y", thousandths of the pad's side. */
const strokesOf = (text: string): Point[][] =>
  text === ""
    ? []
    : text.split(";").map((stroke) =>
        stroke.split(" ").map((pair): Point => {
          const [x = 0, y = 0] = pair.split(",").map(Number);
          return [x, y];
        }),
      );

/** Distance from a point to a segment. */
function distance(px: number, py: number, [ax, ay]: Point, [bx, by]: Point): number {
  const dx = bx - ax;
  const dy = by - ay;
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / length));
  return Math.hypot(px - ax - t * dx, py - ay - t * dy);
}

/** Ink of round strokes in network pixels: full inside the pen, falling off over one pixel at its edge. */
function ink(strokes: readonly (readonly Point[])[]): Uint8Array {
  const grey = new Uint8Array(SIDE * SIDE);
  for (const stroke of strokes) {
    for (let i = 0; i < stroke.length; i++) {
      const a = stroke[Math.max(0, i - 1)] as Point;
      const b = stroke[i] as Point;
      if (i === 0 && stroke.length > 1) continue;
      const reach = PEN + 1;
      const [x0, x1] = [Math.floor(Math.min(a[0], b[0]) - reach), Math.ceil(Math.max(a[0], b[0]) + reach)];
      const [y0, y1] = [Math.floor(Math.min(a[1], b[1]) - reach), Math.ceil(Math.max(a[1], b[1]) + reach)];
      for (let y = Math.max(0, y0); y <= Math.min(SIDE - 1, y1); y++) {
        for (let x = Math.max(0, x0); x <= Math.min(SIDE - 1, x1); x++) {
          const cover = Math.min(1, Math.max(0, PEN + 0.5 - distance(x + 0.5, y + 0.5, a, b)));
          const at = y * SIDE + x;
          grey[at] = Math.max(grey[at] as number, Math.round(255 * cover));
        }
      }
    }
  }
  return grey;
}

function centreOfMass(grey: Uint8Array): Point | null {
  let mass = 0;
  let sx = 0;
  let sy = 0;
  grey.forEach((value, i) => {
    mass += value;
    sx += value * ((i % SIDE) + 0.5);
    sy += value * (Math.floor(i / SIDE) + 0.5);
  });
  return mass === 0 ? null : [sx / mass, sy / mass];
}

/** A drawing of its own: its box is scaled to 20 pixels and its centre of mass put in the middle. null if empty. */
export function digitFromStrokes(text: string): Digit | null {
  const strokes = strokesOf(text);
  const all = strokes.flat();
  if (all.length === 0) return null;
  const xs = all.map(([x]) => x);
  const ys = all.map(([, y]) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = (BOX - 2 * PEN) / Math.max(SMALLEST, right - left, bottom - top);
  const middle: Point = [(left + right) / 2, (top + bottom) / 2];
  const put = (dx: number, dy: number): Point[][] =>
    strokes.map((stroke) =>
      stroke.map(([x, y]): Point => [(x - middle[0]) * scale + SIDE / 2 + dx, (y - middle[1]) * scale + SIDE / 2 + dy]),
    );
  const centre = centreOfMass(ink(put(0, 0)));
  const [dx, dy] = centre ? [SIDE / 2 - centre[0], SIDE / 2 - centre[1]] : [0, 0];
  const size = SIDE / scale;
  return {
    image: { width: SIDE, height: SIDE, grey: ink(put(dx, dy)) },
    crop: { x: middle[0] - dx / scale - size / 2, y: middle[1] - dy / scale - size / 2, size },
  };
}

/** A drawing over a sample: the pad's side is the sample's 28 pixels, nothing is moved. */
export function drawOver(sample: GreyImage, text: string): Digit {
  const scaled = strokesOf(text).map((stroke) => stroke.map(([x, y]): Point => [(x * SIDE) / 1000, (y * SIDE) / 1000]));
  const drawn = ink(scaled);
  return {
    image: { ...sample, grey: sample.grey.map((value, i) => Math.max(value, drawn[i] as number)) },
    crop: null,
  };
}

/** Grey values of an RGBA picture over white, 0 to 255. */
function luminance(rgba: Uint8ClampedArray | Uint8Array, count: number): Float32Array {
  const grey = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const alpha = (rgba[4 * i + 3] as number) / 255;
    const light =
      0.299 * (rgba[4 * i] as number) + 0.587 * (rgba[4 * i + 1] as number) + 0.114 * (rgba[4 * i + 2] as number);
    grey[i] = light * alpha + 255 * (1 - alpha);
  }
  return grey;
}

/** Mean of the picture's outermost pixels: what its ground is. */
function borderMean(grey: Float32Array, width: number, height: number): number {
  let sum = 0;
  let count = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (y > 0 && y < height - 1 && x > 0 && x < width - 1) continue;
      sum += grey[y * width + x] as number;
      count++;
    }
  }
  return sum / count;
}

/**
 * The subject of a picture of any size and shape: the ground is what the border shows (paper or slate), ink or cloth
 * is what differs from it; its box is scaled by area averages and put in the middle as `cut` says.
 * null if the picture is of one colour. A picture of exactly 28 × 28 pixels on a dark ground is taken as it is.
 */
export function digitFromPixels(
  width: number,
  height: number,
  rgba: Uint8ClampedArray | Uint8Array,
  cut: Cut = DIGIT,
): Digit | null {
  const light = luminance(rgba, width * height);
  const ground = borderMean(light, width, height);
  if (width === SIDE && height === SIDE && ground < 64) {
    return { image: { width, height, grey: Uint8Array.from(light, Math.round) }, crop: null };
  }
  const strength = light.map((value) => Math.abs(value - ground));
  const most = strength.reduce((a, b) => Math.max(a, b), 0);
  if (most < 12) return null;
  let [left, right, top, bottom] = [width, -1, height, -1];
  strength.forEach((value, i) => {
    if (value < cut.threshold * most) return;
    const x = i % width;
    const y = Math.floor(i / width);
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  });
  const side = (Math.max(right - left, bottom - top) + 1) * (SIDE / cut.box);
  const sample = (crop: Crop): Uint8Array => areaSample({ strength, width, height, most }, crop, cut.threshold);
  const first = { x: (left + right + 1 - side) / 2, y: (top + bottom + 1 - side) / 2, size: side };
  if (!cut.byMass) return { image: { width: SIDE, height: SIDE, grey: sample(first) }, crop: first };
  const centre = centreOfMass(sample(first)) ?? [SIDE / 2, SIDE / 2];
  const pixel = side / SIDE;
  const crop = {
    x: first.x + (centre[0] - SIDE / 2) * pixel,
    y: first.y + (centre[1] - SIDE / 2) * pixel,
    size: side,
  };
  return { image: { width: SIDE, height: SIDE, grey: sample(crop) }, crop };
}

/** How far each pixel of a picture differs from its ground; `most` is the largest difference. */
interface Strength {
  readonly strength: Float32Array;
  readonly width: number;
  readonly height: number;
  readonly most: number;
}

/** Means over the crop's 28 × 28 squares; outside the picture is ground. Weak differences (shadows, noise) fade out. */
function areaSample({ strength, width, height, most }: Strength, crop: Crop, threshold: number): Uint8Array {
  const pixel = crop.size / SIDE;
  // At least four samples a side and pixel, one for each source pixel at most: exact enough, bounded for huge pictures.
  const steps = Math.min(16, Math.max(4, Math.ceil(pixel)));
  const grey = new Uint8Array(SIDE * SIDE);
  for (let v = 0; v < SIDE; v++) {
    for (let u = 0; u < SIDE; u++) {
      let sum = 0;
      for (let j = 0; j < steps; j++) {
        const y = Math.floor(crop.y + (v + (j + 0.5) / steps) * pixel);
        for (let i = 0; i < steps; i++) {
          const x = Math.floor(crop.x + (u + (i + 0.5) / steps) * pixel);
          if (x >= 0 && x < width && y >= 0 && y < height) {
            const share = (strength[y * width + x] as number) / most;
            sum += Math.min(1, Math.max(0, (share - threshold / 2) / (1 - threshold)));
          }
        }
      }
      grey[v * SIDE + u] = Math.round((255 * sum) / (steps * steps));
    }
  }
  return grey;
}
