/** One step of a run: its tensor, what it was made of, and the arithmetic of the picked value. Pure. */
import { liveBytes, peak } from "@kernels/cost/memory.ts";
import { receptiveField } from "@kernels/models/receptive-field.ts";
import { probabilities } from "@kernels/ops/softmax.ts";
import type { Tensor } from "@kernels/tensor.ts";
import { explainInput, explainStep, laterValues, placeAt } from "./arithmetic.ts";
import type { Answer, MicroscopeData, MicroscopeState, StepFacts, StepKind } from "./compute.ts";
import { type Extent, extentOf, type Measures, measure, rivals } from "./measures.ts";
import { provenanceOf } from "./provenance.ts";
import { LAST_BLOCK, nearestStep, outlineOf, type PickedCell } from "./steps.ts";
import type { Variant, VariantRun } from "./variant.ts";

export function answerOf(logits: Float32Array, labels: readonly string[]): Answer {
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

/** What is counted of a tensor, once: a large one takes its time. */
const counted = new WeakMap<Tensor, { readonly measures: Measures; readonly extent: Extent }>();

function countsOf(tensor: Tensor): { readonly measures: Measures; readonly extent: Extent } {
  const known = counted.get(tensor) ?? { measures: measure(tensor.data), extent: extentOf(tensor.data) };
  counted.set(tensor, known);
  return known;
}

/** Cells on either side of the picked one that a loupe shows. */
const NEAR = 2;

/** The picked value and its neighbours, row by row; null beyond the rim. */
function nearOf({ shape: [h, w, channels], data }: Tensor, { c, y, x }: PickedCell): (number | null)[] {
  const side = 2 * NEAR + 1;
  return Array.from({ length: side * side }, (_, i) => {
    const [row, column] = [y + Math.floor(i / side) - NEAR, x + (i % side) - NEAR];
    const isInside = row >= 0 && row < h && column >= 0 && column < w;
    return isInside ? data[(row * w + column) * channels + c]! : null;
  });
}

/** What a step's data say whichever network they are of. */
type StepData = Omit<
  MicroscopeData,
  "network" | "prediction" | "trained" | "image" | "source" | "label" | "samples" | "pages" | "spec" | "seen"
>;

export function stepData(run: VariantRun, input: Tensor, state: MicroscopeState, labels: readonly string[]): StepData {
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
    ...countsOf(tensor).measures,
    block,
    step,
    kind,
    shape,
    cell,
    steps: steps.map(({ layer: _, ...rest }) => rest),
    tensor: tensor.data,
    extent: countsOf(tensor).extent,
    near: nearOf(tensor, cell),
    sources: sources.map((at) => {
      const source = tensorAt(at);
      return { ...placeAt(run, at), shape: source.shape, values: source.data, extent: countsOf(source).extent };
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
