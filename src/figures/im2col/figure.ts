import { choice, defineFigure, pick, seed, slider } from "@/figures/shell/contract.ts";
import { shortest } from "@/figures/shell/float-words.ts";
import type { Im2colData } from "./compute.ts";
import { mount } from "./mount.ts";
import { panelsOf } from "./panels.ts";
import { LARGEST, MOST_IN, MOST_OUT, outOf, type Sizes, SMALLEST } from "./sizes.ts";

/** The last row or column of the output that a state makes. */
const last = (state: Readonly<Record<string, unknown>>): number => outOf(state as unknown as Sizes) - 1;

/** How a convolution becomes one matrix product, and what the copying takes (MobileNetV1 §3.2). */
export default defineFigure({
  id: "im2col",
  thread: "page",
  parts: ["patch", "row", "column", "value"],
  controls: {
    kernel: choice(["1", "3", "5"], { initial: "3" }),
    stride: choice(["1", "2"], { initial: "1" }),
    size: slider({ min: SMALLEST, max: LARGEST, step: 1, initial: 4 }),
    inC: slider({ min: 1, max: MOST_IN, step: 1, initial: 1 }),
    outC: slider({ min: 1, max: MOST_OUT, step: 1, initial: 2 }),
    seed: seed(1),
    y: pick({ initial: 1, min: 0, max: last }),
    x: pick({ initial: 1, min: 0, max: last }),
    o: pick({ initial: 0, min: 0, max: ({ outC }) => Number(outC) - 1 }),
  },
  describe(data: Im2colData, { state, tr, num }) {
    const { matrix, input, terms, value, row, isPadding, isInput } = data;
    const size = matrix.data.length;
    const times = size / input.data.length;
    const values = {
      y: state.y,
      x: state.x,
      o: state.o,
      row,
      n: terms.length,
      value: shortest(value),
      size: num(size),
      input: num(input.data.length),
      times: num(times, { decimals: Number.isInteger(times) ? 0 : 2 }),
      padding: isPadding.filter(Boolean).length,
    };
    return `${tr("say.value", values)} ${tr(isInput ? "say.input" : "say.copied", values)}`;
  },
  picture: (data, context) => panelsOf(data, context),
  table: ({ terms }, { tr }) => ({
    columns: ["column", "a", "b", "product", "sum"].map((key) => tr(`columns.${key}`)),
    rows: terms.map(({ column, a, b, product, sum }) => [column, a, b, product, sum]),
  }),
  mount,
});
