import { randomMatrix } from "@kernels/manifold/collapse.ts";
import { lostShareLaw } from "@kernels/manifold/law.ts";
import { shapePoints } from "@kernels/manifold/shapes.ts";

export const n = 5;
export const seed = 1;

// Each row of T tosses a coin at each point: heads if t · x is positive.
const T = randomMatrix(n, seed);
const { points } = shapePoints("circle", 1000);
const heads = points.map(
  ([x, y]) => T.filter(([a, b]) => a * x + b * y > 0).length,
);

show(
  Array.from({ length: n + 1 }, (_, k) => ({
    heads: k,
    points: heads.filter((count) => count === k).length,
  })),
  "how many points have so many active rows",
);

export const lost = heads.filter((count) => count < 2).length / points.length;
export const law = lostShareLaw(n);
