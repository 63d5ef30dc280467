/** The curves of the ReLU experiment: points of the plane in order along a curve. */

export const SHAPES = ["spiral", "circle", "moons", "letter", "drawn"] as const;
export type ShapeName = (typeof SHAPES)[number];

/**
 * Points (x, y) with |x|, |y| ≤ 1, in order along the curve. `starts` holds the index at which each separate piece
 * begins (the first is 0), so that a drawing does not join two pieces.
 */
export interface Curve {
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly starts: readonly number[];
}

type Point = readonly [x: number, y: number];

/**
 * Two full turns, the radius growing linearly with the angle (facts: the paper gives no formula; this is ours).
 * The m angles are even, so with m a multiple of 4 every direction has its opposite: then exactly half of the
 * points is lost at n = 3, whatever T is. The origin, where the law does not hold, is left out.
 */
function spiral(m: number): Curve {
  const points = Array.from({ length: m }, (_, k): Point => {
    const share = (k + 1) / m;
    const angle = 4 * Math.PI * share;
    return [share * Math.cos(angle), share * Math.sin(angle)];
  });
  return { points, starts: [0] };
}

function circle(m: number): Curve {
  const points = Array.from({ length: m }, (_, k): Point => {
    const angle = (2 * Math.PI * (k + 0.5)) / m;
    return [0.8 * Math.cos(angle), 0.8 * Math.sin(angle)];
  });
  return { points, starts: [0] };
}

/** Two half circles that reach into each other. */
function moons(m: number): Curve {
  const first = Math.ceil(m / 2);
  const points = Array.from({ length: m }, (_, k): Point => {
    const upper = k < first;
    const share = upper ? k / Math.max(1, first - 1) : (k - first) / Math.max(1, m - first - 1);
    const angle = Math.PI * share;
    return upper
      ? [0.6 * Math.cos(angle) - 0.28, 0.6 * Math.sin(angle) - 0.16]
      : [0.28 - 0.6 * Math.cos(angle), 0.16 - 0.6 * Math.sin(angle)];
  });
  return { points, starts: [0, first] };
}

/** A capital R in straight and round strokes, for a shape with corners. */
const LETTER: readonly (readonly Point[])[] = [
  [
    [-0.5, -0.8],
    [-0.5, 0.8],
    [0.1, 0.8],
    [0.32, 0.74],
    [0.46, 0.58],
    [0.5, 0.4],
    [0.46, 0.22],
    [0.32, 0.06],
    [0.1, 0],
    [-0.5, 0],
  ],
  [
    [0, 0],
    [0.55, -0.8],
  ],
];

/** m points at even distances along several polylines, shared out by their lengths. */
export function along(strokes: readonly (readonly Point[])[], m: number): Curve {
  const lengths = strokes.map((stroke) =>
    stroke
      .slice(1)
      .reduce((sum, [x, y], i) => sum + Math.hypot(x - (stroke[i]?.[0] ?? x), y - (stroke[i]?.[1] ?? y)), 0),
  );
  const whole = lengths.reduce((a, b) => a + b, 0);
  if (whole === 0) return { points: [], starts: [] };
  const points: Point[] = [];
  const starts: number[] = [];
  let passed = 0;
  strokes.forEach((stroke, s) => {
    const length = lengths[s] ?? 0;
    const until = Math.round((m * (passed + length)) / whole);
    const count = until - points.length;
    passed += length;
    if (count <= 0 || length === 0) return;
    starts.push(points.length);
    let segment = 1;
    let before = 0;
    for (let k = 0; k < count; k++) {
      const target = (length * (k + 0.5)) / count;
      for (;;) {
        const from = stroke[segment - 1] as Point;
        const to = stroke[segment] as Point;
        const size = Math.hypot(to[0] - from[0], to[1] - from[1]);
        if (before + size >= target || segment === stroke.length - 1) {
          const share = size === 0 ? 0 : Math.min(1, (target - before) / size);
          points.push([from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])]);
          break;
        }
        before += size;
        segment++;
      }
    }
  });
  return { points, starts };
}

/** Strokes of a drawing ("x,y x,y;…" in thousandths of the pad's side, y down) as polylines in [−1, 1], y up. */
export function readStrokes(text: string): readonly (readonly Point[])[] {
  if (text === "") return [];
  return text.split(";").map((stroke) =>
    stroke.split(" ").map((pair): Point => {
      const [x = 0, y = 0] = pair.split(",").map(Number);
      return [x / 500 - 1, 1 - y / 500];
    }),
  );
}

/** m points of a shape; `drawn` takes the reader's strokes and has no points while nothing is drawn. */
export function shapePoints(shape: ShapeName, m: number, strokes = ""): Curve {
  switch (shape) {
    case "spiral":
      return spiral(m);
    case "circle":
      return circle(m);
    case "moons":
      return moons(m);
    case "letter":
      return along(LETTER, m);
    case "drawn":
      return along(readStrokes(strokes), m);
  }
}
