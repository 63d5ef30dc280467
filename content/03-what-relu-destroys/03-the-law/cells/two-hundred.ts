import { randomMatrix } from "@kernels/manifold/collapse.ts";
import { shapePoints } from "@kernels/manifold/shapes.ts";
import { law, n } from "./heads.ts";

const matrices = 200;
const { points } = shapePoints("circle", 360);

// The share that one matrix loses: points with fewer than two heads.
function lostShare(seed: number) {
  const T = randomMatrix(n, seed);
  const lost = points.filter(
    ([x, y]) => T.filter(([a, b]) => a * x + b * y > 0).length < 2,
  );
  return lost.length / points.length;
}

const shares = Array.from({ length: matrices }, (_, i) => lostShare(i + 1));
const mean = shares.reduce((sum, share) => sum + share, 0) / matrices;
const lossless = shares.filter((share) => share === 0).length;
show([{ n, law, mean, lossless, worst: Math.max(...shares) }]);
