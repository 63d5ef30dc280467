import { embed, lostPoints, randomMatrix } from "@kernels/manifold/collapse.ts";
import { shapePoints } from "@kernels/manifold/shapes.ts";

const n = 2;
const { points } = shapePoints("spiral", 400);

export const lost = Array.from({ length: 10 }, (_, i) => {
  const seed = i + 1;
  const image = embed(randomMatrix(n, seed), points, "relu", 1);
  const count = lostPoints(image, "relu")?.filter((is) => is).length ?? 0;
  return { seed, lost: count, share: count / points.length };
});
