/** The rows of a paper's table, read back from the layer list: what each is, and what it costs. */
import { totals, type Totals } from "@kernels/cost/totals.ts";
import type { Layer } from "@kernels/models/layer.ts";

/** What stands in one row; each has its own words. */
export type Operator =
  | "conv"
  | "max-pool"
  | "separable"
  | "bottleneck"
  | "bneck"
  | "unit"
  | "basic"
  | "residual-bottleneck"
  | "pool"
  | "linear";

export interface PaperRow extends Totals {
  readonly operator: Operator;
  /** Side of the spatial filter in pixels. */
  readonly kernel: number;
  /** Channels inside a block, and how many times its input's they are. */
  readonly hidden: number;
  readonly expansion: number;
  readonly outC: number;
  /** How many blocks, and the stride of the first. */
  readonly repeats: number;
  readonly stride: number;
  readonly squeezeExcite: boolean;
  readonly activation: "relu" | "relu6" | "h-swish" | null;
  readonly inShape: Layer["inShape"];
  readonly shape: Layer["outShape"];
  /** The row's layers: from the first to before the last, in the network's list. */
  readonly layers: readonly [from: number, to: number];
}

/** Blocks are told by the PyTorch module that they are, and by what is in them. */
function operatorOf(layers: readonly Layer[]): Operator {
  const has = (kind: Layer["kind"]): boolean => layers.some((layer) => layer.kind === kind);
  const ends = layers.flatMap((layer) => layer.ends ?? []);
  if (ends.includes("Bottleneck")) return "residual-bottleneck";
  if (ends.includes("BasicBlock")) return "basic";
  if (has("channel-shuffle")) return "unit";
  if (ends.includes("InvertedResidual")) return layers[0]!.name.includes(".block.") ? "bneck" : "bottleneck";
  if (has("depthwise")) return "separable";
  if (has("max-pool")) return "max-pool";
  if (has("global-average-pool")) return "pool";
  return has("linear") ? "linear" : "conv";
}

function rowOf(layers: readonly Layer[]): PaperRow {
  const [first, last] = [layers[0]!, layers.at(-1)!];
  const block = layers.filter((layer) => layer.block === first.block);
  const spatial =
    block.find((layer) => layer.kind === "depthwise" && layer.part === "depthwise") ??
    block.find((layer) => layer.kernel > 1) ??
    first;
  const hidden = block.find((layer) => layer.part === "depthwise")?.inShape[2] ?? spatial.outShape[2];
  const strides = block.filter((layer) => layer.part !== "shortcut").map((layer) => layer.stride);
  const activation = layers.find(({ kind }) => kind === "relu" || kind === "relu6" || kind === "h-swish")?.kind ?? null;
  return {
    operator: operatorOf(layers),
    kernel: spatial.kernel,
    hidden,
    expansion: hidden / first.inShape[2],
    outC: last.outShape[2],
    repeats: new Set(layers.map((layer) => layer.block)).size,
    stride: Math.max(...strides),
    squeezeExcite: layers.some((layer) => layer.part === "squeeze-excite"),
    activation: activation as PaperRow["activation"],
    inShape: first.inShape,
    shape: last.outShape,
    layers: [first.index, last.index + 1],
    ...totals(layers),
  };
}

export function paperRows(layers: readonly Layer[]): PaperRow[] {
  const count = (layers.at(-1)?.row ?? -1) + 1;
  return Array.from({ length: count }, (_, row) => layers.filter((layer) => layer.row === row))
    .filter((own) => own.length > 0)
    .map(rowOf);
}
