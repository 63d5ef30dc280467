import { choice, defineFigure, drawing, seed, slider } from "@/figures/shell/contract.ts";
import { mountOf, pictureOf } from "@/figures/shell/mount-marks.ts";
import { percent, roundingBound } from "@/figures/shell/share-words.ts";
import { MATRICES } from "@kernels/manifold/collapse.ts";
import { SHAPES } from "@kernels/manifold/shapes.ts";
import type { GhostData } from "./compute.ts";
import { scene } from "./scene.ts";

/** T⁺ReLU(Tx) = x/2 + T⁺|Tx|/2: what the paper's picture is made of, and the decoder that has no ghost. */
export default defineFigure({
  id: "ghost",
  thread: "worker",
  parts: ["half", "ghost", "sum", "active"],
  controls: {
    // With one row T⁺T is not the identity, and the halved input is not whole.
    n: slider({ min: 2, max: 64, step: 1, initial: 15, marks: [2, 3, 5, 15, 30] }),
    share: slider({ min: 0, max: 1, step: 0.05, initial: 1 }),
    seed: seed(7),
    shape: choice(SHAPES, { initial: "spiral", look: "select" }),
    curve: drawing("curve"),
    matrix: choice(MATRICES, { initial: "gaussian", look: "select" }),
  },
  hides: ({ shape }) => (shape === "drawn" ? [] : ["curve"]),
  describe(data: GhostData, { state, tr, num }) {
    if (data.points.length === 0) return tr("say.nothing");
    const known = data.sizes.find(({ n }) => n === state.n);
    const values = {
      n: state.n,
      seed: String(state.seed),
      seeds: data.seeds,
      residual: roundingBound(data.residual),
      error: percent(data.errorDoubled ?? 0, num),
      median: percent(known?.median ?? 0, num),
      lost: percent(data.lostShare ?? 0, num),
      active: roundingBound(data.errorActive ?? 0),
    };
    return [
      tr("say.identity", values),
      tr("say.size", values) + (known && state.matrix === "gaussian" ? tr("say.median", values) : tr("say.stop")),
      tr(data.errorActive === null ? "say.none" : data.lostShare === 0 ? "say.all" : "say.active", values),
    ].join(" ");
  },
  picture: pictureOf(scene),
  table: ({ points, half, ghost, recoveredPinv, recoveredActive, lost }, { tr }) => ({
    columns: [
      "x",
      "y",
      ...["halfX", "halfY", "ghostX", "ghostY", "pinvX", "pinvY", "lost", "activeX", "activeY"].map((key) =>
        tr(`columns.${key}`),
      ),
    ],
    rows: points.map(([x, y], i) => [
      x,
      y,
      ...[half, ghost, recoveredPinv].flatMap((pairs) => [pairs[i]?.[0] ?? null, pairs[i]?.[1] ?? null]),
      lost[i] ?? null,
      recoveredActive[i]?.[0] ?? null,
      recoveredActive[i]?.[1] ?? null,
    ]),
  }),
  mount: mountOf(scene),
});
