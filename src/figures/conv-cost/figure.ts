import { choice, defineFigure, pick, slider } from "@/figures/shell/contract.ts";
import { FACTORS, MOST } from "./bounds.ts";
import type { CostData } from "./compute.ts";
import { panelsOf } from "./scene.ts";

/** The price of one convolution as its sizes move (MobileNetV1 eq. 2, MobileNetV2 §3.1). */
export default defineFigure({
  id: "conv-cost",
  thread: "page",
  parts: ["madds", "params", "bytes"],
  controls: {
    size: slider({ min: 1, max: MOST.size, step: 1, initial: 112 }),
    inC: slider({ min: 1, max: MOST.inC, step: 1, initial: 64 }),
    outC: slider({ min: 1, max: MOST.outC, step: 1, initial: 128 }),
    kernel: slider({ min: 1, max: MOST.kernel, step: 2, initial: 3 }),
    stride: choice(["1", "2"], { initial: "1" }),
    factor: pick({ initial: "outC", options: FACTORS }),
  },
  describe({ price, out, doubled }: CostData, { state, tr, num }) {
    const times = (value: number): string => num(value, { decimals: Number.isInteger(value) ? 0 : 2 });
    const change = doubled[state.factor];
    const values = {
      kernel: state.kernel,
      from: [state.size, state.size, state.inC].join("×"),
      to: [out, out, state.outC].join("×"),
      madds: num(price.madds),
      params: num(price.params),
      bytes: num(price.bytes),
      factor: tr(`factor.${state.factor}`),
      m: times(change.madds),
      p: times(change.params),
      b: times(change.bytes),
    };
    return `${tr("say.price", values)} ${tr("say.doubled", values)}`;
  },
  picture: panelsOf,
  table: ({ curve }, { state, tr }) => ({
    columns: [tr(`controls.${state.factor}.label`), ...["madds", "params", "bytes"].map((key) => tr(`columns.${key}`))],
    rows: curve.map(({ at, madds, params, bytes }) => [at, madds, params, bytes]),
  }),
});
