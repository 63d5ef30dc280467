import { choice, defineFigure, slider } from "@/figures/shell/contract.ts";
import type { ExpansionSweepData } from "./compute.ts";
import { describe } from "./describe.ts";
import { PARTS, TENSORS } from "./parts.ts";
import { picture } from "./scene.ts";

/** Where a bottleneck spends multiply-adds, parameters and memory as its expansion grows (MobileNetV2 §3.3, §5.1). */
export default defineFigure({
  id: "expansion-sweep",
  thread: "page",
  controls: {
    t: slider({ min: 0, max: 10, step: 1, initial: 6, marks: [0, 1, 6] }),
    stride: choice(["1", "2"], { initial: "1" }),
    size: slider({ min: 7, max: 112, step: 7, initial: 56 }),
    inC: slider({ min: 8, max: 320, step: 8, initial: 24 }),
    outC: slider({ min: 8, max: 320, step: 8, initial: 24 }),
  },
  parts: TENSORS,
  describe,
  picture,
  table: ({ levels }: ExpansionSweepData, { tr }) => ({
    columns: [
      "t",
      ...(["madds", "params"] as const).flatMap((measure) =>
        PARTS.map((part) => tr("columns.of", { measure: tr(`columns.${measure}`), part: tr(`parts.${part}`) })),
      ),
      tr("columns.peak"),
      tr("columns.peakAt"),
    ],
    rows: levels.map(({ t, madds, params, peakBytes, peakAt }) => [
      t,
      ...PARTS.map((part) => madds[part]),
      ...PARTS.map((part) => params[part]),
      peakBytes,
      peakAt && tr(`parts.${peakAt}`),
    ]),
  }),
});
