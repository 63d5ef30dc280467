import { choice, defineFigure, slider } from "@/figures/shell/contract.ts";
import { EPOCHS } from "@kernels/experiments/figure-6/config.ts";
import type { PaperFigure6Data } from "./compute.ts";
import { differenceWords } from "./difference-words.ts";
import { panelsOf } from "./scene.ts";

/** MobileNetV2's figure 6 repeated on clothes: necks with and without ReLU6, three kinds of shortcut, five seeds each. */
export default defineFigure({
  id: "paper-figure-6",
  thread: "page",
  parts: ["curves", "interval"],
  controls: {
    half: choice(["neck", "shortcut"], { initial: "neck" }),
    epoch: slider({ min: 1, max: EPOCHS, step: 1, initial: EPOCHS }),
  },
  describe: (data: PaperFigure6Data, words) =>
    [
      words.tr("say.after", { epoch: data.epoch, n: data.variants[0]!.runs.length }),
      ...data.differences.map((difference) => differenceWords(difference, words)),
    ].join(" "),
  picture: panelsOf,
  table: ({ variants, epochs }, { tr }) => ({
    columns: [
      tr("columns.variant"),
      tr("columns.seed"),
      ...Array.from({ length: epochs }, (_, i) => tr("columns.epoch", { epoch: i + 1 })),
    ],
    rows: variants.flatMap(({ name, runs }) =>
      runs.map(({ seed, accuracy }) => [tr(`variants.${name}`), seed, ...accuracy]),
    ),
  }),
});
