import { choice, defineFigure, drawing, file, image, pick, toggle } from "@/figures/shell/contract.ts";
import { followInput, idleInputs } from "@/figures/shell/network-inputs.ts";
import { GARMENTS, PHOTOS, SAMPLES } from "@/figures/shell/samples.ts";
import { inColour } from "@kernels/images/seen-image.ts";
import { BUILDS, hasBuilds, hasTestImages } from "@/figures/shell/network-builds.ts";
import { TRAINED_NAMES } from "@kernels/models/trained.ts";
import type { PredictionsData } from "./compute.ts";
import { countWords } from "./count-words.ts";
import { picture } from "./scene.ts";

/** A whole MobileNetV2 of width 4 in float32 would still be below. */
const LARGEST_MB = 200;
/** The first of a class's names, which ImageNet writes one behind the other. */
const nameOf = (label: string): string => label.split(",")[0] ?? label;
/** What only an opened network asks. */
const OF_OPENED = ["fit", "resolution", "input", "padding"] as const;

/**
 * A trained MobileNetV2 reads what the reader picked, drew or opened: all ten probabilities, at once. Weights that the
 * reader opens take its place.
 */
export default defineFigure({
  id: "predictions",
  thread: "worker",
  controls: {
    network: choice(TRAINED_NAMES, { initial: "digits", look: "segments" }),
    built: choice(BUILDS, { initial: "best", look: "select" }),
    strokes: drawing("ink"),
    picture: image(),
    sample: pick({ options: SAMPLES, initial: "test-35" }),
    garment: pick({ options: GARMENTS, initial: "coat-1" }),
    photo: pick({ options: PHOTOS, initial: "bird-1" }),
    count: toggle(false),
    weights: file({ accept: ".safetensors", megabytes: LARGEST_MB }),
    fit: choice(["crop", "squeeze"], { initial: "crop", look: "select" }),
    resolution: choice(["file", "96", "128", "160", "192", "224"], { initial: "file", look: "select" }),
    input: choice(["file", "imagenet", "signed", "unit"], { initial: "file", look: "select" }),
    padding: choice(["file", "symmetric", "same-tf"], { initial: "file", look: "select" }),
  },
  inRoom: ["weights", ...OF_OPENED],
  files: ["weights", "layers"],
  hides: ({ network, weights }) =>
    weights
      ? (["network", "built", "strokes", "count"] as const)
      : [
          ...idleInputs(network).filter((control) => control === "strokes"),
          ...(hasBuilds(network) ? [] : (["built"] as const)),
          // No photo that it was measured on may be shipped.
          ...(hasTestImages(network) ? [] : (["count"] as const)),
          ...OF_OPENED,
        ],
  follow: (change, state) => (change.weights === undefined ? (followInput(change, state) ?? {}) : {}),
  underlay: (data: PredictionsData) =>
    "image" in data && (data.source === "sample" || data.source === "over") && !inColour(data.image)
      ? data.image
      : null,
  describe(data: PredictionsData, { tr, num }) {
    const [first, second] = data.top;
    if (!first || !second) return "";
    if ("opened" in data) {
      return tr(`opened.say.${data.source === "picture" ? "picture" : "digit"}`, {
        network: data.network,
        first: nameOf(first.label),
        second: nameOf(second.label),
        share: num(first.probability, { percent: true, decimals: 1 }),
        rest: num(second.probability, { percent: true, decimals: 1 }),
        size: data.opened.seen.width,
      });
    }
    // A digit's name is its figure; other classes have names of their own.
    const kind = data.network === "digits" ? "digit" : "class";
    if (data.source === "blank")
      return [tr(`say.blank.${data.network}`), countWords(data.counted, { tr, num })].filter(Boolean).join(" ");
    const values = {
      source: tr(`source.${data.source}`),
      first: first.label,
      second: second.label,
      share: num(first.probability, { percent: true, decimals: 1 }),
      rest: num(second.probability, { percent: true, decimals: 1 }),
      madds: num(data.madds),
    };
    const truth = data.top.find(({ index }) => index === data.label);
    const verdict = truth ? tr(truth === first ? "say.right" : "say.wrong", { ...values, label: truth.label }) : "";
    const crop =
      data.source === "picture" && data.crop
        ? tr(inColour(data.image) ? "say.middle" : "say.crop", { size: num(Math.round(data.crop.size)) })
        : "";
    return [tr(`say.${kind}.read`, values), verdict, crop, countWords(data.counted, { tr, num })]
      .filter(Boolean)
      .join(" ");
  },
  picture,
  table: (data, { tr }) => ({
    columns: [tr("columns.label"), tr("columns.probability"), tr("columns.logit")],
    rows: data.top.map(({ index, label, probability }) => [label, probability, data.logits[index] ?? null]),
  }),
});
