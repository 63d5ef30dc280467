import { between, defineExercise, many } from "@content/exercise.ts";
import { embed, lostPoints, type Pair, randomMatrix } from "@kernels/manifold/collapse.ts";
import { shapePoints } from "@kernels/manifold/shapes.ts";
import type { Tensor } from "@kernels/tensor.ts";

interface Experiment {
  readonly embedded: readonly ArrayLike<number>[];
  readonly lost: readonly boolean[];
}
type Args = readonly [T: readonly Pair[], points: readonly Pair[]];

/** One row a point: its n values, then 1 if it is lost. */
function view({ embedded, lost }: Experiment): Tensor | undefined {
  const n = embedded[0]?.length ?? 0;
  if (lost.length !== embedded.length || embedded.some((row) => row.length !== n)) return undefined;
  const data = Float32Array.from(embedded.flatMap((row, p) => [...Array.from(row), Number(lost[p])]));
  return { shape: [embedded.length, n + 1, 1], data };
}

const counting =
  (isLost: (active: number) => boolean, rule: (z: number) => number = (z) => Math.max(z, 0)) =>
  (...[T, points]: Args): Experiment => {
    const embedded = points.map(([x, y]) => T.map(([a, b]) => rule(a * x + b * y)));
    return { embedded, lost: embedded.map((row) => isLost(row.filter((value) => value > 0).length)) };
  };

export const exercise = defineExercise<Args, Experiment>({
  name: "experiment",
  view,
  cases: (random) =>
    many(random, (_, most) => {
      const [n, m, seed] = [between(random, 1, most), 4 * most, between(random, 1, 999)];
      return { says: { n, points: m, seed }, args: [randomMatrix(n, seed), shapePoints("spiral", m).points] };
    }),
  reference: (T, points) => {
    const embedded = embed(T, points, "relu", 1);
    return { embedded, lost: lostPoints(embedded, "relu") ?? [] };
  },
  mistakes: {
    noRelu: counting((active) => active < 2, (z) => z),
    onlyOrigin: counting((active) => active === 0),
    threeRows: counting((active) => active < 3),
    noneLost: counting(() => false),
  }, // prettier-ignore
});
