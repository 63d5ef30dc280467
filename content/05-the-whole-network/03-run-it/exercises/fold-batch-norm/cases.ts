import { between, defineExercise, many, values } from "@content/exercise.ts";
import { foldBatchNorm } from "@kernels/engine/fold-batch-norm.ts";
import type { Norm } from "@kernels/ops/batch-norm.ts";
import type { Tensor } from "@kernels/tensor.ts";

interface Folded {
  readonly filter: ArrayLike<number>;
  readonly bias: ArrayLike<number>;
}
type Args = readonly [filter: Float32Array, norm: Norm];

/** One row a term of the filter, the last row is the bias. */
function view({ filter, bias }: Folded): Tensor | undefined {
  const c = bias.length;
  if (c === 0 || filter.length % c !== 0) return undefined;
  const data = Float32Array.from([...Array.from(filter), ...Array.from(bias)]);
  return { shape: [filter.length / c + 1, c, 1], data };
}

const scales = ({ gamma, variance, epsilon }: Norm): Float32Array =>
  gamma.map((value, c) => value / Math.sqrt(variance[c]! + epsilon));
const folded = (filter: Float32Array, norm: Norm, scale: Float32Array, bias: (c: number) => number): Folded => ({
  filter: filter.map((value, i) => value * scale[i % scale.length]!),
  bias: norm.beta.map((_, c) => bias(c)),
});

export const exercise = defineExercise<Args, Folded>({
  name: "foldBatchNorm",
  view,
  cases: (random) =>
    many(random, (_, most) => {
      const [c, terms] = [between(random, 2, most), between(random, 1, most)];
      const [gamma, beta, mean] = [values(random, c), values(random, c), values(random, c)];
      const variance = values(random, c).map((value) => value * value);
      return { says: { terms, c }, args: [values(random, terms * c), { gamma, beta, mean, variance, epsilon: 1e-3 }] };
    }),
  reference: foldBatchNorm,
  mistakes: {
    noRoot: (filter, norm) => {
      const scale = norm.gamma.map((value, c) => value / (norm.variance[c]! + norm.epsilon));
      return folded(filter, norm, scale, (c) => norm.beta[c]! - norm.mean[c]! * scale[c]!);
    },
    noEpsilon: (filter, norm) => {
      const scale = scales({ ...norm, epsilon: 0 });
      return folded(filter, norm, scale, (c) => norm.beta[c]! - norm.mean[c]! * scale[c]!);
    },
    meanUnscaled: (filter, norm) => folded(filter, norm, scales(norm), (c) => norm.beta[c]! - norm.mean[c]!),
    meanAdded: (filter, norm) =>
      folded(filter, norm, scales(norm), (c) => norm.beta[c]! + norm.mean[c]! * scales(norm)[c]!),
    inputMajor: (filter, norm) => {
      const scale = scales(norm);
      const terms = filter.length / scale.length;
      return {
        filter: filter.map((value, i) => value * scale[Math.floor(i / terms)]!),
        bias: norm.beta.map((value, c) => value - norm.mean[c]! * scale[c]!),
      };
    },
  },
});
