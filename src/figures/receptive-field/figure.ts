import { choice, defineFigure, drawing, image, slider } from "@/figures/shell/contract.ts";
import { followInput, idleBesideSample } from "@/figures/shell/network-inputs.ts";
import { GARMENTS, PHOTOS, SAMPLES } from "@/figures/shell/samples.ts";
import { inColour } from "@kernels/images/seen-image.ts";
import type { FieldData } from "./compute.ts";
import {
  carry,
  FIELD_NETWORKS,
  FIELD_STEPS,
  type FieldNetwork,
  type FieldStep,
  lastBlock,
  placeAt,
  shapeOf,
} from "./places.ts";
import { picture } from "./scene.ts";
import { describe } from "./words.ts";

type Loose = Readonly<Record<string, unknown>>;

const shapeIn = (state: Loose) => {
  const network = state["network"] as FieldNetwork;
  return shapeOf(network, placeAt(network, Number(state["block"]), state["step"] as FieldStep).layer);
};
/** The highest index along an axis of the tensor that a state picks. */
const limit =
  (axis: 0 | 1 | 2) =>
  (state: Loose): number =>
    shapeIn(state)[axis] - 1;

/** What one value of a network can see, and what of it matters (the gradient of the value for every earlier tensor). */
export default defineFigure({
  id: "receptive-field",
  thread: "worker",
  controls: {
    network: choice(FIELD_NETWORKS, { initial: "digits", look: "select" }),
    sample: choice(SAMPLES, { initial: "test-35", look: "select" }),
    garment: choice(GARMENTS, { initial: "coat-1", look: "select" }),
    photo: choice(PHOTOS, { initial: "bird-1", look: "select" }),
    strokes: drawing("ink"),
    picture: image(),
    block: slider({ min: 0, max: (state) => lastBlock(state["network"] as FieldNetwork), step: 1, initial: 3 }),
    step: choice(FIELD_STEPS, { initial: "add", look: "select" }),
    c: slider({ min: 0, max: limit(2), step: 1, initial: 7 }),
    y: slider({ min: 0, max: limit(0), step: 1, initial: 3 }),
    x: slider({ min: 0, max: limit(1), step: 1, initial: 3 }),
  },
  hides: (state) => idleBesideSample(state.network, state),
  follow(change, state) {
    const followed = followInput(change, state);
    if (followed) return followed;
    const moves = change.network !== undefined || change.block !== undefined || change.step !== undefined;
    if (!moves || change.y !== undefined || change.x !== undefined) return {};
    const network = change.network ?? state.network;
    const block = Math.min(change.block ?? state.block, lastBlock(network));
    const [h, w] = shapeIn(state);
    const next = shapeIn({ ...state, ...change, network, block });
    return { y: carry(state.y, h, next[0]), x: carry(state.x, w, next[1]) };
  },
  underlay: ({ source, image: shown }: FieldData) =>
    shown && !inColour(shown) && (source === "sample" || source === "over") ? shown : null,
  describe,
  picture,
  table: ({ tensors }, { tr }) => ({
    columns: ["block", "step", "h", "w", "c", "top", "left", "bottom", "right", "inside", "carry"].map((key) =>
      tr(`columns.${key}`),
    ),
    rows: tensors.map(({ block, step, shape, reach, inside, measured }) => [
      block,
      step,
      ...shape,
      reach.top,
      reach.left,
      reach.bottom,
      reach.right,
      inside,
      measured && measured.carry,
    ]),
  }),
});
