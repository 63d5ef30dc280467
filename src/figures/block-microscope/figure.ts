import { camera, choice, defineFigure, drawing, file, image, pick, toggle } from "@/figures/shell/contract.ts";
import { followInput, idleBesideSample } from "@/figures/shell/network-inputs.ts";
import { type Build, buildOf, BUILDS, hasBuilds } from "@/figures/shell/network-builds.ts";
import { GARMENTS, PHOTOS, SAMPLES } from "@/figures/shell/samples.ts";
import { TRAINED_NAMES } from "@kernels/models/trained.ts";
import type { MicroscopeData } from "./compute.ts";
import { describe } from "./describe.ts";
import { mount } from "./mount.ts";
import { panelsOf } from "./panels.ts";
import { SCALE_MODES } from "./scale.ts";
import { CAMERA } from "./space-stage.ts";
import { carry, LAST_BLOCK, layersIn, MICRO_STEPS, type MicroStep, SCOPES, shapeAt } from "./steps.ts";

/** The highest index along an axis of the tensor that a state shows. */
const limit =
  (axis: 0 | 1 | 2) =>
  (state: Readonly<Record<string, unknown>>): number => {
    const { network, built, weights } = state;
    const layers = layersIn({ network: String(network), built: built as Build, weights });
    return shapeAt(layers, Number(state["block"]), state["step"] as MicroStep)[axis] - 1;
  };

/** The build that is shown; an opened network is none of ours. */
const shownBuild = ({ network, built, weights }: { network: string; built: Build; weights: unknown }): Build | null =>
  weights ? null : buildOf(network, built);

/** One block of a trained network, step by step: every tensor, and any value down to its products. */
export default defineFigure({
  id: "block-microscope",
  thread: "worker",
  controls: {
    network: choice(TRAINED_NAMES, { initial: "digits", look: "select" }),
    built: choice(BUILDS, { initial: "best", look: "select" }),
    sample: choice(SAMPLES, { initial: "test-35", look: "select" }),
    garment: choice(GARMENTS, { initial: "coat-1", look: "select" }),
    photo: choice(PHOTOS, { initial: "bird-1", look: "select" }),
    strokes: drawing("ink"),
    picture: image(),
    weights: file({ accept: ".safetensors", megabytes: 200, follows: true }),
    scaleMode: choice(SCALE_MODES, { initial: "tensor", look: "select" }),
    folded: toggle(false),
    neckRelu6: toggle(false),
    shortcut: toggle(true),
    scope: choice(SCOPES, { initial: "block", look: "select" }),
    block: pick({ initial: 3, min: 0, max: LAST_BLOCK, push: true }),
    step: pick({ initial: "depthwise", options: MICRO_STEPS, push: true }),
    c: pick({ initial: 7, min: 0, max: limit(2) }),
    y: pick({ initial: 3, min: 0, max: limit(0) }),
    x: pick({ initial: 3, min: 0, max: limit(1) }),
    camera: camera(CAMERA.initial, CAMERA.limits),
  },
  hides: (state) => [
    ...(state.weights
      ? (["network", "built", "sample", "garment", "photo", "strokes", "picture"] as const)
      : [...idleBesideSample(state.network, state), ...(hasBuilds(state.network) ? [] : (["built"] as const))]),
    ...(state.neckRelu6 || !state.shortcut ? [] : (["scope"] as const)),
    // A network that was trained so needs no switch for it.
    ...(shownBuild(state) === "relu6-neck" ? (["neckRelu6"] as const) : []),
    ...(shownBuild(state) === "none" ? (["shortcut"] as const) : []),
  ],
  follow(change, state) {
    const followed = followInput(change, state);
    if (followed) return followed;
    const moves =
      change.network !== undefined ||
      change.built !== undefined ||
      change.block !== undefined ||
      change.step !== undefined;
    if (!moves || change.y !== undefined || change.x !== undefined) return {};
    const layers = layersIn(state);
    const [h, w] = shapeAt(layers, state.block, state.step);
    const other = layersIn({ ...state, ...change });
    const next = shapeAt(other, change.block ?? state.block, change.step ?? state.step);
    return { y: carry(state.y, h, next[0]), x: carry(state.x, w, next[1]) };
  },
  underlay: ({ source, image: shown }: MicroscopeData) =>
    (source === "sample" || source === "over") && shown.grey.length > 0 ? shown : null,
  describe,
  picture: (data, context) => panelsOf(data, context),
  table: ({ terms }, { tr }) => ({
    columns: ["term", "a", "b", "product", "sum", "block", "step", "c", "y", "x", "tensor"].map((key) =>
      tr(`columns.${key}`),
    ),
    rows: terms.map(({ a, b, product, runningSum, from, weight }, i) => [
      i + 1,
      a,
      b,
      product,
      runningSum,
      from?.block ?? null,
      from?.step ?? null,
      from?.c ?? null,
      from?.y ?? null,
      from?.x ?? null,
      weight ? `${weight.tensor} [${weight.index.join(" ")}]` : null,
    ]),
  }),
  mount,
});
