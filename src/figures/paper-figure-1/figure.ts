import { choice, defineFigure, drawing, seed, toggle } from "@/figures/shell/contract.ts";
import { mountOf, pictureOf } from "@/figures/shell/mount-marks.ts";
import { percent, roundingBound } from "@/figures/shell/share-words.ts";
import { MATRICES } from "@kernels/manifold/collapse.ts";
import { SHAPES } from "@kernels/manifold/shapes.ts";
import type { PaperFigureData } from "./compute.ts";
import { scene } from "./scene.ts";

/** MobileNetV2's figure 1, computed anew, with the decoder that the paper does not show beside its own. */
export default defineFigure({
  id: "paper-figure-1",
  thread: "page",
  parts: ["kept", "lost"],
  controls: {
    seed: seed(7),
    shape: choice(SHAPES, { initial: "spiral", look: "select" }),
    curve: drawing("curve"),
    matrix: choice(MATRICES, { initial: "gaussian", look: "select" }),
    decoder: choice(["pinv", "active"], { initial: "pinv", look: "select" }),
    double: toggle(false),
  },
  hides: ({ shape, decoder }) => [
    ...(shape === "drawn" ? [] : (["curve"] as const)),
    ...(decoder === "pinv" ? [] : (["double"] as const)),
  ],
  describe({ passages }: PaperFigureData, { state, tr, num }) {
    const first = passages[0];
    const last = passages.at(-1);
    if (!first || !last) return tr("say.nothing");
    const lost = passages.map(({ n, lostShare, law }) =>
      tr("say.item", { n, lost: percent(lostShare, num), law: percent(law, num) }),
    );
    const error = (value: number | null): string => num(value ?? 0, { percent: true, decimals: 0 });
    const worst = passages.reduce((most, { errorActive }) => Math.max(most, errorActive ?? 0), 0);
    const sentence = {
      first: first.n,
      last: last.n,
      half: error(last.errorPinv),
      doubled: error(last.errorDoubled),
      doubledFirst: error(first.errorDoubled),
      worst: roundingBound(worst),
    };
    const decoded = state.decoder === "active" ? "say.active" : state.double ? "say.double" : "say.pinv";
    return `${tr("say.lost", { list: lost.join(tr("say.comma")) })} ${tr(decoded, sentence)}`;
  },
  picture: pictureOf(scene),
  table: ({ points, passages }, { tr }) => ({
    columns: [
      "x",
      "y",
      ...passages.flatMap(({ n }) =>
        ["lost", "pinvX", "pinvY", "activeX", "activeY"].map((key) => tr(`columns.${key}`, { n })),
      ),
    ],
    rows: points.map(([x, y], i) => [
      x,
      y,
      ...passages.flatMap(({ lost, recoveredPinv, recoveredActive }) => [
        lost[i] ?? null,
        recoveredPinv[i]?.[0] ?? null,
        recoveredPinv[i]?.[1] ?? null,
        recoveredActive[i]?.[0] ?? null,
        recoveredActive[i]?.[1] ?? null,
      ]),
    ]),
  }),
  mount: mountOf(scene),
});
