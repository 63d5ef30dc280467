import { choice, defineFigure, slider } from "@/figures/shell/contract.ts";
import type { WidthResolutionData } from "./compute.ts";
import { describe } from "./describe.ts";
import { mount } from "./mount.ts";
import { picture } from "./picture.ts";

/** Width and resolution multipliers: the papers' grid, any setting between, curves of equal cost, and the law α²ρ². */
export default defineFigure({
  id: "width-resolution",
  thread: "page",
  parts: ["chosen", "equal", "layers", "rounding", "last"],
  controls: {
    network: choice(["mobilenet-v1", "mobilenet-v2"], { initial: "mobilenet-v2", look: "select" }),
    width: slider({ min: 0.25, max: 1.5, step: 0.05, initial: 0.75, marks: [0.35, 0.5, 0.75, 1, 1.4] }),
    resolution: slider({ min: 96, max: 256, step: 16, initial: 160, marks: [96, 128, 160, 192, 224] }),
    quantity: choice(["madds", "params"], { initial: "madds" }),
  },
  describe,
  picture,
  table: (data: WidthResolutionData, { tr }) => ({
    columns: ["width", "resolution", "madds", "params", "top1", "source"].map((key) => tr(`csv.${key}`)),
    rows: [...data.cells, data.chosen].map(({ width, resolution, madds, params, accuracy }) => [
      width,
      resolution,
      madds,
      params,
      accuracy?.value ?? null,
      accuracy?.where ?? null,
    ]),
  }),
  mount,
});
