import { between, defineExercise, many, tensor, values } from "@content/exercise.ts";
import { pointwise } from "@kernels/ops/pointwise.ts";
import type { Tensor } from "@kernels/tensor.ts";

type Args = readonly [x: Tensor, filter: Float32Array, size: { outC: number }];

/** The sum with other indices than the right ones. */
const wrongly =
  (index: (pixel: number, c: number, o: number, inC: number, outC: number, pixels: number) => [number, number]) =>
  (...[x, filter, { outC }]: Args): Tensor => {
    const [h, w, inC] = x.shape;
    const data = Float32Array.from({ length: h * w * outC }, (_, i) => {
      let sum = 0;
      for (let c = 0; c < inC; c++) {
        const [from, weight] = index(Math.floor(i / outC), c, i % outC, inC, outC, h * w);
        sum += x.data[from]! * filter[weight]!;
      }
      return sum;
    });
    return { shape: [h, w, outC], data };
  };

export const exercise = defineExercise<Args, Tensor>({
  name: "pointwiseConv",
  plugsIn: "pointwise",
  cases: (random) =>
    many(random, (_, most) => {
      const [h, w, inC] = [between(random, 1, 3), between(random, 1, 4), between(random, 2, most)];
      // Never square: a transposed filter must show.
      const outC = inC + between(random, 1, 3);
      return { says: { h, w, inC, outC }, args: [tensor(random, [h, w, inC]), values(random, inC * outC), { outC }] };
    }),
  reference: (x, filter, { outC }) => pointwise(x, filter, { outC }),
  mistakes: {
    transposed: wrongly((pixel, c, o, inC) => [pixel * inC + c, o * inC + c]),
    planes: wrongly((pixel, c, o, _, outC, pixels) => [c * pixels + pixel, c * outC + o]),
    oneChannel: wrongly((pixel, c, o, inC, outC) => [pixel * inC, c * outC + o]),
  },
});
