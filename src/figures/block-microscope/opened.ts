/** The microscope on a network that the reader opened: run once and kept in the worker, which sends a step's planes as bytes. */
import type { OpenedFile, Task } from "@/figures/shell/contract.ts";
import { openedInput, type OpenedInput, type OpenedNetwork, openedThere } from "@/figures/shell/opened-network.ts";
import { packTensors } from "@/figures/shell/tensor-atlas.ts";
import { runLayers } from "@kernels/engine/reference.ts";
import { type LayerWeights, prepareWeights } from "@kernels/engine/weights.ts";
import type { Answer, MicroscopeData, MicroscopeState } from "./compute.ts";
import { shownImage } from "./shown-image.ts";
import { atlasTensors } from "./atlas-tensors.ts";
import { answerOf, stepData } from "./step-data.ts";
import { LAST_BLOCK } from "./steps.ts";
import { makeVariant, switchesOf, switchKey, variantSteps, type VariantRun } from "./variant.ts";

type Pages = NonNullable<MicroscopeData["pages"]>;

/** What is kept of the last opened network: one run with all its tensors, some 75 MB for 1.0 at 224 × 224 pixels. */
interface Kept {
  turn: number;
  input: OpenedInput | null;
  prepared: readonly LayerWeights[];
  key: string;
  run: VariantRun | null;
  trained: Answer | null;
  packed: { readonly key: string; readonly pages: Pages } | null;
}

const NOTHING: Kept = { turn: 0, input: null, prepared: [], key: "", run: null, trained: null, packed: null };

/** @throws {Error} if the network has another number of blocks than the paper's */
function checkBlocks({ layers, name }: OpenedNetwork): void {
  const pool = layers.find(({ kind }) => kind === "global-average-pool");
  const blocks = (pool?.block ?? 0) - 2;
  if (blocks === LAST_BLOCK - 1) return;
  throw new Error(
    `“${name}” has ${String(blocks)} inverted residuals; the microscope is laid out for the ${String(LAST_BLOCK - 1)} of the paper’s table`,
  );
}

/** The first of a class's names, which ImageNet writes one behind the other. */
const shortName = (label: string): string => label.split(",")[0] ?? label;

export async function openedData(
  state: MicroscopeState,
  weights: OpenedFile,
  network: OpenedNetwork,
  task: Task,
): Promise<MicroscopeData> {
  checkBlocks(network);
  const { layers } = network;
  const labels = network.labels.map(shortName);
  const kept = await task.memo("microscope/opened", (): Kept => ({ ...NOTHING }));
  const { turn } = weights.at!;
  if (kept.turn !== turn || !kept.input) {
    // The last network's tensors make room before the next ones are made.
    Object.assign(kept, NOTHING);
    kept.prepared = prepareWeights(layers, network.weights);
    kept.input = await openedInput(task, network, openedThere(weights));
    kept.turn = turn;
  }
  const { seen, tensor: input, source, label } = kept.input;
  const own = { layers, weights: network.weights, prepared: kept.prepared };
  const key = switchKey(state);
  const changed = state.neckRelu6 || !state.shortcut;
  if (changed && !kept.trained) {
    let logits = input.data;
    for (const { layer, tensor } of runLayers(layers, kept.prepared, input)) {
      logits = tensor.data;
      await task.progress((layer.index + 1) / layers.length);
    }
    kept.trained = answerOf(logits, labels);
  }
  if (kept.key !== key || !kept.run) {
    kept.run = null;
    kept.packed = null;
    const variant = makeVariant(own, switchesOf(state));
    const steps = variantSteps(variant, input);
    let step = steps.next();
    for (; !step.done; step = steps.next()) await task.progress(step.value);
    kept.run = step.value;
    kept.key = key;
    if (!changed && !state.folded) kept.trained = answerOf(kept.run.logits, labels);
  }
  const made = stepData(kept.run, input, state, labels);
  const shown = [made.block, made.step, state.scaleMode].join();
  kept.packed =
    kept.packed?.key === shown
      ? kept.packed
      : { key: shown, pages: packTensors(atlasTensors(made, state.scaleMode)).pages };
  return {
    ...made,
    tensor: new Float32Array(),
    sources: made.sources.map((one) => ({ ...one, values: new Float32Array() })),
    pages: kept.packed.pages,
    network: network.name,
    spec: network.spec,
    prediction: answerOf(kept.run.logits, labels),
    trained: changed ? kept.trained : null,
    ...shownImage(seen),
    source,
    label,
    samples: [],
  };
}
