import { choice, defineFigure, seed, slider, toggle } from "@/figures/shell/contract.ts";
import { EPOCHS, SEEDS } from "@kernels/experiments/ablation/config.ts";
import type { AblationData } from "./compute.ts";
import { describe } from "./describe.ts";
import { mount } from "./mount.ts";
import { picture } from "./scene.ts";
import { CHOICES, type Choice, GUESSES, type VariantId } from "./variants.ts";

/** The five choices of one variant; `rest` is how it differs at first from the paper's block. */
const variant = <const V extends VariantId>(id: V, rest: Partial<Choice> = {}) => {
  const first = {
    neck: "linear",
    shortcut: "bottlenecks",
    t: "6",
    filter: "depthwise",
    after: "relu6",
    ...rest,
  } as const;
  const menu = { look: "select" } as const;
  const controls = {
    Neck: choice(CHOICES.Neck, { initial: first.neck, ...menu }),
    Shortcut: choice(CHOICES.Shortcut, { initial: first.shortcut, ...menu }),
    T: choice(CHOICES.T, { initial: first.t, ...menu }),
    Filter: choice(CHOICES.Filter, { initial: first.filter, ...menu }),
    After: choice(CHOICES.After, { initial: first.after, ...menu }),
  };
  type Named = { readonly [K in keyof typeof controls as `${V}${K}`]: (typeof controls)[K] };
  return Object.fromEntries(Object.entries(controls).map(([name, control]) => [`${id}${name}`, control])) as Named;
};

/** Two or three variants of MobileNetV2's block, trained side by side in the page (MobileNetV2 §6.4, figure 6). */
export default defineFigure({
  id: "ablation",
  thread: "page",
  controls: {
    ...variant("a"),
    ...variant("b", { neck: "relu6" }),
    ...variant("c", { shortcut: "none" }),
    third: toggle(false),
    seeds: slider({ min: 2, max: 10, step: 1, initial: SEEDS.length }),
    epochs: slider({ min: 1, max: 20, step: 1, initial: EPOCHS }),
    seed: seed(SEEDS[0]),
    guess: choice(GUESSES, { initial: "none" }),
    by: slider({ min: 0, max: 20, step: 0.5, initial: 1 }),
  },
  hides: ({ third, guess }) => [
    ...(third ? [] : (["cNeck", "cShortcut", "cT", "cFilter", "cAfter"] as const)),
    ...(guess === "a" || guess === "b" ? [] : (["by"] as const)),
  ],
  describe,
  picture,
  mount,
  table: ({ variants, recorded }: AblationData, { tr }) => ({
    columns: [
      ...["variant", "neck", "shortcut", "t", "filter", "after", "params", "madds", "joins"].map((key) =>
        tr(`columns.${key}`),
      ),
      tr("columns.recorded"),
    ],
    rows: variants.map(({ id, neck, shortcut, t, filter, after, params, madds, joins }) => [
      ...[tr(`letter.${id}`), neck, shortcut, Number(t), filter, after, params, madds, joins],
      recorded?.accuracy[id]?.join(" ") ?? null,
    ]),
  }),
});
