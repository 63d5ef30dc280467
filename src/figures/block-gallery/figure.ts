import { choice, defineFigure, slider } from "@/figures/shell/contract.ts";
import { BLOCKS, EXPANDING, lastStage, SHOWN, STAGE_PARTS } from "./blocks.ts";
import type { GalleryData, GalleryState } from "./compute.ts";
import { picture } from "./scene.ts";
import { describe, stageName } from "./words.ts";

const longest = (state: GalleryState): number => lastStage(state, state.a, state.b);

/** Ten blocks to scale at equal input; two of them side by side in step (MobileNetV2 figures 2 and 3). */
export default defineFigure({
  id: "block-gallery",
  thread: "page",
  controls: {
    a: choice(BLOCKS, { initial: "resnet-bottleneck", look: "select" }),
    b: choice(BLOCKS, { initial: "mobilenet-v2", look: "select" }),
    at: slider({ min: 0, max: (state) => longest(state as unknown as GalleryState), step: 1, initial: 2 }),
    size: slider({ min: 7, max: 112, step: 7, initial: 28 }),
    channels: slider({ min: 8, max: 256, step: 8, initial: 32 }),
    stride: choice(["1", "2"], { initial: "1" }),
    expansion: slider({ min: 1, max: 10, step: 1, initial: 6 }),
    shown: choice(SHOWN, { initial: "all" }),
  },
  hides: ({ a, b, shown }) => (shown === "pair" && !EXPANDING.some((id) => id === a || id === b) ? ["expansion"] : []),
  parts: STAGE_PARTS,
  describe,
  picture,
  table: ({ blocks }: GalleryData, context) => ({
    columns: ["block", "stage", "h", "w", "c", "linear", "madds", "params", "live"].map((key) =>
      context.tr(`columns.${key}`),
    ),
    rows: blocks.flatMap(({ id, stages }) =>
      stages.map((stage) => [
        context.tr(`names.${id}`),
        stageName(stage, context),
        ...stage.shape,
        stage.isLinear,
        stage.madds,
        stage.params,
        stage.bytesLive,
      ]),
    ),
  }),
});
