import { camera, choice, defineFigure, drawing, seed, slider } from "@/figures/shell/contract.ts";
import { mountStage } from "@/figures/shell/stage.ts";
import { SHAPES } from "@kernels/manifold/shapes.ts";
import type { Collapse3dData } from "./compute.ts";
import { axisName, panels } from "./scene.ts";

/** The ReLU experiment at n = 3, in space: the plane of Tx, the curve in it, and the fold onto the positive octant. */
export default defineFigure({
  id: "collapse-3d",
  thread: "page",
  parts: ["kept", "lost"],
  controls: {
    fold: slider({ min: 0, max: 1, step: 0.01, initial: 1, marks: [0, 0.5, 1] }),
    activation: choice(["identity", "relu", "leaky"], { initial: "relu" }),
    seed: seed(15),
    shape: choice(SHAPES, { initial: "spiral", look: "select" }),
    curve: drawing("curve"),
    camera: camera("42_28_100"),
  },
  hides: ({ activation, shape }) => [
    ...(activation === "identity" ? (["fold"] as const) : []),
    ...(shape === "drawn" ? [] : (["curve"] as const)),
  ],
  describe(data: Collapse3dData, { state, tr, num }) {
    if (data.points.length === 0 || data.lostShare === null) return tr("say.nothing");
    const { activation, fold, shape } = state;
    const values = {
      seed: String(state.seed),
      met: data.octants.filter(({ met }) => met).length,
      points: num(data.points.length),
      lost: num(data.lost.filter(Boolean).length),
      share: num(data.lostShare, { percent: true, decimals: 1 }),
      fold: num(fold, { percent: true, decimals: 0 }),
      rest: num(data.rest, { percent: true, decimals: 0 }),
    };
    // Point by point at 400 points; the two moons are each other's opposite.
    const paired = shape === "spiral" || shape === "circle" || shape === "moons";
    const sentences = [
      tr("say.plane", values),
      activation !== "relu"
        ? tr(`say.${activation}`, values)
        : tr(fold === 1 ? "say.folded" : fold === 0 ? "say.open" : "say.under", values),
      activation === "relu" ? tr(paired ? "say.half" : "say.unpaired", values) : "",
    ];
    return sentences.filter(Boolean).join(" ");
  },
  picture: panels,
  table: (data, { tr }) => ({
    columns: [
      ...[0, 1, 2].map((axis) => `${axisName(axis)} > 0`),
      tr("octants.active"),
      tr("octants.points"),
      tr("octants.met"),
    ],
    rows: data.octants.map(({ signs, active, points, met }) => [...signs, active, points, met]),
  }),
  mount: mountStage({
    panel: "space",
    camera: "camera",
    picture: panels,
    label: ({ tr }) => tr("panels.space"),
    scene: async () => (await import("./space.ts")).makeSpace,
  }),
});
