/** One step of one block on one input: its tensor, what it was made of, and the whole arithmetic of the picked value. */
import type { Task } from "@/figures/shell/contract.ts";
import {
  inputKey,
  type InputState,
  type LoadedNetwork,
  loadNetwork,
  networkInput,
  type NetworkInput,
  type NetworkName,
} from "@/figures/shell/network.ts";
import { liveBytes, peak } from "@kernels/cost/memory.ts";
import { type ReceptiveField, receptiveField } from "@kernels/models/receptive-field.ts";
import { probabilities } from "@kernels/ops/softmax.ts";
import type { Shape, Tensor } from "@kernels/tensor.ts";
import { type Arithmetic, explainInput, explainStep, type Later, laterValues, placeAt } from "./arithmetic.ts";
import { type Extent, extentOf, type Measures, measure, type Rival, rivals } from "./measures.ts";
import {
  type Scope,
  LAST_BLOCK,
  type MicroStep,
  nearestStep,
  outlineOf,
  type PickedCell,
  type Place,
} from "./steps.ts";
import { type Provenance, provenanceOf } from "./provenance.ts";
import { makeVariant, runVariant, type Switches, type Variant, type VariantRun } from "./variant.ts";

export interface MicroscopeState extends InputState, PickedCell {
  readonly network: NetworkName;
  readonly block: number;
  readonly step: MicroStep;
  readonly folded: boolean;
  readonly neckRelu6: boolean;
  readonly shortcut: boolean;
  /** Where the two switches above act. */
  readonly scope: Scope;
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
  readonly values: Float32Array;
  readonly extent: Extent;
}

export interface Answer {
  /** The three most probable classes. */
  readonly top: readonly { readonly index: number; readonly label: string; readonly probability: number }[];
}

export interface MicroscopeData extends Arithmetic, Measures {
  readonly network: string;
  readonly block: number;
  /** The step shown: the one asked for, or the nearest before it that this block has. */
  readonly step: MicroStep;
  readonly kind: StepKind;
  readonly shape: Shape;
  readonly cell: PickedCell;
  /** The steps that this block has, in order. */
  readonly steps: readonly StepFacts[];
  readonly tensor: Float32Array;
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
  readonly image: NetworkInput["image"];
  readonly source: NetworkInput["source"];
  readonly label: number | null;
  readonly samples: readonly { readonly id: string; readonly label: number; readonly grey: Uint8Array }[];
}

export const load = (state: MicroscopeState, task: Task): Promise<LoadedNetwork> => loadNetwork(task, state.network);

const AS_TRAINED: Switches = { folded: false, neckRelu6: () => false, shortcut: () => true };

function switchesOf({ folded, neckRelu6, shortcut, scope, block }: MicroscopeState): Switches {
  const acts = (at: number): boolean => scope === "network" || at === block;
  return { folded, neckRelu6: (at) => neckRelu6 && acts(at), shortcut: (at) => shortcut || !acts(at) };
}

/** One text a variant: the key of its kept run. */
function switchKey({ folded, neckRelu6, shortcut, scope, block }: MicroscopeState): string {
  const changed = neckRelu6 || !shortcut;
  return [folded, changed && neckRelu6, changed && !shortcut, changed && (scope === "network" || block)].join();
}

function answerOf(logits: Float32Array, labels: readonly string[]): Answer {
  const top = Array.from(probabilities(logits), (probability, index) => ({
    index,
    label: labels[index] ?? String(index),
    probability,
  }));
  top.sort((a, b) => b.probability - a.probability || a.index - b.index);
  return { top: top.slice(0, 3) };
}

const KINDS: Readonly<Record<string, StepKind>> = {
  conv2d: "conv2d",
  pointwise: "pointwise",
  depthwise: "depthwise",
  "batch-norm": "batch-norm",
  relu6: "relu6",
  add: "add",
};

function stepsOf({ layers, places }: Variant, block: number): (StepFacts & { readonly layer: number })[] {
  const own = layers.filter((layer) => layer.block === block);
  const first = own[0]!;
  return [
    { step: "input", shape: first.inShape, kind: "input", madds: 0, params: 0, layer: first.inputs[0]! },
    ...own.map(({ index, outShape, kind, madds, params }) => ({
      step: places[index]!.step,
      shape: outShape,
      kind: KINDS[kind]!,
      madds,
      params,
      layer: index,
    })),
  ];
}

const clamp = (value: number, size: number): number => Math.min(Math.max(Math.trunc(value) || 0, 0), size - 1);

export async function compute(state: MicroscopeState, network: LoadedNetwork, task: Task): Promise<MicroscopeData> {
  const input = networkInput(network, state);
  const runOf = (key: string, switches: Switches): Promise<VariantRun> =>
    task.memo(`microscope/${state.network}/${inputKey(state)}/${key}`, () =>
      runVariant(makeVariant(network, switches), input.tensor),
    );
  const run = await runOf(switchKey(state), switchesOf(state));
  const changed = state.neckRelu6 || !state.shortcut;
  const trained = changed ? await runOf("as trained", AS_TRAINED) : null;
  const { labels } = network.metadata;
  return {
    ...stepData(run, input.tensor, state, labels),
    network: network.name,
    prediction: answerOf(run.logits, labels),
    trained: trained && answerOf(trained.logits, labels),
    image: input.image,
    source: input.source,
    label: input.label,
    samples: network.samples.map(({ id, label, image }) => ({ id, label, grey: image.grey })),
  };
}

type StepData = Omit<MicroscopeData, "network" | "prediction" | "trained" | "image" | "source" | "label" | "samples">;

function stepData(run: VariantRun, input: Tensor, state: MicroscopeState, labels: readonly string[]): StepData {
  const { variant } = run;
  const { layers } = variant;
  const block = clamp(state.block, LAST_BLOCK + 1);
  const steps = stepsOf(variant, block);
  const step = nearestStep(
    steps.map((one) => one.step),
    state.step,
  );
  const facts = steps.find((one) => one.step === step)!;
  const { layer: index, shape, kind } = facts;
  const tensorAt = (at: number): Tensor => (at < 0 ? input : run.tensors[at]!);
  const tensor = tensorAt(index);
  const cell = { c: clamp(state.c, shape[2]), y: clamp(state.y, shape[0]), x: clamp(state.x, shape[1]) };
  const isInput = kind === "input";
  const layer = layers[index];
  const sources = isInput || !layer ? [] : layer.inputs;
  const outline = outlineOf(layers, block);
  const own = layers.filter((one) => one.block === block);
  return {
    ...(isInput ? explainInput(run, index, tensor, cell) : explainStep(run, input, index, cell)),
    ...measure(tensor.data),
    block,
    step,
    kind,
    shape,
    cell,
    steps: steps.map(({ layer: _, ...rest }) => rest),
    tensor: tensor.data,
    extent: extentOf(tensor.data),
    sources: sources.map((at) => {
      const { shape: size, data: values } = tensorAt(at);
      return { ...placeAt(run, at), shape: size, values, extent: extentOf(values) };
    }),
    window: isInput || !layer ? null : windowOf(layer, cell),
    later: index < 0 || isInput ? [] : laterValues(run, index, cell),
    madds: facts.madds,
    params: facts.params,
    bytesLive: isInput ? tensor.data.byteLength : liveBytes(layers, index),
    bytesPeak: peak(layers, own).bytes,
    field: receptiveField(layers, index, cell),
    provenance: provenanceOf(run, input, { block, step, layer: index, cell }, labels),
    rivals: block === 0 || block === LAST_BLOCK ? [] : rivals(outline),
  };
}

function windowOf(layer: Variant["layers"][number], { y, x }: PickedCell): MicroscopeData["window"] {
  const { kernel, stride } = layer;
  const before = receptiveField([{ ...layer, inputs: [-1] }], 0, { y, x });
  return { y: before.top, x: before.left, kernel, stride };
}
