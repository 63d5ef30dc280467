import { between, defineExercise, many, pick, tensor, values } from "@content/exercise.ts";
import { SLIDING, slideWrongly } from "@content/sliding.ts";
import { depthwise } from "@kernels/ops/depthwise.ts";
import type { Tensor } from "@kernels/tensor.ts";

type Args = readonly [x: Tensor, filter: Float32Array, size: { kernel: number; stride: number }];

export const exercise = defineExercise<Args, Tensor>({
  name: "depthwiseConv",
  plugsIn: "depthwise",
  cases: (random) =>
    many(random, (_, most) => {
      const kernel = pick(random, 3, 3, 5);
      const stride = pick(random, 1, 2);
      const [h, w, c] = [most + between(random, 0, 2), most, between(random, 1, 5)];
      return {
        says: { h, w, c, kernel, stride },
        args: [tensor(random, [h, w, c]), values(random, kernel ** 2 * c), { kernel, stride }],
      };
    }),
  reference: (x, filter, size) => depthwise(x, filter, { ...size, padding: "symmetric" }),
  mistakes: Object.fromEntries(
    SLIDING.map((mistake) => [mistake, (...[x, filter, size]: Args) => slideWrongly(x, filter, size, mistake)]),
  ),
});
