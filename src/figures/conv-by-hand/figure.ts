import { choice, defineFigure, made, pick, seed, slider } from "@/figures/shell/contract.ts";
import { shortest } from "@/figures/shell/float-words.ts";
import type { ByHandData } from "./compute.ts";
import { mount } from "./mount.ts";
import { panelsOf } from "./panels.ts";
import { DIGITS, FILTERS, LARGEST, LEARNED, MOST_CHANNELS, outOf, PADDINGS, type Sizes, SMALLEST } from "./sizes.ts";
import { sizeFormula } from "./words.ts";

/** The last row or column of the output that a state makes. */
const last = (state: Readonly<Record<string, unknown>>): number => outOf(state as unknown as Sizes) - 1;

/** A convolution small enough to do by hand: pick a value, read every product that made it. */
export default defineFigure({
  id: "conv-by-hand",
  thread: "page",
  parts: ["window", "filter", "cell"],
  controls: {
    filter: choice(FILTERS, { initial: "edge", look: "select" }),
    source: choice(["digit", "seeded"], { initial: "digit" }),
    sample: choice(DIGITS, { initial: "test-35", look: "select" }),
    seed: seed(1),
    size: slider({ min: SMALLEST, max: LARGEST, step: 1, initial: 7 }),
    kernel: choice(["3", "5"], { initial: "3" }),
    stride: choice(["1", "2"], { initial: "1" }),
    padding: choice(PADDINGS, { initial: "symmetric", look: "select" }),
    inC: slider({ min: 1, max: ({ source }) => (source === "digit" ? 1 : MOST_CHANNELS), step: 1, initial: 1 }),
    outC: slider({ min: 1, max: MOST_CHANNELS, step: 1, initial: 1 }),
    learned: slider({ min: 0, max: LEARNED - 1, step: 1, initial: 5 }),
    weights: made({
      initial: "",
      pattern: /^-?\d(?:\.\d{1,17})?(?: -?\d(?:\.\d{1,17})?){0,224}$/,
      examples: ["", "1 0 -1 2 0 -2 1 0 -1", "0.5 -0.25 3"],
    }),
    y: pick({ initial: 2, min: 0, max: last }),
    x: pick({ initial: 3, min: 0, max: last }),
    o: pick({ initial: 0, min: 0, max: ({ outC }) => Number(outC) - 1 }),
  },
  hides: ({ source, filter }) => [
    ...(source === "digit" ? (["seed", "inC"] as const) : (["sample"] as const)),
    ...(filter === "learned" ? [] : (["learned"] as const)),
  ],
  describe(data: ByHandData, { state, tr }) {
    const { cell, terms, left, value } = data;
    const values = {
      y: cell.y,
      x: cell.x,
      o: cell.o,
      n: terms.length,
      left,
      value: shortest(value),
      formula: sizeFormula(data, state, tr),
    };
    return [
      tr(state.outC > 1 ? "say.many" : "say.one", values),
      ...(left > 0 ? [tr("say.left", values)] : []),
      tr("say.size", values),
    ].join(" ");
  },
  picture: (data, context) => panelsOf(data, context),
  table: ({ terms }, { tr }) => ({
    columns: ["ky", "kx", "c", "inY", "inX", "a", "b", "product", "sum"].map((key) => tr(`columns.${key}`)),
    rows: terms.map(({ ky, kx, c, inY, inX, a, b, product, sum }) => [ky, kx, c, inY, inX, a, b, product, sum]),
  }),
  mount,
});
