import { between, defineExercise, many, pick, tensor, values } from "@content/exercise.ts";
import { add } from "@kernels/ops/add.ts";
import { depthwise } from "@kernels/ops/depthwise.ts";
import { pointwise } from "@kernels/ops/pointwise.ts";
import { relu6 } from "@kernels/ops/relu6.ts";
import type { Tensor } from "@kernels/tensor.ts";

interface Block {
  readonly expand: Float32Array;
  readonly filter: Float32Array;
  readonly project: Float32Array;
  readonly hidden: number;
  readonly outC: number;
  readonly stride: number;
}
type Args = readonly [x: Tensor, block: Block];
interface Habits {
  readonly inner?: boolean;
  readonly between?: boolean;
  readonly neck?: boolean;
  readonly shortcut?: (stride: number, fits: boolean) => boolean;
  readonly ignoresStride?: boolean;
}

/** The block with habits of choice; all right unless said otherwise. */
const blockWith =
  ({ inner = true, between: filters = true, neck = false, shortcut = (stride, fits) => stride === 1 && fits, ignoresStride = false }: Habits = {}) =>
  (...[x, { expand, filter, project, hidden, outC, stride }]: Args): Tensor => {
    const after = (is: boolean, t: Tensor): Tensor => (is ? relu6(t) : t);
    const wide = after(inner, pointwise(x, expand, { outC: hidden }));
    const step = ignoresStride ? 1 : stride;
    const filtered = after(filters, depthwise(wide, filter, { kernel: 3, stride: step, padding: "symmetric" }));
    const out = after(neck, pointwise(filtered, project, { outC }));
    const same = out.shape.every((size, i) => size === x.shape[i]);
    return same && shortcut(stride, x.shape[2] === outC) ? add(x, out) : out;
  }; // prettier-ignore

export const exercise = defineExercise<Args, Tensor>({
  name: "bottleneck",
  cases: (random) =>
    many(random, (_, most) => {
      const [h, w, inC] = [most, most - 1, between(random, 2, 4)];
      const stride = pick(random, 1, 1, 2);
      const outC = pick(random, inC, inC, inC + 1);
      const hidden = inC * between(random, 2, 6);
      const filters = [
        values(random, inC * hidden),
        values(random, 9 * hidden),
        values(random, hidden * outC),
      ] as const;
      // Large inputs, so that six is met.
      const { shape, data } = tensor(random, [h, w, inC]);
      return {
        says: { h, w, inC, outC, hidden, stride },
        args: [
          { shape, data: data.map((value) => 4 * value) },
          { expand: filters[0], filter: filters[1], project: filters[2], hidden, outC, stride },
        ],
      };
    }),
  reference: blockWith(),
  mistakes: {
    neckRelu: blockWith({ neck: true }),
    noShortcut: blockWith({ shortcut: () => false }),
    noRelu: blockWith({ inner: false, between: false }),
    noFirstRelu: blockWith({ inner: false }),
    noSecondRelu: blockWith({ between: false }),
    strideForgotten: blockWith({ ignoresStride: true }),
  },
});
