import { defineExercise, many, pick } from "@content/exercise.ts";
import { makeDivisible } from "@kernels/models/make-divisible.ts";

type Args = readonly [v: number, divisor: number];
const nearest = (v: number, divisor: number): number => Math.floor((v + divisor / 2) / divisor) * divisor;

export const exercise = defineExercise<Args, number>({
  name: "makeDivisible",
  cases: (random) =>
    many(random, (_, most) => {
      // Once each: the rule of the tenth (18 becomes 24), and less than one divisor.
      if (most === 3) return { says: { v: 18, divisor: 8 }, args: [18, 8] };
      if (most === 4) return { says: { v: 3, divisor: 8 }, args: [3, 8] };
      // Table 2's channels at the widths that the paper and torchvision use, and whatever lies between.
      const channels = pick(random, 3, 12, 16, 24, 32, 64, 96, 160, 320);
      const width = pick(random, 0.1, 0.25, 0.35, 0.5, 0.75, 1, 1.3, 1.4);
      const divisor = pick(random, 8, 8, 4);
      const v = channels * width;
      return { says: { v, divisor }, args: [v, divisor] };
    }),
  reference: makeDivisible,
  mistakes: {
    down: (v, divisor) => Math.floor(v / divisor) * divisor,
    up: (v, divisor) => Math.ceil(v / divisor) * divisor,
    noTenth: (v, divisor) => Math.max(divisor, nearest(v, divisor)),
    nearestOnly: nearest,
  },
});
