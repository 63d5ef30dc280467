import { choice, defineFigure, pick, seed, slider } from "@/figures/shell/contract.ts";
import { percent } from "@/figures/shell/share-words.ts";
import type { ThreeData } from "./compute.ts";
import { mount } from "./mount.ts";
import { panelsOf, placeText } from "./panels.ts";
import { KINDS, LEAST_SIDE, MOST, mostKernel, PRESETS, type Sizes, stepsOf } from "./sizes.ts";

type Unknown = Readonly<Record<string, unknown>>;
const sizes = (state: Unknown): Sizes => state as unknown as Sizes;
const { small } = PRESETS;

/** Standard, depthwise and pointwise convolution, step by step side by side (MobileNetV1 §3.1). */
export default defineFigure({
  id: "three-convolutions",
  thread: "page",
  parts: KINDS,
  controls: {
    h: slider({ min: LEAST_SIDE, max: MOST.side, step: 1, initial: small.h }),
    w: slider({ min: LEAST_SIDE, max: MOST.side, step: 1, initial: small.w }),
    inC: slider({ min: 1, max: MOST.inC, step: 1, initial: small.inC }),
    outC: slider({ min: 1, max: MOST.outC, step: 1, initial: small.outC }),
    kernel: slider({ min: 1, max: (state) => mostKernel(sizes(state)), step: 2, initial: small.kernel }),
    stride: choice(["1", "2"], { initial: small.stride }),
    padding: choice(["symmetric", "valid"], { initial: small.padding }),
    seed: seed(1),
    step: pick({ initial: small.step, min: 0, max: (state) => stepsOf(sizes(state)) }),
  },
  describe(data: ThreeData, { tr, num, state }) {
    const { madds, position, share } = data;
    const { done } = position;
    const values = {
      place: placeText(position, data, { tr }),
      standard: num(done.standard),
      depthwise: num(done.depthwise),
      pointwise: num(done.pointwise),
      all: num(madds.standard),
      both: num(madds.depthwise + madds.pointwise),
      share: percent(share, num),
      n: num(state.outC),
      k2: num(state.kernel ** 2),
    };
    return `${tr("say.now", values)} ${tr(share < 1 ? "say.whole" : "say.dearer", values)}`;
  },
  picture: (data, context) => panelsOf(data, context),
  table: ({ madds, weights, position }, { tr }) => ({
    columns: ["kind", "madds", "weights", "done"].map((key) => tr(`columns.${key}`)),
    rows: KINDS.map((kind) => [tr(`kinds.${kind}`), madds[kind], weights[kind], position.done[kind]]),
  }),
  mount,
});
