import { choice, defineFigure, drawing, seed, slider } from "@/figures/shell/contract.ts";
import { mountOf, pictureOf } from "@/figures/shell/mount-marks.ts";
import { percent } from "@/figures/shell/share-words.ts";
import { ACTIVATIONS, losesNothing, MATRICES } from "@kernels/manifold/collapse.ts";
import { SHAPES } from "@kernels/manifold/shapes.ts";
import { sizeOf } from "./bars.ts";
import type { ReluCollapseData } from "./compute.ts";
import { scene } from "./scene.ts";

/** The ReLU experiment of MobileNetV2's figure 1, live: embed a curve, clip it, bring it back twice. */
export default defineFigure({
  id: "relu-collapse",
  thread: "page",
  parts: ["kept", "lost", "law", "spread"],
  controls: {
    n: slider({
      min: 1,
      max: 64,
      step: 1,
      initial: 2,
      marks: [2, 3, 5, 15, 30],
    }),
    seed: seed(7),
    activation: choice(ACTIVATIONS, { initial: "relu", look: "select" }),
    scale: slider({ min: 0.5, max: 12, step: 0.5, initial: 4 }),
    shape: choice(SHAPES, { initial: "spiral", look: "select" }),
    curve: drawing("curve"),
    points: slider({ min: 40, max: 2000, step: 40, initial: 400 }),
    matrix: choice(MATRICES, { initial: "gaussian", look: "select" }),
    view: choice(["all", "image", "pinv", "active"], {
      initial: "all",
      look: "select",
    }),
  },
  hides: ({ activation, shape }) => [
    ...(activation === "relu6" ? [] : (["scale"] as const)),
    ...(shape === "drawn" ? [] : (["curve"] as const)),
  ],
  describe(data: ReluCollapseData, { state, tr, num }) {
    if (data.points.length === 0) return tr("say.nothing");
    const values = {
      n: state.n,
      seed: String(state.seed),
      points: num(data.points.length),
      lost: data.lostShare === null ? "" : percent(data.lostShare, num),
      law: data.law === null ? "" : percent(data.law, num),
      low: data.spread ? percent(data.spread.p5, num) : "",
      high: data.spread ? percent(data.spread.p95, num) : "",
      seeds: data.spread ? num(data.spread.seeds) : "",
      pinv: sizeOf(data.errorPinv ?? 0, { tr, num }),
      active: sizeOf(data.errorActive ?? 0, { tr, num }),
    };
    if (state.n === 1 && losesNothing(state.activation))
      return [tr("say.one", values), tr("say.pinv", values), tr("say.nearest", values)].join(" ");
    const sentences = [
      data.lost === null ? tr("say.noRule", values) : tr("say.lost", values),
      data.law === null ? "" : tr(data.spread ? "say.law" : "say.lawOnly", values),
      tr("say.pinv", values),
      data.recoveredActive === null ? "" : data.errorActive === null ? tr("say.none") : tr("say.active", values),
    ];
    return sentences.filter(Boolean).join(" ");
  },
  picture: pictureOf(scene),
  table: (data, { tr }) => ({
    columns: [
      "x",
      "y",
      tr("columns.lost"),
      tr("columns.pinvX"),
      tr("columns.pinvY"),
      tr("columns.activeX"),
      tr("columns.activeY"),
    ],
    rows: data.points.map(([x, y], i) => {
      const linear = data.recoveredPinv[i];
      const active = data.recoveredActive?.[i];
      return [
        x,
        y,
        data.lost?.[i] ?? null,
        linear?.[0] ?? null,
        linear?.[1] ?? null,
        active?.[0] ?? null,
        active?.[1] ?? null,
      ];
    }),
  }),
  mount: mountOf(scene),
});
