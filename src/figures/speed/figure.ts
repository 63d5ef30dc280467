import { choice, defineFigure, press } from "@/figures/shell/contract.ts";
import { WAYS } from "@kernels/engine/calls.ts";
import type { SpeedData } from "./compute.ts";
import { csv } from "./csv.ts";
import { describe } from "./describe.ts";
import { NETWORKS } from "./networks.ts";
import { picture } from "./picture.ts";
import { COMPARISONS } from "./rows.ts";

/** A network on the reader's own device: what each part costs, and, on a press, how long it takes three ways. */
export default defineFigure({
  id: "speed",
  thread: "worker",
  parts: WAYS,
  controls: {
    network: choice(NETWORKS, { initial: "mobilenet-v2", look: "select" }),
    rows: choice(COMPARISONS, { initial: "blocks" }),
    backend: choice(["auto", "relaxed", "simd", "reference"], { initial: "auto", look: "select" }),
    measure: press(),
  },
  // Times of another network or another backend are not those of this one.
  follow: ({ measure, network, backend }, state) =>
    measure === undefined &&
    ((network !== undefined && network !== state.network) || (backend !== undefined && backend !== state.backend))
      ? { measure: 0 }
      : {},
  describe,
  picture,
  table: (data: SpeedData, context) => csv(data, context),
});
