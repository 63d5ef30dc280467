import { between, defineExercise, many, pick } from "@content/exercise.ts";
import { invertedResidual } from "@kernels/models/inverted-residual.ts";

interface Block {
  readonly h: number;
  readonly w: number;
  readonly inC: number;
  readonly outC: number;
  readonly expansion: number;
  readonly stride: number;
}
type Args = readonly [block: Block];

const parts = ({ h, w, inC, outC, expansion, stride }: Block) => {
  const [hidden, pixels] = [expansion * inC, h * w];
  const outPixels = Math.ceil(h / stride) * Math.ceil(w / stride);
  return { hidden, pixels, outPixels, expand: pixels * inC * hidden, filter: outPixels * 9 * hidden, project: outPixels * hidden * outC }; // prettier-ignore
};

export const exercise = defineExercise<Args, number>({
  name: "blockMadds",
  cases: (random) =>
    many(random, (_, most) => {
      const size = pick(random, 7, 14, 15, 28);
      const block = {
        h: size,
        w: size,
        inC: 8 * between(random, 1, most),
        outC: 8 * between(random, 1, most),
        expansion: pick(random, 1, 4, 6),
        stride: pick(random, 1, 2),
      };
      return { says: block, args: [block] };
    }),
  // Counted layer by layer, as for every network of this site.
  reference: ({ h, w, inC, ...size }) =>
    invertedResidual([h, w, inC], size).reduce((sum, layer) => sum + layer.madds, 0),
  mistakes: {
    alwaysExpands: (block) => {
      const { expand, filter, project } = parts(block);
      return expand + filter + project;
    },
    strideForgotten: (block) => {
      const { hidden, pixels, expand } = parts(block);
      return (block.expansion === 1 ? 0 : expand) + pixels * hidden * (9 + block.outC);
    },
    expandsSmall: (block) => {
      const { hidden, outPixels, filter, project } = parts(block);
      return (block.expansion === 1 ? 0 : outPixels * block.inC * hidden) + filter + project;
    },
    standardFilter: (block) => {
      const { hidden, outPixels, expand, project } = parts(block);
      return (block.expansion === 1 ? 0 : expand) + outPixels * 9 * hidden * hidden + project;
    },
    flops: (block) => {
      const { expand, filter, project } = parts(block);
      return 2 * ((block.expansion === 1 ? 0 : expand) + filter + project);
    },
  },
});
