import { between, defineExercise, many, tensor } from "@content/exercise.ts";
import { relu6 } from "@kernels/ops/relu6.ts";
import type { Tensor } from "@kernels/tensor.ts";

type Args = readonly [x: Tensor];
const each =
  (rule: (value: number) => number) =>
  (x: Tensor): Tensor => ({ shape: x.shape, data: x.data.map(rule) });

export const exercise = defineExercise<Args, Tensor>({
  name: "relu6",
  plugsIn: "relu6",
  cases: (random) =>
    many(random, (_, most) => {
      const [h, w, c] = [between(random, 1, 3), most, between(random, 1, 4)];
      const { shape, data } = tensor(random, [h, w, c]);
      // From −12 to 12, so that both ends are met.
      return { says: { h, w, c }, args: [{ shape, data: data.map((value) => 12 * value) }] };
    }),
  reference: relu6,
  mistakes: {
    unclamped: each((value) => Math.max(value, 0)),
    notRectified: each((value) => Math.min(value, 6)),
    symmetric: each((value) => Math.min(Math.max(value, -6), 6)),
    scaled: each((value) => Math.max(value, 0) / 6),
  },
});
