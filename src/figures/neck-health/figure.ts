import { choice, defineFigure, slider } from "@/figures/shell/contract.ts";
import { BUILDS, hasBuilds } from "@/figures/shell/network-builds.ts";
import { TRAINED_NAMES } from "@kernels/models/trained.ts";
import type { NeckHealthData } from "./compute.ts";
import { describe } from "./describe.ts";
import { picture } from "./scene.ts";

/** What ReLU6 does in a trained network's wide layers, and what it would do to its necks (MobileNetV2 §3.2, figure 7). */
export default defineFigure({
  id: "neck-health",
  thread: "worker",
  controls: {
    network: choice(TRAINED_NAMES, { initial: "digits" }),
    built: choice(BUILDS, { initial: "best", look: "select" }),
    block: slider({ min: 1, max: 17, step: 1, initial: 3 }),
  },
  hides: ({ network }) => (hasBuilds(network) ? [] : (["built"] as const)),
  describe,
  picture,
  table: ({ blocks }: NeckHealthData, { tr }) => ({
    columns: [
      ...["block", "expand.zeros", "expand.sixes", "expand.dead", "depthwise.zeros", "depthwise.sixes"],
      ...["depthwise.dead", "lost", "channels", "rank", "clippedRank", "neck.zeros", "neckLost"],
    ].map((key) => tr(`columns.${key}`)),
    rows: blocks.map(({ block, expand, depthwise, neck, rank, clippedRank, lost, neckLost }) => [
      block,
      ...(expand ? [expand.zeros, expand.sixes, expand.dead] : [null, null, null]),
      ...[depthwise.zeros, depthwise.sixes, depthwise.dead],
      ...[lost, neck.channels, rank, clippedRank, neck.zeros, neckLost],
    ]),
  }),
});
