import { lostShareLaw } from "@kernels/manifold/law.ts";

const necks = [2, 6, 16, 24];
const factors = [1, 2, 3, 4, 6];

// A manifold that fills a neck of d channels, seen through t · d rows.
export const lost = necks.flatMap((d) =>
  factors.map((t) => ({ d, t, rows: t * d, share: lostShareLaw(t * d, d) })),
);
