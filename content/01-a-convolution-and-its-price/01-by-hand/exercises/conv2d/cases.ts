import { between, defineExercise, many, pick, tensor, values } from "@content/exercise.ts";
import { outSize, SLIDING, type Sliding, slideWrongly } from "@content/sliding.ts";
import { conv2d } from "@kernels/ops/conv2d.ts";
import type { Tensor } from "@kernels/tensor.ts";

type Place = readonly [y: number, x: number, o: number];
type Args = readonly [x: Tensor, filter: Float32Array, size: Required<Sliding>, place: Place];

const at = ({ shape: [, w, c], data }: Tensor, [y, x, o]: Place): number => data[(y * w + x) * c + o] ?? NaN;

export const exercise = defineExercise<Args, number>({
  name: "convAt",
  cases: (random) =>
    many(random, (_, most) => {
      const kernel = pick(random, 1, 3, 3, 5);
      const stride = pick(random, 1, 2);
      const [h, w, inC, outC] = [most + between(random, 0, 2), most, between(random, 1, 4), between(random, 1, 4)];
      const y = between(random, 0, outSize(h, kernel, stride) - 1);
      const x = between(random, 0, outSize(w, kernel, stride) - 1);
      const o = between(random, 0, outC - 1);
      return {
        says: { h, w, inC, outC, kernel, stride, y, x, o },
        args: [
          tensor(random, [h, w, inC]),
          values(random, kernel ** 2 * inC * outC),
          { kernel, stride, outC },
          [y, x, o],
        ],
      };
    }),
  reference: (x, filter, size, place) => at(conv2d(x, filter, { ...size, padding: "symmetric" }), place),
  // A single value has no size by which a forgotten stride could be told from one that is left out of the reading.
  mistakes: Object.fromEntries(
    SLIDING.filter((mistake) => mistake !== "strideForgotten").map((mistake) => [mistake, (...[x, filter, size, place]: Args) => at(slideWrongly(x, filter, size, mistake), place)]), // prettier-ignore
  ),
});
