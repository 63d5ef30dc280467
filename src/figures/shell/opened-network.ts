/** A network that the reader opened, and what it reads. Used in compute.ts files; no DOM. */
import { build } from "@kernels/models/build.ts";
import type { Layer, Padding } from "@kernels/models/layer.ts";
import { type InputScaling, openWeights, type OpenedWeights, scalingOf } from "@kernels/formats/open-weights.ts";
import type { Scaling } from "@kernels/formats/network-file.ts";
import { type Fit, fitPicture, fromRgba, pictureTensor, type RgbImage } from "@kernels/images/picture.ts";
import type { OpenedFile, Task } from "./contract.ts";
import { type InputState, loadNetwork, networkInput, type NetworkInput } from "./network.ts";
import { inColour } from "@kernels/images/seen-image.ts";

/** `file`: as the file says, or as torchvision's networks have it where it says nothing. */
export const AS_FILE = "file";

/** How the reader wants the opened network to be run. */
export interface OpenedState extends InputState {
  readonly weights: OpenedFile | null;
  readonly padding: typeof AS_FILE | Padding;
  readonly input: typeof AS_FILE | InputScaling;
  readonly fit: Fit;
  readonly resolution: string;
}

/** Who says how a network is run: the hub where it was trained so, torchvision where nobody else does. */
type Teller = "file" | "reader" | "hub" | "usual";

export interface OpenedNetwork extends OpenedWeights {
  readonly name: string;
  /** Changes with everything that the engine compiles. */
  readonly key: string;
  readonly labels: readonly string[];
  readonly labelsFrom: "file" | "imagenet" | "numbers";
  /** What it is run with, and who says so. */
  readonly used: {
    readonly padding: Padding;
    readonly scaling: Scaling;
    readonly resolution: number;
    readonly by: Readonly<Record<"padding" | "input" | "resolution", Teller>>;
  };
}

/** What the opened network reads: pixels of its own size, and the same scaled. */
export interface OpenedInput extends Pick<NetworkInput, "tensor" | "source" | "label"> {
  readonly seen: RgbImage;
}

/** How the network that a figure follows is run where it was opened. */
export const openedThere = ({ at }: OpenedFile): OpenedState => at!.state as unknown as OpenedState;

const USUAL_SIDE = 224;

async function bytesOf({ file }: OpenedFile): Promise<ArrayBuffer> {
  try {
    return await file.arrayBuffer();
  } catch {
    throw new Error("It could not be read: it was moved, removed or changed, or there is no room for it.");
  }
}

async function labelsOf(task: Task, opened: OpenedWeights): Promise<Pick<OpenedNetwork, "labels" | "labelsFrom">> {
  const { labels } = opened.metadata;
  if (opened.hasLabels) return { labels, labelsFrom: "file" };
  // TensorFlow's networks have one more, before the others: the background.
  const extra = labels.length - 1000;
  if (extra !== 0 && extra !== 1) return { labels, labelsFrom: "numbers" };
  try {
    const { names } = JSON.parse(new TextDecoder().decode(await task.asset("names/imagenet.json"))) as {
      names: string[];
    };
    return { labels: extra === 0 ? names : ["background", ...names], labelsFrom: "imagenet" };
  } catch {
    // The answer counts without the names too; the figure says that they are missing.
    return { labels, labelsFrom: "numbers" };
  }
}

/**
 * Reads, checks and names a reader's network.
 *
 * @throws {Error} one sentence: the file is gone, or what is wrong with it
 */
export async function openNetwork(
  task: Task,
  file: OpenedFile,
  { padding, input, resolution }: Pick<OpenedState, "padding" | "input" | "resolution">,
): Promise<OpenedNetwork> {
  const opened = await task.memo(`weights/${String(file.id)}`, async () => {
    const weights = openWeights(await bytesOf(file));
    return { ...weights, ...(await labelsOf(task, weights)) };
  });
  const { says, spec } = opened;
  const { trained } = file;
  const own = <T>(chosen: T | null, said: T | null, known: T | undefined, usual: T): [T, Teller] =>
    chosen !== null
      ? [chosen, "reader"]
      : said !== null
        ? [said, "file"]
        : known !== undefined
          ? [known, "hub"]
          : [usual, "usual"];
  const chosenSide = resolution === AS_FILE ? null : Number(resolution);
  const [pad, padBy] = own<Padding>(padding === AS_FILE ? null : padding, says.padding, trained?.padding, "symmetric");
  const [side, sideBy] = own(chosenSide, says.resolution, trained?.resolution, USUAL_SIDE);
  const { c } = spec.input;
  const [scaling, inputBy] = own(
    input === AS_FILE ? null : scalingOf(input, c),
    says.scaling,
    trained && scalingOf(trained.input, c),
    scalingOf("imagenet", c),
  );
  const shown = { ...spec, input: { h: side, w: side, c }, padding: pad };
  const layers: readonly Layer[] = await task.memo(`layers/${String(file.id)}/${pad}/${String(side)}`, () =>
    build(shown),
  );
  return {
    ...opened,
    spec: shown,
    layers: [...layers],
    name: file.name.replace(/\.safetensors$/, ""),
    key: `weights/${String(file.id)}/${pad}/${String(side)}`,
    used: {
      padding: pad,
      scaling,
      resolution: side,
      by: { padding: padBy, input: inputBy, resolution: sideBy },
    },
  };
}

const greyToRgb = ({ width, height, grey }: { width: number; height: number; grey: ArrayLike<number> }): RgbImage => ({
  width,
  height,
  rgb: Uint8Array.from({ length: 3 * width * height }, (_, i) => grey[Math.floor(i / 3)]!),
});

/** The opened network's input: the opened picture; without one the digit that is drawn or chosen. */
export async function openedInput(
  task: Task,
  network: Pick<OpenedNetwork, "spec" | "used">,
  state: InputState & Pick<OpenedState, "fit">,
): Promise<OpenedInput> {
  const { resolution, scaling } = network.used;
  const { c } = network.spec.input;
  const digits = await loadNetwork(task, "digits");
  // A network for digits of 28 × 28 pixels gets them as ours does.
  if ((c === 1 && resolution === digits.spec.input.h) || !state.picture) {
    const { image, ...input } = networkInput(digits, state);
    const seen = fitPicture(inColour(image) ? image : greyToRgb(image), resolution, "squeeze");
    return { ...input, seen, tensor: pictureTensor(seen, c === 1 ? 1 : 3, scaling) };
  }
  const { width, height, rgba } = state.picture;
  const seen = fitPicture(fromRgba(width, height, rgba), resolution, state.fit);
  return { seen, tensor: pictureTensor(seen, c === 1 ? 1 : 3, scaling), source: "picture", label: null };
}
