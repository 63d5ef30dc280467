import { choice, defineFigure, slider } from "@/figures/shell/contract.ts";
import type { MemoryData } from "./compute.ts";
import { describe } from "./describe.ts";
import { picture } from "./picture.ts";

/** Bytes of activations that must exist while MobileNetV2 runs, by four schedules (section 5.1 and table 3). */
export default defineFigure({
  id: "memory-timeline",
  thread: "page",
  parts: ["layers", "split", "fused", "engine"],
  controls: {
    parts: slider({ min: 1, max: 16, step: 1, initial: 4, marks: [1, 2, 3, 4, 5, 16] }),
    width: slider({ min: 0.25, max: 1.5, step: 0.05, initial: 1, marks: [0.35, 0.5, 0.75, 1, 1.4] }),
    resolution: slider({ min: 96, max: 256, step: 16, initial: 224, marks: [96, 128, 160, 192, 224] }),
    bytes: choice(["1", "2", "4"], { initial: "2" }),
  },
  describe,
  picture,
  table: (data: MemoryData, { tr }) => ({
    columns: ["schedule", "block", "layer", "part", "bytes"].map((key) => tr(`csv.${key}`)),
    rows: [...data.schedules, data.engine].flatMap(({ name, moments }) =>
      moments.map(({ block, layer, part, bytes }) => [tr(`schedules.${name}`), block, layer, part + 1, bytes]),
    ),
  }),
});
