import { choice, defineFigure, drawing, seed, slider } from "@/figures/shell/contract.ts";
import { mountOf, pictureOf } from "@/figures/shell/mount-marks.ts";
import { percent } from "@/figures/shell/share-words.ts";
import { SHAPES } from "@kernels/manifold/shapes.ts";
import type { CollapseLawData } from "./compute.ts";
import { MOST_DIMENSIONS, mostRows } from "./rows.ts";
import { scene } from "./scene.ts";

/** Many seeds against the law of lost points (MobileNetV2 appendix A, theorem 1). */
export default defineFigure({
  id: "collapse-law",
  thread: "worker",
  parts: ["law", "mean", "band"],
  controls: {
    n: slider({
      min: 1,
      max: ({ d }) => mostRows(typeof d === "number" ? d : 2),
      step: 1,
      initial: 5,
      marks: [2, 3, 5, 8, 15],
    }),
    d: slider({ min: 1, max: MOST_DIMENSIONS, step: 1, initial: 2 }),
    seeds: slider({ min: 20, max: 2000, step: 20, initial: 200 }),
    seed: seed(1),
    shape: choice(SHAPES, { initial: "spiral", look: "select" }),
    curve: drawing("curve"),
    directions: seed(1),
    scale: choice(["linear", "log"], { initial: "linear" }),
  },
  hides: ({ d, shape }) => [
    ...(d === 2 ? (["directions"] as const) : (["shape"] as const)),
    ...(d === 1 ? (["directions"] as const) : []),
    ...(d === 2 && shape === "drawn" ? [] : (["curve"] as const)),
  ],
  describe(data: CollapseLawData, { state, tr, num }) {
    const level = data.levels[state.n - 1];
    if (!level) return tr("say.nothing");
    const { n, d } = state;
    const errors =
      (level.deviation === 0 ? 0 : Math.abs(level.mean - level.law)) / (level.deviation / Math.sqrt(state.seeds) || 1);
    const values = {
      n,
      d,
      seeds: state.seeds,
      mean: percent(level.mean, num),
      law: percent(level.law, num),
      deviation: percent(level.deviation, num),
      low: percent(level.p5, num),
      high: percent(level.p95, num),
      harmless: percent(level.harmless, num),
      errors: num(errors, { decimals: 1 }),
    };
    if (n < d) return tr("say.tooFew", values);
    const half = level.deviation === 0 && n === 2 * d - 1;
    return [tr("say.mean", values), half ? tr("say.half", values) : tr("say.scatter", values)].join(" ");
  },
  picture: pictureOf(scene),
  table: ({ levels }, { tr }) => ({
    columns: [
      "n",
      ...["law", "mean", "deviation", "low", "p5", "p95", "high", "harmless"].map((key) => tr(`columns.${key}`)),
    ],
    rows: levels.map(({ n, law, mean, deviation, low, p5, p95, high, harmless }) => [
      n,
      law,
      mean,
      deviation,
      low,
      p5,
      p95,
      high,
      harmless,
    ]),
  }),
  mount: mountOf(scene),
});
