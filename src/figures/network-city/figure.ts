import { camera, choice, defineFigure, file, pick } from "@/figures/shell/contract.ts";
import { idleInputs, isPick } from "@/figures/shell/network-inputs.ts";
import { GARMENTS, PHOTOS, SAMPLES } from "@/figures/shell/samples.ts";
import { isTrained } from "@kernels/models/trained.ts";
import type { CityData } from "./compute.ts";
import { describe } from "./describe.ts";
import { mount } from "./mount.ts";
import { COMPARED, LAST_BLOCK, MAIN, WHOLE } from "./networks.ts";
import { panelsOf } from "./panels.ts";
import { VIEW, VIEW_LIMITS } from "./view.ts";

/** A whole network along one street, to scale, with memory at each point; any block opens where it stands. */
export default defineFigure({
  id: "network-city",
  thread: "worker",
  controls: {
    network: choice(MAIN, { initial: "digits", look: "select" }),
    sample: choice(SAMPLES, { initial: "test-35", look: "select" }),
    garment: choice(GARMENTS, { initial: "coat-1", look: "select" }),
    photo: choice(PHOTOS, { initial: "bird-1", look: "select" }),
    weights: file({ accept: ".safetensors", megabytes: 200, follows: true }),
    compare: choice(COMPARED, { initial: "none", look: "select" }),
    block: pick({ initial: WHOLE, min: WHOLE, max: LAST_BLOCK, push: true }),
    camera: camera(VIEW, VIEW_LIMITS),
  },
  // Samples go into weights; a comparison is of networks for the same pictures.
  hides: ({ network, weights }) =>
    weights
      ? ["network", "sample", "garment", "photo", "compare"]
      : [...idleInputs(network).filter(isPick), ...(isTrained(network) ? (["compare"] as const) : [])],
  describe,
  picture: panelsOf,
  table: ({ street, other }: CityData, { tr }) => ({
    columns: ["network", "block", "tensor", "layer", "h", "w", "c", "madds", "params", "bytes", "live", "peak"].map(
      (key) => tr(`columns.${key}`),
    ),
    rows: (other ? [street, other] : [street]).flatMap(({ network, tensors, peak }) =>
      tensors.map(({ block, role, key, shape, madds, params, bytes, live }, at) => [
        network,
        block < 0 ? null : block,
        role,
        key,
        ...shape,
        madds,
        params,
        bytes,
        live,
        at === peak,
      ]),
    ),
  }),
  mount,
});
