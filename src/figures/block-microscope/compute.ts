/** One step of one block on one input: its tensor, what it was made of, and the whole arithmetic of the picked value. */
import type { OpenedFile, Task } from "@/figures/shell/contract.ts";
import {
  inputKey,
  type InputState,
  type LoadedNetwork,
  loadNetwork,
  networkInput,
  type NetworkInput,
  type NetworkName,
} from "@/figures/shell/network.ts";
import type { Build } from "@/figures/shell/network-builds.ts";
import { openedThere, openNetwork, type OpenedNetwork } from "@/figures/shell/opened-network.ts";
import type { SeenImage } from "@kernels/images/seen-image.ts";
import type { AtlasPage } from "@/figures/shell/tensor-atlas.ts";
import type { GreyImage } from "@kernels/images/digit.ts";
import type { ReceptiveField } from "@kernels/models/receptive-field.ts";
import type { NetworkSpec } from "@kernels/models/spec.ts";
import type { Shape } from "@kernels/tensor.ts";
import type { Arithmetic, Later } from "./arithmetic.ts";
import type { Extent, Measures, Rival } from "./measures.ts";
import type { Provenance } from "./provenance.ts";
import type { ScaleMode } from "./scale.ts";
import { shownImage } from "./shown-image.ts";
import { answerOf, stepData } from "./step-data.ts";
import type { MicroStep, PickedCell, Place, Scope } from "./steps.ts";
import {
  AS_TRAINED,
  makeVariant,
  runVariant,
  type Switches,
  switchesOf,
  switchKey,
  type VariantRun,
} from "./variant.ts";

export interface MicroscopeState extends InputState, PickedCell {
  readonly network: NetworkName;
  readonly built: Build;
  readonly block: number;
  readonly step: MicroStep;
  readonly folded: boolean;
  readonly neckRelu6: boolean;
  readonly shortcut: boolean;
  /** Where the two switches above act. */
  readonly scope: Scope;
  readonly scaleMode: ScaleMode;
  /** The reader's own network, opened beside the microscope; it reads what it reads there. */
  readonly weights: OpenedFile | null;
}

export interface StepFacts {
  readonly step: MicroStep;
  readonly shape: Shape;
  readonly kind: StepKind;
  readonly madds: number;
  readonly params: number;
}
export type StepKind = "input" | "conv2d" | "pointwise" | "depthwise" | "batch-norm" | "relu6" | "add";

export interface StepTensor extends Place {
  readonly shape: Shape;
  /** Empty where the data's pages hold them. */
  readonly values: Float32Array;
  readonly extent: Extent;
}

export interface Answer {
  /** The three most probable classes. */
  readonly top: readonly { readonly index: number; readonly label: string; readonly probability: number }[];
}

export interface MicroscopeData extends Arithmetic, Measures {
  readonly network: string;
  /** The rows of a network that the reader opened. */
  readonly spec: NetworkSpec | null;
  readonly block: number;
  /** The step shown: the one asked for, or the nearest before it that this block has. */
  readonly step: MicroStep;
  readonly kind: StepKind;
  readonly shape: Shape;
  readonly cell: PickedCell;
  /** The steps that this block has, in order. */
  readonly steps: readonly StepFacts[];
  /** All its values; empty where `pages` hold them. */
  readonly tensor: Float32Array;
  /**
   * The planes of what was read and made as bytes of textures, where they are so many that only a worker may take its time
   * over them: what is drawn of an opened network, and no more, reaches the page.
   */
  readonly pages: readonly AtlasPage[] | null;
  /** The picked value among its neighbours, five by five, row by row; null beyond the rim. */
  readonly near: readonly (number | null)[];
  readonly extent: Extent;
  /** What the step reads: one tensor, two for add, none for input. */
  readonly sources: readonly StepTensor[];
  /** The window of the picked value in its source: rows and columns that it reads, and side and stride of the filter. */
  readonly window: { readonly y: number; readonly x: number; readonly kernel: number; readonly stride: number } | null;
  readonly later: readonly Later[];
  readonly madds: number;
  readonly params: number;
  /** Activation bytes that must exist while this step runs; and the most that any step of this block needs. */
  readonly bytesLive: number;
  readonly bytesPeak: number;
  readonly field: ReceptiveField;
  readonly prediction: Answer;
  /** The answer of the network as it was trained; null while no switch changes it. */
  readonly trained: Answer | null;
  readonly rivals: readonly Rival[];
  readonly provenance: Provenance | null;
  readonly image: GreyImage;
  /** What is read in colour, as the address of a picture; `image` has its size alone then. */
  readonly seen: string | null;
  readonly source: NetworkInput["source"];
  readonly label: number | null;
  readonly samples: readonly { readonly id: string; readonly label: number; readonly image: SeenImage }[];
}

export interface Assets extends LoadedNetwork {
  readonly opened?: OpenedNetwork;
}

export async function load(state: MicroscopeState, task: Task): Promise<Assets> {
  const { weights } = state;
  if (!weights) return loadNetwork(task, state.network, state.built);
  const opened = await openNetwork(task, weights, openedThere(weights));
  return { ...(await loadNetwork(task, "digits")), opened };
}

export async function compute(state: MicroscopeState, network: Assets, task: Task): Promise<MicroscopeData> {
  if (network.opened && state.weights) {
    const { openedData } = await import("./opened.ts");
    return openedData(state, state.weights, network.opened, task);
  }
  const input = networkInput(network, state);
  const runOf = (key: string, switches: Switches): Promise<VariantRun> =>
    task.memo(`microscope/${network.key}/${inputKey(state)}/${key}`, () =>
      runVariant(makeVariant(network, switches), input.tensor),
    );
  const run = await runOf(switchKey(state), switchesOf(state));
  const changed = state.neckRelu6 || !state.shortcut;
  const trained = changed ? await runOf("as trained", AS_TRAINED) : null;
  const { labels } = network.metadata;
  return {
    ...stepData(run, input.tensor, state, labels),
    pages: null,
    spec: null,
    network: network.name,
    prediction: answerOf(run.logits, labels),
    trained: trained && answerOf(trained.logits, labels),
    ...shownImage(input.image),
    source: input.source,
    label: input.label,
    samples: network.samples.map(({ id, label, image }) => ({ id, label, image })),
  };
}
