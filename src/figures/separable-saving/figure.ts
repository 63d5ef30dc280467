import { choice, defineFigure, slider } from "@/figures/shell/contract.ts";
import { percent } from "@/figures/shell/share-words.ts";
import { MOST_CHANNELS } from "./bounds.ts";
import type { SavingData } from "./compute.ts";
import { panelsOf } from "./scene.ts";

/** What splitting a convolution into depthwise and pointwise saves: 1/N + 1/k² is left (MobileNetV1 §3.1). */
export default defineFigure({
  id: "separable-saving",
  thread: "page",
  parts: ["limit", "layers", "depthwise", "pointwise"],
  controls: {
    outC: slider({ min: 1, max: MOST_CHANNELS, step: 1, initial: 72, marks: [1, 9, 72, 256, 1280] }),
    kernel: choice(["3", "5", "7"], { initial: "3" }),
    shows: choice(["saving", "share"], { initial: "saving" }),
    network: choice(["mobilenet-v1", "mobilenet-v2"], { initial: "mobilenet-v2", look: "select" }),
  },
  describe(data: SavingData, { tr, num }) {
    const { kernel, outC, saving } = data;
    const [k2, settled] = [kernel ** 2, 8 * kernel ** 2];
    const values = {
      kernel,
      outC: num(outC),
      k2,
      settled: num(settled),
      saving: num(saving, { decimals: Number.isInteger(saving) ? 0 : 2 }),
      share: percent(data.share, num),
      limit: num((8 / 9) * k2, { decimals: k2 === 9 ? 0 : 1 }),
    };
    const regime = outC === 1 ? "one" : outC < k2 ? "few" : outC < settled ? "rising" : "settled";
    return `${tr(outC === 1 ? "say.dearer" : "say.saving", values)} ${tr(`say.${regime}`, values)}`;
  },
  picture: panelsOf,
  table: ({ channels, curves }, { tr }) => ({
    columns: [tr("columns.outC"), ...curves.map(({ kernel }) => tr("columns.saving", { kernel }))],
    rows: channels.map((n, i) => [n, ...curves.map(({ savings }) => savings[i] as number)]),
  }),
});
