/** What each of our networks is fed with: which controls ask for it, and how a reader's own picture is cut. No weights. */
import { type Cut, CLOTHES, DIGIT } from "@kernels/images/digit.ts";
import { isTrained, type TrainedName } from "@kernels/models/trained.ts";
import type { OpenedImage } from "./contract.ts";

/** What a reader gave a network: a sample, strokes (over the sample, or alone), or an opened picture. */
export interface InputState {
  /** A digit of the test set by its id, or "none" for an empty pad. */
  readonly sample: string;
  /** A piece of clothing of the test set by its id, or "none". */
  readonly garment: string;
  /** A photo of the gallery by its id, or "none". */
  readonly photo: string;
  readonly strokes: string;
  readonly picture: OpenedImage | null;
}

/** The controls that pick a sample, one for each network. */
const PICKS = ["sample", "garment", "photo"] as const;
export type Picks = (typeof PICKS)[number];

interface Feeding {
  /** The control that picks a sample. */
  readonly picks: Picks;
  /** Whether strokes make a picture that the network could know. */
  readonly draws: boolean;
  /** How a reader's picture is cut: around its subject, or the square in the middle with all its colours. */
  readonly cut: Cut | "middle";
}

export const FEEDING: Readonly<Record<TrainedName, Feeding>> = {
  digits: { picks: "sample", draws: true, cut: DIGIT },
  // A drawn outline is no photograph of a coat: clothes come from the test set or from the reader's pictures.
  fashion: { picks: "garment", draws: false, cut: CLOTHES },
  cifar: { picks: "photo", draws: false, cut: "middle" },
};

const ALL = [...PICKS, "strokes", "picture"] as const;
type InputControl = (typeof ALL)[number];

export const isPick = (control: string): control is Picks => (PICKS as readonly string[]).includes(control);

/** The input controls that a network has no use for; one without weights has use for none. */
export function idleInputs(network: string): readonly InputControl[] {
  if (!isTrained(network)) return ALL;
  const { picks, draws } = FEEDING[network];
  return ALL.filter((control) => control !== picks && control !== "picture" && (control !== "strokes" || !draws));
}

/** As above, and the pad and the file button while a sample is shown: "your own" in its menu brings them. */
export function idleBesideSample(network: string, state: InputState): readonly InputControl[] {
  const idle = idleInputs(network);
  if (!isTrained(network)) return idle;
  const own = state[FEEDING[network].picks] === "none" || state.picture !== null;
  return own || (FEEDING[network].draws && state.strokes !== "") ? idle : [...idle, "strokes", "picture"];
}

/** What such a change can bring with it. */
interface InputPatch extends Partial<Readonly<Record<Picks, "none">>> {
  readonly strokes?: "";
  readonly picture?: null;
}

/** A new sample, picture or cleared pad ends what was there before. */
export function followInput(change: Partial<InputState>, state: InputState): InputPatch | null {
  if (change.sample !== undefined) return { strokes: "", picture: null };
  if (change.garment !== undefined || change.photo !== undefined) return { picture: null };
  if (change.picture) return { strokes: "", sample: "none", garment: "none", photo: "none" };
  // Clear empties the pad, sample and all; drawing over an opened picture starts a drawing of its own.
  if (change.strokes === "") return { sample: "none", picture: null };
  if (change.strokes !== undefined && state.picture) return { picture: null };
  return null;
}
